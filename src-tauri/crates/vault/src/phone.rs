//! The keys of the pass on the phone: what a phone is given, the code that it makes, how the venue opens it. Layout of the code:
//! `einlass_domain::phone`.
//!
//! ```text
//! handle   AES-256(HKDF(pass signing seed, "einlass/1/phone-handle"), holder (9) ‖ SHA-256("einlass/1/phone-profile" ‖ profile key)[..7])
//! pass key HMAC-SHA-256(HKDF(pass signing seed, "einlass/1/phone-key"), handle)
//! code key HMAC-SHA-256(pass key, "einlass/1/phone-code" ‖ step (4, big-endian))
//! sealed   nonce (12) ‖ AES-256-GCM(code key, nonce, "einlass-pass-v2" ‖ issuer ‖ handle ‖ step, profile key)
//! ```
//!
//! Everything follows from the seed that signs the venue's paper passes: each kiosk of the venue has it, one that replaces a lost kiosk
//! gets it from the owner, and nothing is stored for a phone. The handle is one block, enciphered: only the venue can make one, so a
//! phone cannot change its days, its number or, within 56 bits, its profile key; a made-up handle has a pass key that nobody knows.
//!
//! ```text
//! given to the phone, in Base64url (RFC 4648) without padding, 110 characters:
//! 1 ‖ issuer (8) ‖ handle (16) ‖ profile key (16) ‖ pass key (32) ‖ holder (9)
//! ```

use std::fmt;

use aes_gcm::aes::{
    Aes256, Block,
    cipher::{BlockDecrypt, BlockEncrypt, KeyInit},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use einlass_domain::{
    id::IssuerId,
    pass::{PassClaims, PassError, ProfileKey},
    phone::{Handle, Holder, PhoneCode, Step},
};
use hmac::Mac;
use rand_core::CryptoRngCore;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::{
    hazmat::{self, Secret},
    pass::PassSigner,
};

const VERSION: u8 = 1;
const GIVEN_LEN: usize = 82;

/// A pass as a phone holds it. Whoever has it can show the pass's codes.
#[derive(Clone)]
pub struct PhonePass {
    issuer: IssuerId,
    handle: Handle,
    profile_key: ProfileKey,
    key: Secret,
    holder: Holder,
}

impl PassSigner {
    /// What the phone of this pass's holder is given.
    ///
    /// # Errors
    /// [`PassError::Malformed`] when a day cannot be written.
    pub fn phone_pass(&self, claims: &PassClaims) -> Result<PhonePass, PassError> {
        let holder = Holder {
            pin_id: claims.pin_id,
            valid_from: claims.valid_from,
            valid_until: claims.valid_until,
        };
        let mut block = Block::default();
        block[..Holder::LEN].copy_from_slice(&holder.to_bytes()?);
        block[Holder::LEN..].copy_from_slice(&commitment(&claims.profile_key));
        self.handle_cipher().encrypt_block(&mut block);
        let handle = Handle(block.into());
        Ok(PhonePass {
            issuer: self.issuer(),
            handle,
            profile_key: claims.profile_key.clone(),
            key: self.pass_key(handle),
            holder,
        })
    }

    /// What a code says and for which half minute it was made. Whether that is now, and today one of its days, is not asked here.
    ///
    /// # Errors
    /// [`PassError::Issuer`], or [`PassError::Signature`] when no phone of this venue made it like this.
    pub fn open_phone_code(&self, code: &PhoneCode) -> Result<(PassClaims, Step), PassError> {
        if code.issuer != self.issuer() {
            return Err(PassError::Issuer);
        }
        let code_key = code_key(&self.pass_key(code.handle), code.step);
        let opened = hazmat::open(&code_key, &code.bound_bytes(), &code.sealed);
        let opened = opened.map_err(|_| PassError::Signature)?;
        let profile_key = opened.as_slice().try_into().map_err(|_| PassError::Signature)?;
        let profile_key = ProfileKey::from_bytes(profile_key);
        let mut block = Block::from(code.handle.0);
        self.handle_cipher().decrypt_block(&mut block);
        let (holder, committed) = block
            .split_first_chunk()
            .expect("a holder is shorter than a block");
        let holder = Holder::from_bytes(holder).map_err(|_| PassError::Signature)?;
        if committed != commitment(&profile_key) {
            return Err(PassError::Signature);
        }
        let claims = PassClaims {
            issuer: code.issuer,
            pin_id: holder.pin_id,
            profile_key,
            valid_from: holder.valid_from,
            valid_until: holder.valid_until,
        };
        Ok((claims, code.step))
    }

    fn handle_cipher(&self) -> Aes256 {
        let key = hazmat::derive_secret(self.expose().as_slice(), "einlass/1/phone-handle");
        Aes256::new(key.as_slice().into())
    }

    fn pass_key(&self, handle: Handle) -> Secret {
        let master = hazmat::derive_secret(self.expose().as_slice(), "einlass/1/phone-key");
        full_hmac(&master, &handle.0)
    }
}

impl PhonePass {
    /// The text that the phone is given.
    pub fn to_text(&self) -> Zeroizing<String> {
        let holder = self.holder.to_bytes();
        let bytes = Zeroizing::new(
            [
                [VERSION].as_slice(),
                &self.issuer.0,
                &self.handle.0,
                self.profile_key.expose(),
                self.key.as_slice(),
                &holder.expect("its days were written before"),
            ]
            .concat(),
        );
        Zeroizing::new(URL_SAFE_NO_PAD.encode(&*bytes))
    }

    /// Reads that text, as the phone does.
    ///
    /// # Errors
    /// [`PassError::Version`] or [`PassError::Malformed`].
    pub fn read(text: &str) -> Result<Self, PassError> {
        let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(text).map_err(|_| PassError::Malformed)?);
        if bytes.first().is_some_and(|version| *version != VERSION) {
            return Err(PassError::Version);
        }
        if bytes.len() != GIVEN_LEN {
            return Err(PassError::Malformed);
        }
        Ok(Self {
            issuer: IssuerId(array(&bytes, 1)),
            handle: Handle(array(&bytes, 9)),
            profile_key: ProfileKey::from_bytes(array(&bytes, 25)),
            key: Secret::new(array(&bytes, 41)),
            holder: Holder::from_bytes(&array(&bytes, 73))?,
        })
    }

    /// The text of the code for this half minute, as the phone makes it.
    pub fn code(&self, step: Step, rng: &mut impl CryptoRngCore) -> String {
        let mut code = PhoneCode {
            issuer: self.issuer,
            handle: self.handle,
            step,
            sealed: [0; 44],
        };
        let key = code_key(&self.key, step);
        let sealed = hazmat::seal(&key, &code.bound_bytes(), self.profile_key.expose(), rng);
        code.sealed = sealed
            .try_into()
            .expect("a nonce, a profile key and a tag are 44 bytes");
        code.to_text()
    }
}

/// Shows nothing: it is as good as the pass.
impl fmt::Debug for PhonePass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PhonePass(…)")
    }
}

fn code_key(pass_key: &Secret, step: Step) -> Secret {
    let message = [b"einlass/1/phone-code".as_slice(), &step.0.to_be_bytes()].concat();
    full_hmac(pass_key, &message)
}

fn full_hmac(key: &Secret, message: &[u8]) -> Secret {
    Secret::new(hazmat::hmac(key, message).finalize().into_bytes().into())
}

fn commitment(profile_key: &ProfileKey) -> [u8; 7] {
    let hash = Sha256::new()
        .chain_update("einlass/1/phone-profile")
        .chain_update(profile_key.expose())
        .finalize();
    array(&hash, 0)
}

/// The bytes from here on; the caller has counted them.
fn array<const N: usize>(bytes: &[u8], from: usize) -> [u8; N] {
    bytes[from..from + N]
        .try_into()
        .expect("a range of N bytes is an array of N")
}

#[cfg(test)]
mod tests {
    use einlass_domain::{pin_id::PinId, time::Day};
    use rand_core::OsRng;

    use super::*;

    const NOW: Step = Step(59_666_666);

    fn claims(signer: &PassSigner, pin_id: u64) -> PassClaims {
        PassClaims {
            issuer: signer.issuer(),
            pin_id: PinId::from_number(pin_id).unwrap(),
            profile_key: ProfileKey::from_bytes(*b"0123456789abcdef"),
            valid_from: Day(20_778),
            valid_until: Day(21_143),
        }
    }

    fn phone(signer: &PassSigner) -> PhonePass {
        signer.phone_pass(&claims(signer, 572_000_000_015)).unwrap()
    }

    fn code(phone: &PhonePass) -> PhoneCode {
        PhoneCode::parse(phone.code(NOW, &mut OsRng).as_bytes()).unwrap()
    }

    #[test]
    fn what_the_phone_shows_says_what_the_paper_says() {
        let signer = PassSigner::make(&mut OsRng);
        let opened = signer.open_phone_code(&code(&phone(&signer))).unwrap();
        assert_eq!(opened, (claims(&signer, 572_000_000_015), NOW));
        assert_ne!(
            code(&phone(&signer)),
            code(&phone(&signer)),
            "not even twice the same"
        );
    }

    #[test]
    fn each_change_of_a_code_is_named() {
        let signer = PassSigner::make(&mut OsRng);
        let good = code(&phone(&signer));
        let refused = |code: PhoneCode| signer.open_phone_code(&code).unwrap_err();

        let other = PassSigner::make(&mut OsRng);
        assert_eq!(refused(code(&phone(&other))), PassError::Issuer, "another venue");
        let mut moved = code(&phone(&other));
        moved.issuer = signer.issuer();
        assert_eq!(
            refused(moved),
            PassError::Signature,
            "and under this venue's name"
        );
        let mut later = good.clone();
        later.step = Step(NOW.0 + 1);
        assert_eq!(
            refused(later),
            PassError::Signature,
            "an old code with a new step"
        );
        let mut theirs = good.clone();
        theirs.handle = signer.phone_pass(&claims(&signer, 0)).unwrap().handle;
        assert_eq!(refused(theirs), PassError::Signature, "another's pass");
        for place in 0..44 {
            let mut flipped = good.clone();
            flipped.sealed[place] ^= 1;
            assert_eq!(refused(flipped), PassError::Signature, "byte {place}");
        }
        for place in 0..16 {
            let mut flipped = good.clone();
            flipped.handle.0[place] ^= 1;
            assert_eq!(refused(flipped), PassError::Signature, "handle byte {place}");
        }
    }

    /// A phone is its holder's: what it is given must not let it be another pass, or a pass for longer.
    #[test]
    fn a_phone_cannot_make_itself_another_pass() {
        let signer = PassSigner::make(&mut OsRng);
        let refused = |phone: &PhonePass| signer.open_phone_code(&code(phone)).unwrap_err();
        let mut longer = phone(&signer);
        longer.holder.valid_until = Day(40_000);
        let (claims, _) = signer.open_phone_code(&code(&longer)).unwrap();
        assert_eq!(claims.valid_until, Day(21_143), "its own words do not count");
        let mut nameless = phone(&signer);
        nameless.profile_key = ProfileKey::from_bytes([0; 16]);
        assert_eq!(refused(&nameless), PassError::Signature, "without its profile");
        // With the pass key of a handle that it has made up, which only the venue could tell it.
        let mut invented = phone(&signer);
        invented.handle = Handle([5; 16]);
        invented.key = signer.pass_key(invented.handle);
        assert_eq!(refused(&invented), PassError::Signature);
    }

    #[test]
    fn what_a_phone_is_given_is_read_as_it_is_written() {
        let phone = phone(&PassSigner::make(&mut OsRng));
        let text = phone.to_text();
        assert_eq!(text.len(), 110);
        assert_eq!(*PhonePass::read(&text).unwrap().to_text(), *text);
        let refused = |text: &str| PhonePass::read(text).unwrap_err();
        assert_eq!(refused(""), PassError::Malformed);
        assert_eq!(refused(&text[..109]), PassError::Malformed);
        assert_eq!(refused(&text[..108]), PassError::Malformed);
        assert_eq!(refused(&format!("Ag{}", &text[2..])), PassError::Version);
        assert_eq!(
            refused(&format!("{}____", &text[..106])),
            PassError::Malformed,
            "days"
        );
        assert!(!format!("{phone:?}").contains(char::is_numeric));
    }

    #[test]
    fn a_photograph_holds_neither_number_nor_profile_key() {
        let signer = PassSigner::make(&mut OsRng);
        let text = phone(&signer).code(NOW, &mut OsRng);
        let bytes = base45_bytes(&text);
        let claims = claims(&signer, 572_000_000_015);
        for secret in [
            claims.profile_key.expose().as_slice(),
            &claims.pin_id.number().to_be_bytes()[3..],
        ] {
            assert!(!bytes.windows(secret.len()).any(|window| window == secret));
        }
    }

    fn base45_bytes(text: &str) -> Vec<u8> {
        let code = PhoneCode::parse(text.as_bytes()).unwrap();
        [code.bound_bytes(), code.sealed.to_vec()].concat()
    }
}
