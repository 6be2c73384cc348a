//! The primitives, each in the one form that this crate uses. Not safe by themselves: use the envelopes.

use aes_gcm::{
    Aes256Gcm, Nonce,
    aead::{Aead, KeyInit, Payload},
};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use hpke::{
    Deserializable, Kem, OpModeR, OpModeS, Serializable,
    aead::{AeadCtxS, AesGcm256},
    kdf::HkdfSha256,
    kem::X25519HkdfSha256,
};
use rand_core::CryptoRngCore;
use sha2::Sha256;
use zeroize::Zeroizing;

/// 32 secret bytes that wipe themselves.
pub(crate) type Secret = Zeroizing<[u8; 32]>;

const NONCE_LEN: usize = 12;
const ENCAPPED_LEN: usize = 32;

/// The primitive refused. Callers say what that means for them.
#[derive(Debug)]
pub(crate) struct Refused;

pub(crate) fn make_secret(rng: &mut impl CryptoRngCore) -> Secret {
    let mut bytes = Zeroizing::new([0; 32]);
    rng.fill_bytes(bytes.as_mut_slice());
    bytes
}

/// HKDF-SHA-256 (RFC 5869) without salt; `info` separates the uses of one key.
pub(crate) fn derive_secret(key: &[u8], info: &str) -> Secret {
    let mut bytes = Zeroizing::new([0; 32]);
    let hkdf = Hkdf::<Sha256>::new(None, key);
    hkdf.expand(info.as_bytes(), bytes.as_mut_slice())
        .expect("32 bytes are far below the limit of 255 hashes");
    bytes
}

/// HMAC-SHA-256 (RFC 2104), cut to 16 bytes.
pub(crate) fn derive_tag(key: &Secret, message: &[u8]) -> [u8; 16] {
    let tag = hmac(key, message).finalize().into_bytes();
    tag[..16].try_into().expect("an HMAC-SHA-256 has 32 bytes")
}

/// HMAC-SHA-256 (RFC 2104).
pub(crate) fn hmac(key: &Secret, message: &[u8]) -> Hmac<Sha256> {
    let mut mac =
        <Hmac<Sha256> as Mac>::new_from_slice(key.as_slice()).expect("HMAC takes keys of any length");
    mac.update(message);
    mac
}

/// AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce, written in front. Does not commit to its key.
pub(crate) fn seal(key: &Secret, aad: &[u8], plaintext: &[u8], rng: &mut impl CryptoRngCore) -> Vec<u8> {
    let mut nonce = [0; NONCE_LEN];
    rng.fill_bytes(&mut nonce);
    let cipher = Aes256Gcm::new(key.as_slice().into());
    let sealed = cipher.encrypt(Nonce::from_slice(&nonce), Payload { msg: plaintext, aad });
    [
        nonce.as_slice(),
        &sealed.expect("a record is far below the 64 GiB that GCM allows"),
    ]
    .concat()
}

pub(crate) fn open(key: &Secret, aad: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Refused> {
    let (nonce, sealed) = sealed.split_at_checked(NONCE_LEN).ok_or(Refused)?;
    let cipher = Aes256Gcm::new(key.as_slice().into());
    let opened = cipher.decrypt(Nonce::from_slice(nonce), Payload { msg: sealed, aad });
    opened.map(Zeroizing::new).map_err(|_| Refused)
}

/// `SetupBaseS(pkR, info)` (RFC 9180, 5.1.1) with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM: a sender for one message.
pub(crate) struct HpkeSender {
    encapped: [u8; ENCAPPED_LEN],
    context: AeadCtxS<AesGcm256, HkdfSha256, X25519HkdfSha256>,
}

impl HpkeSender {
    pub(crate) fn make(to: &[u8; 32], info: &str, rng: &mut impl CryptoRngCore) -> Result<Self, Refused> {
        let to = <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(to).map_err(|_| Refused)?;
        let made = hpke::setup_sender::<AesGcm256, HkdfSha256, X25519HkdfSha256, _>(
            &OpModeS::Base,
            &to,
            info.as_bytes(),
            rng,
        );
        let (encapped, context) = made.map_err(|_| Refused)?;
        Ok(Self {
            encapped: encapped.to_bytes().into(),
            context,
        })
    }

    /// `Context.Seal(aad, pt)` (RFC 9180, 5.2), the encapsulated key written in front. Uses the sender up: one message each.
    pub(crate) fn seal(mut self, aad: &[u8], plaintext: &[u8]) -> Result<Vec<u8>, Refused> {
        let ciphertext = self.context.seal(plaintext, aad).map_err(|_| Refused)?;
        Ok([self.encapped.as_slice(), &ciphertext].concat())
    }
}

/// `HPKE.OpenBase(enc, skR, info, aad, ct)` (RFC 9180, 6.1).
pub(crate) fn hpke_open(
    private: &Secret,
    info: &str,
    aad: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Refused> {
    let (encapped, ciphertext) = sealed.split_at_checked(ENCAPPED_LEN).ok_or(Refused)?;
    let private =
        <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(private.as_slice()).map_err(|_| Refused)?;
    let encapped = <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(encapped).map_err(|_| Refused)?;
    let opened = hpke::single_shot_open::<AesGcm256, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &private,
        &encapped,
        info.as_bytes(),
        ciphertext,
        aad,
    );
    opened.map(Zeroizing::new).map_err(|_| Refused)
}

pub(crate) fn x25519_public(private: &Secret) -> Result<[u8; 32], Refused> {
    let private =
        <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(private.as_slice()).map_err(|_| Refused)?;
    Ok(<X25519HkdfSha256 as Kem>::sk_to_pk(&private).to_bytes().into())
}

#[cfg(test)]
mod tests {
    use rand_core::{CryptoRng, RngCore};

    use super::*;

    /// Gives the bytes of a vector where a program would give random ones.
    struct Given(Vec<u8>);

    impl RngCore for Given {
        fn next_u32(&mut self) -> u32 {
            unreachable!("keys are made of whole byte strings")
        }

        fn next_u64(&mut self) -> u64 {
            unreachable!("keys are made of whole byte strings")
        }

        fn fill_bytes(&mut self, bytes: &mut [u8]) {
            bytes.copy_from_slice(&self.0);
        }

        fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), rand_core::Error> {
            self.fill_bytes(bytes);
            Ok(())
        }
    }

    impl CryptoRng for Given {}

    fn hex<const N: usize>(text: &str) -> [u8; N] {
        let byte = |at: usize| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).unwrap();
        std::array::from_fn(byte)
    }

    /// The vector of mode base (0), kem 0x0020, kdf 0x0001, aead 0x0002 among those that belong to RFC 9180
    /// (cfrg/draft-irtf-cfrg-hpke, test-vectors.json at 5f503c5), first encryption.
    #[test]
    fn hpke_is_that_of_rfc_9180() {
        let ikm_e = hex::<32>("2cd7c601cefb3d42a62b04b7a9041494c06c7843818e0ce28a8f704ae7ab20f9");
        let sk_r = Secret::new(hex(
            "497b4502664cfea5d5af0b39934dac72242a74f8480451e1aee7d6a53320333d",
        ));
        let pk_r = hex("430f4b9859665145a6b1ba274024487bd66f03a2dd577d7753c68d7d7d00c00c");
        let enc = hex::<32>("6c93e09869df3402d7bf231bf540fadd35cd56be14f97178f0954db94b7fc256");
        let ct = hex::<45>(
            "e5d84cd531cfb583096e7cfa9641bd3079cf3a91cda813c52deb5f512be9931980a41de125a925cdad859d5b7a",
        );
        let (info, aad, pt) = (
            "Ode on a Grecian Urn",
            b"Count-0",
            b"Beauty is truth, truth beauty",
        );
        assert_eq!(x25519_public(&sk_r).unwrap(), pk_r);
        let sender = HpkeSender::make(&pk_r, info, &mut Given(ikm_e.to_vec())).unwrap();
        let sealed = sender.seal(aad, pt).unwrap();
        assert_eq!(sealed, [enc.as_slice(), &ct].concat());
        assert_eq!(hpke_open(&sk_r, info, aad, &sealed).unwrap().as_slice(), pt);
        assert!(hpke_open(&sk_r, "other", aad, &sealed).is_err());
        assert!(hpke_open(&sk_r, info, b"other", &sealed).is_err());
    }

    /// RFC 5869, A.3 (no salt, no info) and RFC 4231, 4.2, cut to 16 bytes.
    #[test]
    fn hkdf_and_hmac_are_those_of_their_rfcs() {
        let okm = derive_secret(&[0x0b; 22], "");
        assert_eq!(
            *okm,
            hex("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d")
        );
        let mac: [u8; 32] = hmac(&Secret::new([0x0b; 32]), b"Hi There")
            .finalize()
            .into_bytes()
            .into();
        assert_eq!(derive_tag(&Secret::new([0x0b; 32]), b"Hi There"), mac[..16]);
    }
}
