//! Personal PINs: a PIN is asked for and checked, it is never a key.
//!
//! Argon2id (RFC 9106) with 46 MiB, one pass, one lane (OWASP Password Storage Cheat Sheet; ASVS 5.0, appendix C), then
//! HMAC-SHA-256 under a pepper that lies among the sealed keys: six digits alone would be found in hours.

use argon2::{Algorithm, Argon2, Params, Version};
use einlass_domain::staff::PinHash;
use hmac::Mac;
use rand_core::CryptoRngCore;
use zeroize::Zeroizing;

use crate::{hazmat, keys::PinPepper};

const VERSION: u8 = 1;
const MEMORY_KIB: u32 = 46 * 1_024;
const PASSES: u32 = 1;
const LANES: u32 = 1;
const SALT_LEN: usize = 16;
/// Version, memory (4), passes (1), lanes (1), salt, HMAC (32).
const LEN: usize = 7 + SALT_LEN + 32;

/// What `pin` will be checked against: 1 ‖ KiB (4, big-endian) ‖ passes ‖ lanes ‖ salt (16) ‖ HMAC(pepper, Argon2id(pin)) (32).
pub fn hash_pin(pin: &str, pepper: &PinPepper, rng: &mut impl CryptoRngCore) -> PinHash {
    let mut bytes = vec![VERSION];
    bytes.extend(MEMORY_KIB.to_be_bytes());
    bytes.push(PASSES as u8);
    bytes.push(LANES as u8);
    let mut salt = [0; SALT_LEN];
    rng.fill_bytes(&mut salt);
    bytes.extend(salt);
    let params =
        Params::new(MEMORY_KIB, PASSES, LANES, Some(32)).expect("the parameters are within Argon2's limits");
    let mac = stretch(pin, &salt, params, pepper).finalize();
    bytes.extend(mac.into_bytes());
    PinHash(bytes)
}

/// Whether `pin` is the one. Takes about a tenth of a second and 46 MiB. False as well for a hash that this program cannot read.
pub fn verify_pin(pin: &str, pepper: &PinPepper, hash: &PinHash) -> bool {
    let bytes = hash.0.as_slice();
    if bytes.len() != LEN || bytes[0] != VERSION {
        return false;
    }
    let memory_kib = u32::from_be_bytes(bytes[1..5].try_into().expect("four bytes are four bytes"));
    // A log that asks for a gigabyte is not a log of ours.
    if memory_kib > 4 * MEMORY_KIB {
        return false;
    }
    let (passes, lanes) = (u32::from(bytes[5]), u32::from(bytes[6]));
    let Ok(params) = Params::new(memory_kib, passes, lanes, Some(32)) else {
        return false;
    };
    let (salt, mac) = bytes[7..].split_at(SALT_LEN);
    stretch(pin, salt, params, pepper).verify_slice(mac).is_ok()
}

fn stretch(pin: &str, salt: &[u8], params: Params, pepper: &PinPepper) -> hmac::Hmac<sha2::Sha256> {
    let mut stretched = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(pin.as_bytes(), salt, stretched.as_mut_slice())
        .expect("a PIN is short and the salt long enough");
    let message = Zeroizing::new([b"einlass/1/pin\0".as_slice(), stretched.as_slice()].concat());
    hazmat::hmac(&pepper.0, &message)
}

#[cfg(test)]
mod tests {
    use rand_core::OsRng;

    use super::*;

    #[test]
    fn the_right_pin_opens_and_nothing_else() {
        let (pepper, other) = (PinPepper::make(&mut OsRng), PinPepper::make(&mut OsRng));
        let hash = hash_pin("482915", &pepper, &mut OsRng);
        assert!(verify_pin("482915", &pepper, &hash));
        assert!(!verify_pin("482916", &pepper, &hash));
        assert!(
            !verify_pin("482915", &other, &hash),
            "without the pepper it cannot be guessed"
        );
        assert_ne!(hash, hash_pin("482915", &pepper, &mut OsRng), "salted");
        for broken in [vec![], vec![1; LEN - 1], vec![2; LEN], vec![1; LEN]] {
            assert!(!verify_pin("482915", &pepper, &PinHash(broken)));
        }
    }

    /// RFC 9106, 5.3, cannot be reached through this interface (it has a secret and associated data); this value is from the
    /// reference implementation: `echo -n 482915 | argon2 0123456789abcdef -id -t 1 -k 47104 -p 1 -l 32 -r`.
    #[test]
    fn a_hash_is_frozen() {
        let params = Params::new(MEMORY_KIB, PASSES, LANES, Some(32)).unwrap();
        let mut out = [0; 32];
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(b"482915", b"0123456789abcdef", &mut out)
            .unwrap();
        let hex: String = out.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(
            hex,
            "dc0e279c49b3c07f8e78e01f1b7613d997009e8e2a742c065a3bc9cfcbb72556"
        );
    }
}
