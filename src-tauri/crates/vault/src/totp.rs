//! The codes of a second factor: TOTP (RFC 6238) with HMAC-SHA-1, six digits and 30 seconds, which is what every authenticator
//! app makes without being told.

use einlass_domain::{staff::TotpSecret, time::Timestamp};
use hmac::{Hmac, Mac};
use rand_core::CryptoRngCore;
use sha1::Sha1;
use zeroize::Zeroizing;

/// How long a code is the current one, in milliseconds.
pub const TOTP_STEP_MS: i64 = 30_000;
/// As long as the hash, as RFC 4226, 4, wishes.
const SECRET_LEN: usize = 20;

/// A new secret, 160 random bits.
pub fn make_totp_secret(rng: &mut impl CryptoRngCore) -> TotpSecret {
    let mut bytes = vec![0; SECRET_LEN];
    rng.fill_bytes(&mut bytes);
    TotpSecret(bytes)
}

/// The step whose code this is: the current one, the one before or the one after (RFC 6238, 5.2), since `after`. None for any other
/// code. The caller remembers the step, so that no code counts twice.
pub fn totp_step(secret: &TotpSecret, code: &str, now: Timestamp, after: Option<i64>) -> Option<i64> {
    let current = now.0.div_euclid(TOTP_STEP_MS);
    let mut steps = (current - 1..=current + 1).filter(|step| after.is_none_or(|after| after < *step));
    steps.find(|step| hotp(secret, *step) == code)
}

/// What an authenticator app reads: `otpauth://totp/…`. It carries the secret.
pub fn totp_uri(secret: &TotpSecret, venue: &str, name: &str) -> String {
    let (venue, name) = (escaped(venue), escaped(name));
    let secret = base32(&secret.0);
    format!("otpauth://totp/{venue}:{name}?secret={secret}&issuer={venue}&algorithm=SHA1&digits=6&period=30")
}

/// The same secret for whoever types it into the app, in groups of four.
pub fn totp_text(secret: &TotpSecret) -> Zeroizing<String> {
    let letters = Zeroizing::new(base32(&secret.0));
    let groups = letters.as_bytes().chunks(4).map(String::from_utf8_lossy);
    Zeroizing::new(groups.collect::<Vec<_>>().join(" "))
}

/// RFC 4226, 5.3, with six digits.
fn hotp(secret: &TotpSecret, counter: i64) -> String {
    let mut mac = <Hmac<Sha1> as Mac>::new_from_slice(&secret.0).expect("HMAC takes keys of any length");
    mac.update(&counter.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let offset = usize::from(hash[19] & 0x0f);
    let word = hash[offset..offset + 4]
        .try_into()
        .expect("four bytes are four bytes");
    let number = u32::from_be_bytes(word) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

/// RFC 4648, 6, without padding.
fn base32(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let letter = |five: &[u8]| {
        let bits = five.iter().fold(0_u8, |bits, bit| bits << 1 | bit);
        char::from(LETTERS[usize::from(bits << (5 - five.len()))])
    };
    let bits: Vec<u8> = bytes
        .iter()
        .flat_map(|byte| (0..8).rev().map(move |place| byte >> place & 1))
        .collect();
    bits.chunks(5).map(letter).collect()
}

/// RFC 3986, 2.1: all but the unreserved characters.
fn escaped(text: &str) -> String {
    let one = |byte: u8| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            char::from(byte).to_string()
        } else {
            format!("%{byte:02X}")
        }
    };
    text.bytes().map(one).collect()
}

#[cfg(test)]
mod tests {
    use rand_core::OsRng;

    use super::*;

    fn rfc_secret() -> TotpSecret {
        TotpSecret(b"12345678901234567890".to_vec())
    }

    /// RFC 6238, appendix B, the rows of SHA1, last six of the eight digits.
    #[test]
    fn the_codes_are_those_of_the_rfc() {
        let rows = [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ];
        for (seconds, code) in rows {
            assert_eq!(hotp(&rfc_secret(), seconds / 30), code, "{seconds}");
        }
    }

    #[test]
    fn a_code_counts_for_three_steps_and_once() {
        let (secret, now) = (rfc_secret(), Timestamp(59_000));
        let step = |at, after| totp_step(&secret, "287082", at, after);
        assert_eq!(step(now, None), Some(1));
        assert_eq!(step(Timestamp(0), None), Some(1), "a phone that is early");
        assert_eq!(step(Timestamp(89_999), None), Some(1), "a phone that is late");
        assert_eq!(step(Timestamp(90_000), None), None);
        assert_eq!(step(now, Some(0)), Some(1));
        assert_eq!(step(now, Some(1)), None, "used");
        for wrong in ["287083", "", "28708", "2870820", " 287082"] {
            assert_eq!(totp_step(&secret, wrong, now, None), None, "{wrong}");
        }
    }

    #[test]
    fn an_app_reads_the_address() {
        assert_eq!(
            totp_uri(&rfc_secret(), "Café am See", "Office"),
            "otpauth://totp/Caf%C3%A9%20am%20See:Office?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
             &issuer=Caf%C3%A9%20am%20See&algorithm=SHA1&digits=6&period=30"
        );
        assert_eq!(
            totp_text(&rfc_secret()).as_str(),
            "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ"
        );
        // RFC 4648, 10.
        for (bytes, text) in [
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foob", "MZXW6YQ"),
            ("foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(base32(bytes.as_bytes()), text);
        }
        assert_eq!(make_totp_secret(&mut OsRng).0.len(), SECRET_LEN);
    }
}
