//! The signature of a pass. Format of claims and text: `einlass_domain::pass`.

use std::fmt;

use ed25519_dalek::{Signer, SigningKey};
use einlass_domain::{
    id::IssuerId,
    pass::{PassClaims, PassError, UnverifiedPass},
    time::Day,
};
use rand_core::CryptoRngCore;

use crate::{
    hazmat::Secret,
    keys::{signing_key, verify},
};

signing_key! {
    /// Signs the venue's passes (Ed25519, RFC 8032).
    PassSigner
}

impl PassSigner {
    /// The issuer's name, for the claims.
    pub fn issuer(&self) -> IssuerId {
        IssuerId::of(&self.public())
    }

    /// The text of the code.
    ///
    /// # Errors
    /// [`PassError::Malformed`] when a day cannot be written.
    pub fn sign(&self, claims: &PassClaims) -> Result<String, PassError> {
        claims.to_text(&self.0.sign(&claims.signed_bytes()?).to_bytes())
    }
}

impl fmt::Debug for PassSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PassSigner({})", self.issuer())
    }
}

/// Reads the bytes of a code in the order length, alphabet, version, layout, issuer, signature, days.
///
/// # Errors
/// The first check that fails.
pub fn verify_pass(code: &[u8], pass_key: &[u8; 32], today: Day) -> Result<PassClaims, PassError> {
    let pass = UnverifiedPass::parse(code)?;
    if pass.issuer() != IssuerId::of(pass_key) {
        return Err(PassError::Issuer);
    }
    let claims = pass.verified(|signed, signature| verify(pass_key, signed, signature))?;
    claims.check_days(today)?;
    Ok(claims)
}

#[cfg(test)]
mod tests {
    use einlass_domain::{pass::ProfileKey, pin_id::PinId};
    use rand_core::OsRng;

    use super::*;

    const PIN_ID: u64 = 572_000_000_015;

    fn claims(signer: &PassSigner) -> PassClaims {
        PassClaims {
            issuer: signer.issuer(),
            pin_id: PinId::from_number(PIN_ID).unwrap(),
            profile_key: ProfileKey::from_bytes(*b"0123456789abcdef"),
            valid_from: Day(20_778),
            valid_until: Day(21_143),
        }
    }

    /// The shipped format, frozen: these passes are in people's pockets.
    #[test]
    fn the_vector_of_version_1_is_still_read_and_written() {
        let signer = PassSigner::from_bytes(&Secret::new(*b"einlass pass vector 1 secret key"));
        assert_eq!(signer.issuer().to_string(), "f9abaf19a5807c7d");
        let text = concat!(
            "EL1:FPV56MN-K9XFS$G$WRI-1*96DL6WW66:6JB7WJC6VCL+CD QZ98LC2M0T:$ADQ7L69Q-V4DR$",
            "897THY.S5IM7*4K8Q1.EJMT:%45C6S4KL3I+WUV:C%%24LF16J+MU:KRS$P6%6G5HGSMW%7CW7",
        );
        let read = verify_pass(text.as_bytes(), &signer.public(), Day(20_778));
        assert_eq!(read, Ok(claims(&signer)));
        assert_eq!(
            signer.sign(&claims(&signer)).unwrap(),
            text,
            "Ed25519 is deterministic"
        );
    }

    #[test]
    fn a_signed_pass_is_taken_and_each_other_one_named() {
        let signer = PassSigner::make(&mut OsRng);
        let text = signer.sign(&claims(&signer)).unwrap();
        let verify = |text: &str, day| verify_pass(text.as_bytes(), &signer.public(), Day(day));
        assert_eq!(verify(&text, 20_778).unwrap(), claims(&signer));
        assert_eq!(verify(&text, 20_777), Err(PassError::NotYet));
        assert_eq!(verify(&text, 21_144), Err(PassError::Expired));

        let other = PassSigner::make(&mut OsRng);
        assert_eq!(
            verify(&other.sign(&claims(&other)).unwrap(), 20_778),
            Err(PassError::Issuer)
        );
        let forged = other.sign(&claims(&signer)).unwrap();
        assert_eq!(
            verify(&forged, 20_778),
            Err(PassError::Signature),
            "claims another's key"
        );
        assert_eq!(
            verify(&forged, 1),
            Err(PassError::Signature),
            "the signature is asked before the days"
        );
    }
}
