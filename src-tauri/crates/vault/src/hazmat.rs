//! The primitives, each in the one form that this crate uses. Not safe by themselves: use the envelopes.

use aes_gcm::{
    Aes256Gcm, Nonce,
    aead::{Aead, KeyInit, Payload},
};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use hpke::{
    Deserializable, Kem, OpModeR, OpModeS, Serializable, aead::AesGcm256, kdf::HkdfSha256,
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
    let mut mac =
        <Hmac<Sha256> as Mac>::new_from_slice(key.as_slice()).expect("HMAC takes keys of any length");
    mac.update(message);
    let tag = mac.finalize().into_bytes();
    tag[..16].try_into().expect("an HMAC-SHA-256 has 32 bytes")
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

/// `HPKE.SealBase(pkR, info, aad, pt)` (RFC 9180, 6.1) with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM;
/// the encapsulated key is written in front.
pub(crate) fn hpke_seal(
    to: &[u8; 32],
    info: &str,
    aad: &[u8],
    plaintext: &[u8],
    rng: &mut impl CryptoRngCore,
) -> Result<Vec<u8>, Refused> {
    let to = <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(to).map_err(|_| Refused)?;
    let sealed = hpke::single_shot_seal::<AesGcm256, HkdfSha256, X25519HkdfSha256, _>(
        &OpModeS::Base,
        &to,
        info.as_bytes(),
        plaintext,
        aad,
        rng,
    );
    let (encapped, ciphertext) = sealed.map_err(|_| Refused)?;
    Ok([encapped.to_bytes().as_slice(), &ciphertext].concat())
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

/// A fresh X25519 key pair: (private, public).
pub(crate) fn make_x25519(rng: &mut impl CryptoRngCore) -> (Secret, [u8; 32]) {
    let seed = make_secret(rng);
    // DeriveKeyPair of RFC 9180, 7.1.3: uniform input key material gives a uniform key.
    let (private, public) = <X25519HkdfSha256 as Kem>::derive_keypair(seed.as_slice());
    (
        Zeroizing::new(private.to_bytes().into()),
        public.to_bytes().into(),
    )
}

pub(crate) fn x25519_public(private: &Secret) -> Result<[u8; 32], Refused> {
    let private =
        <X25519HkdfSha256 as Kem>::PrivateKey::from_bytes(private.as_slice()).map_err(|_| Refused)?;
    Ok(<X25519HkdfSha256 as Kem>::sk_to_pk(&private).to_bytes().into())
}
