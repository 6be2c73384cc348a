//! The keys of a kiosk, a type for each use.

use std::fmt;

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use einlass_domain::{
    confirmation::ConfirmationCode,
    id::{AddressTag, CodeTag, DeviceId, EventId, PassTag, VisitorTag},
    pin_id::PinId,
};
use rand_core::CryptoRngCore;
use zeroize::Zeroizing;

use crate::hazmat::{self, Secret};

macro_rules! secret_key {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name(pub(crate) Secret);

        impl $name {
            /// A fresh random key.
            pub fn make(rng: &mut impl CryptoRngCore) -> Self {
                Self(hazmat::make_secret(rng))
            }

            /// The key from its 32 bytes.
            pub fn from_bytes(bytes: Secret) -> Self {
                Self(bytes)
            }

            /// The bytes, for wrapping and storing.
            pub fn expose(&self) -> &Secret {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    };
}

secret_key! {
    /// The root of a device's keys at rest: wraps all others. Itself sealed by the machine or kept in a file for root alone.
    DeviceKey
}
secret_key! {
    /// Opens everything of one civil day; destroyed when the day has expired.
    DayKey
}
secret_key! {
    /// Opens the records of visits that are open now.
    LiveKey
}
secret_key! {
    /// Seals the heads of events that last as long as the venue.
    LedgerKey
}
secret_key! {
    /// Looks registered passes up by PIN-ID.
    PassIndexKey
}
secret_key! {
    /// Mixed into every hash of a PIN: without it a stolen database cannot be searched for PINs.
    PinPepper
}

impl DayKey {
    /// Finds a visit of this day by PIN-ID: HMAC-SHA-256 under a key derived from the day key, cut to 16 bytes.
    pub fn derive_visitor_tag(&self, pin_id: PinId) -> VisitorTag {
        let key = hazmat::derive_secret(self.0.as_slice(), "einlass/1/visitor-index");
        VisitorTag(hazmat::derive_tag(&key, &pin_id_message(pin_id)))
    }
}

impl PassIndexKey {
    /// Finds a registered pass by PIN-ID: HMAC-SHA-256, cut to 16 bytes.
    pub fn derive_pass_tag(&self, pin_id: PinId) -> PassTag {
        PassTag(hazmat::derive_tag(&self.0, &pin_id_message(pin_id)))
    }
}

impl PinPepper {
    /// What a typed confirmation code is compared with: HMAC-SHA-256 of the registration's name and the code under a key derived from
    /// the pepper, cut to 16 bytes. Why it is not Argon2: `einlass_domain::confirmation`.
    pub fn derive_code_tag(&self, registration: EventId, code: &ConfirmationCode) -> CodeTag {
        let key = hazmat::derive_secret(self.0.as_slice(), "einlass/1/confirmation-code");
        let digits = Zeroizing::new(code.digits());
        let seq = registration.seq.to_be_bytes();
        let message = [registration.device.0.as_slice(), &seq, digits.as_bytes()].concat();
        CodeTag(hazmat::derive_tag(&key, &Zeroizing::new(message)))
    }

    /// What codes to an address are counted by: HMAC-SHA-256 of the address under a key derived from the pepper, cut to 16 bytes.
    pub fn derive_address_tag(&self, address: &str) -> AddressTag {
        let key = hazmat::derive_secret(self.0.as_slice(), "einlass/1/code-address");
        AddressTag(hazmat::derive_tag(&key, address.as_bytes()))
    }
}

fn pin_id_message(pin_id: PinId) -> Vec<u8> {
    [b"pin-id\0".as_slice(), pin_id.digits().as_bytes()].concat()
}

macro_rules! signing_key {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        pub struct $name(SigningKey);

        impl $name {
            /// A fresh key pair.
            pub fn make(rng: &mut impl CryptoRngCore) -> Self {
                Self(SigningKey::generate(rng))
            }

            /// The key pair from its 32 secret bytes.
            pub fn from_bytes(bytes: &Secret) -> Self {
                Self(SigningKey::from_bytes(bytes))
            }

            /// The secret bytes, for wrapping and storing.
            pub fn expose(&self) -> Secret {
                Secret::new(self.0.to_bytes())
            }

            /// The public half.
            pub fn public(&self) -> [u8; 32] {
                self.0.verifying_key().to_bytes()
            }
        }
    };
}
pub(crate) use signing_key;

signing_key! {
    /// Signs a device's events (Ed25519, RFC 8032).
    DeviceSigner
}

impl DeviceSigner {
    /// The device's name.
    pub fn device(&self) -> DeviceId {
        DeviceId::of(&self.public())
    }

    /// Signs an event's hash.
    pub fn sign(&self, hash: &[u8; 32]) -> [u8; 64] {
        self.0.sign(&event_message(hash)).to_bytes()
    }
}

impl fmt::Debug for DeviceSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DeviceSigner({})", self.device())
    }
}

/// Whether `signature` over an event's `hash` was made by the holder of `device_key`.
pub fn verify_event(device_key: &[u8; 32], hash: &[u8; 32], signature: &[u8; 64]) -> bool {
    verify(device_key, &event_message(hash), signature)
}

fn event_message(hash: &[u8; 32]) -> Vec<u8> {
    [b"einlass-event-v1".as_slice(), hash].concat()
}

pub(crate) fn verify(public: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
    let Ok(public) = VerifyingKey::from_bytes(public) else {
        return false;
    };
    public
        .verify_strict(message, &Signature::from_bytes(signature))
        .is_ok()
}
