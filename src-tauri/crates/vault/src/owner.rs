//! The owner's keys and the file that holds them: age-encryption.org/v1 under a passphrase, so that the stock `age` opens it.
//!
//! ```text
//! seed              32 random bytes; what the paper key and its parts hold
//! sealing (X25519)  HKDF(seed, "einlass/1/owner-sealing")   records and backups are sealed to it
//! signing (Ed25519) HKDF(seed, "einlass/1/owner-signing")
//! venue keys        HKDF(seed, "einlass/1/venue-…")         passes, lookup, lasting heads, PINs: a lost kiosk can be replaced
//! file              age(scrypt(passphrase), "# …seed…\nAGE-SECRET-KEY-1…")
//! ```
//!
//! The passphrase goes through scrypt, not Argon2id: it is the one key derivation that the age format has, and that the file opens
//! with a tool that everybody can get counts for more. The line `AGE-SECRET-KEY-1…` makes the opened file an age identity: `age -d -i`
//! with it opens backups. age and HPKE share the X25519 key; both bind their own labels into the derivation (age-encryption.org/v1,
//! "X25519 recipient stanza"; RFC 9180, 4.1), so neither yields a key of the other.

use std::{
    fmt,
    io::{Read, Write},
};

use age::secrecy::SecretString;
use base64::{Engine, engine::general_purpose::STANDARD};
use bech32::{Bech32, Hrp};
use ed25519_dalek::SigningKey;
use rand_core::CryptoRngCore;
use zeroize::Zeroizing;

use crate::{
    VaultError,
    hazmat::{self, Secret},
    keys::{LedgerKey, PassIndexKey, PinPepper},
    pass::PassSigner,
};

/// scrypt with N = 2^17: what the age tools choose, about a second on a small machine.
const WORK_FACTOR: u8 = 17;
/// Files that ask for more than 2^20 are refused: they would stop a small machine for minutes.
const HIGHEST_WORK_FACTOR: u8 = 20;
const SEED: &str = "# einlass-owner-seed-1: ";
/// The two lines of an owner's key of format 1, which had no seed.
const SEALING: &str = "einlass-owner-x25519: ";
const SIGNING: &str = "einlass-owner-ed25519: ";

/// The owner's private keys: X25519 opens records and backups, Ed25519 signs.
pub struct OwnerKey {
    seed: Option<Secret>,
    sealing: Secret,
    public: OwnerPublic,
}

/// The owner's public keys; the kiosk holds only these.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnerPublic {
    /// X25519: records are sealed to it.
    pub sealing: [u8; 32],
    /// Ed25519: verifies what the owner signs.
    pub signing: [u8; 32],
}

/// The keys that all kiosks of a venue share and that last as long as the venue. They follow from the owner's seed and not the
/// other way round: the kiosk keeps them, and a kiosk that replaces a lost one gets them from the owner.
pub struct VenueKeys {
    /// Signs passes.
    pub pass_signer: PassSigner,
    /// Looks registered passes up.
    pub pass_index: PassIndexKey,
    /// Seals lasting heads.
    pub ledger: LedgerKey,
    /// Mixed into the hashes of PINs.
    pub pepper: PinPepper,
}

impl OwnerKey {
    /// Fresh keys.
    pub fn make(rng: &mut impl CryptoRngCore) -> Self {
        Self::derive(hazmat::make_secret(rng))
    }

    /// The keys that follow from a seed.
    pub(crate) fn derive(seed: Secret) -> Self {
        let sealing = hazmat::derive_secret(seed.as_slice(), "einlass/1/owner-sealing");
        let signing = hazmat::derive_secret(seed.as_slice(), "einlass/1/owner-signing");
        Self::of(Some(seed), sealing, &SigningKey::from_bytes(&signing)).expect("any 32 bytes are a key")
    }

    fn of(seed: Option<Secret>, sealing: Secret, signing: &SigningKey) -> Result<Self, VaultError> {
        let public = OwnerPublic {
            sealing: hazmat::x25519_public(&sealing).map_err(|_| VaultError::OwnerFileContent)?,
            signing: signing.verifying_key().to_bytes(),
        };
        Ok(Self {
            seed,
            sealing,
            public,
        })
    }

    /// The public halves.
    pub fn public(&self) -> OwnerPublic {
        self.public
    }

    pub(crate) fn sealing(&self) -> &Secret {
        &self.sealing
    }

    /// The 32 bytes that everything follows from.
    ///
    /// # Errors
    /// [`VaultError::NoSeed`] for a key of format 1.
    pub(crate) fn seed(&self) -> Result<&Secret, VaultError> {
        self.seed.as_ref().ok_or(VaultError::NoSeed)
    }

    /// The venue's lasting keys.
    ///
    /// # Errors
    /// [`VaultError::NoSeed`] for a key of format 1.
    pub fn venue_keys(&self) -> Result<VenueKeys, VaultError> {
        let seed = self.seed()?;
        let derive = |what| hazmat::derive_secret(seed.as_slice(), what);
        Ok(VenueKeys {
            pass_signer: PassSigner::from_bytes(&derive("einlass/1/venue-pass-signing")),
            pass_index: PassIndexKey::from_bytes(derive("einlass/1/venue-pass-index")),
            ledger: LedgerKey::from_bytes(derive("einlass/1/venue-ledger")),
            pepper: PinPepper::from_bytes(derive("einlass/1/venue-pin-pepper")),
        })
    }

    /// The age identity of the sealing key.
    pub(crate) fn age_identity(&self) -> Zeroizing<String> {
        let hrp = Hrp::parse("age-secret-key-").expect("a constant that is a prefix");
        let text = bech32::encode::<Bech32>(hrp, self.sealing.as_slice()).expect("32 bytes are short");
        Zeroizing::new(Zeroizing::new(text).to_uppercase())
    }

    /// The owner's key file: age v1, one scrypt recipient.
    ///
    /// # Errors
    /// [`VaultError::NoSeed`] for a key of format 1.
    pub fn to_file(&self, passphrase: &str) -> Result<Vec<u8>, VaultError> {
        let text = Zeroizing::new(format!(
            "# The owner's key of an Einlass venue. Who holds it and a day's key can open that day's visitor list.\n\
             {SEED}{}\n{}\n",
            *Zeroizing::new(STANDARD.encode(self.seed()?.as_slice())),
            *self.age_identity(),
        ));
        let mut recipient = age::scrypt::Recipient::new(SecretString::from(passphrase.to_owned()));
        recipient.set_work_factor(WORK_FACTOR);
        let recipients = std::iter::once(&recipient as &dyn age::Recipient);
        let encryptor = age::Encryptor::with_recipients(recipients).expect("there is a recipient");
        let mut file = Vec::new();
        let mut writer = encryptor
            .wrap_output(&mut file)
            .expect("writing to memory does not fail");
        writer
            .write_all(text.as_bytes())
            .expect("writing to memory does not fail");
        writer.finish().expect("writing to memory does not fail");
        Ok(file)
    }

    /// Opens the file.
    ///
    /// # Errors
    /// [`VaultError::OwnerFile`] or [`VaultError::OwnerFileContent`].
    pub fn from_file(file: &[u8], passphrase: &str) -> Result<Self, VaultError> {
        let mut identity = age::scrypt::Identity::new(SecretString::from(passphrase.to_owned()));
        identity.set_max_work_factor(HIGHEST_WORK_FACTOR);
        let decryptor = age::Decryptor::new(file).map_err(|_| VaultError::OwnerFile)?;
        let identities = std::iter::once(&identity as &dyn age::Identity);
        let mut reader = decryptor.decrypt(identities).map_err(|_| VaultError::OwnerFile)?;
        let mut text = Zeroizing::new(String::new());
        reader
            .read_to_string(&mut text)
            .map_err(|_| VaultError::OwnerFile)?;
        if let Ok(seed) = read_key(&text, SEED) {
            return Ok(Self::derive(seed));
        }
        let sealing = read_key(&text, SEALING)?;
        let signing = SigningKey::from_bytes(&*read_key(&text, SIGNING)?);
        Self::of(None, sealing, &signing)
    }
}

impl OwnerPublic {
    /// The age recipient of the sealing key: `age1…`.
    pub fn age_recipient(&self) -> String {
        let hrp = Hrp::parse("age").expect("a constant that is a prefix");
        bech32::encode::<Bech32>(hrp, &self.sealing).expect("32 bytes are short")
    }
}

fn read_key(text: &str, label: &str) -> Result<Secret, VaultError> {
    let encoded = text
        .lines()
        .find_map(|line| line.strip_prefix(label))
        .ok_or(VaultError::OwnerFileContent)?;
    let bytes = Zeroizing::new(
        STANDARD
            .decode(encoded.trim())
            .map_err(|_| VaultError::OwnerFileContent)?,
    );
    Ok(Secret::new(
        bytes
            .as_slice()
            .try_into()
            .map_err(|_| VaultError::OwnerFileContent)?,
    ))
}

impl fmt::Debug for OwnerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OwnerKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use rand_core::OsRng;

    use super::*;

    #[test]
    fn the_file_opens_with_its_passphrase_only() {
        let owner = OwnerKey::make(&mut OsRng);
        let file = owner.to_file("a long passphrase").unwrap();
        assert!(file.starts_with(b"age-encryption.org/v1\n-> scrypt "));
        let opened = OwnerKey::from_file(&file, "a long passphrase").unwrap();
        assert_eq!(opened.public(), owner.public());
        assert_eq!(*opened.sealing, *owner.sealing);
        assert_eq!(
            OwnerKey::from_file(&file, "another").unwrap_err(),
            VaultError::OwnerFile
        );
        assert_eq!(
            OwnerKey::from_file(b"no age file", "x").unwrap_err(),
            VaultError::OwnerFile
        );
    }

    /// What follows from a seed is frozen: paper keys are for years.
    #[test]
    fn the_keys_of_a_seed_are_frozen() {
        let owner = OwnerKey::derive(Secret::new([7; 32]));
        let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        assert_eq!(
            hex(&owner.public.sealing),
            "b15f443f4c16a379d2e3b11b5e7b3fe482d3fb85a478d7b178a8c35791f17b7f"
        );
        assert_eq!(
            hex(&owner.public.signing),
            "4d93f9582abb0a4a4103979277cbcaa755ee2d0e8e60fc204fca2e01fe012fa7"
        );
        let venue = owner.venue_keys().unwrap();
        assert_eq!(
            hex(&venue.pass_signer.public()),
            "97b28d810f7fe13e9d0ebe5a18a6704a79af6bf96e59c580a4f39ab2b790cdab"
        );
        assert_eq!(
            hex(venue.pass_index.expose().as_slice()),
            "70ea050cc5f357038833741e79975299949408c1b7b05886b9c92379d81b9807"
        );
        assert_eq!(
            hex(venue.ledger.expose().as_slice()),
            "6c13a9e6315d512107a73d38a5530577212c998aea14b5a2cae1911385362ff4"
        );
        assert_eq!(
            hex(venue.pepper.expose().as_slice()),
            "369f5345d349835fdbc59ea098f2b697d0e7d1b33ba6339b24bfc117e5d3c3a9"
        );
        assert_eq!(
            owner.public.age_recipient(),
            "age1k905g06vz63hn5hrkyd4u7elujpd87u953ud0vtc4rp40y030dlsxvqn93"
        );
    }
}
