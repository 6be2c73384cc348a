//! The owner's keys and the file that holds them: age-encryption.org/v1 under a passphrase, so that the stock `age` opens it.

use std::{
    fmt,
    io::{Read, Write},
};

use age::secrecy::SecretString;
use base64::{Engine, engine::general_purpose::STANDARD};
use ed25519_dalek::SigningKey;
use rand_core::CryptoRngCore;
use zeroize::Zeroizing;

use crate::{
    VaultError,
    hazmat::{self, Secret},
};

/// scrypt with N = 2^17: what the age tools choose, about a second on a small machine.
const WORK_FACTOR: u8 = 17;
/// Files that ask for more than 2^20 are refused: they would stop a small machine for minutes.
const HIGHEST_WORK_FACTOR: u8 = 20;
const SEALING: &str = "einlass-owner-x25519: ";
const SIGNING: &str = "einlass-owner-ed25519: ";

/// The owner's private keys: X25519 opens records and releases, Ed25519 signs.
pub struct OwnerKey {
    sealing: Secret,
    signing: SigningKey,
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

impl OwnerKey {
    /// Fresh keys.
    pub fn make(rng: &mut impl CryptoRngCore) -> Self {
        let (sealing, _) = hazmat::make_x25519(rng);
        Self::of(sealing, SigningKey::generate(rng)).expect("a made key is a key")
    }

    fn of(sealing: Secret, signing: SigningKey) -> Result<Self, VaultError> {
        let public = OwnerPublic {
            sealing: hazmat::x25519_public(&sealing).map_err(|_| VaultError::OwnerFileContent)?,
            signing: signing.verifying_key().to_bytes(),
        };
        Ok(Self {
            sealing,
            signing,
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

    /// The owner's key file: age v1, one scrypt recipient.
    pub fn to_file(&self, passphrase: &str) -> Vec<u8> {
        let text = Zeroizing::new(format!(
            "# The owner's key of an Einlass venue. Who holds it and a day's key can open that day's visitor list.\n\
             {SEALING}{}\n{SIGNING}{}\n",
            *Zeroizing::new(STANDARD.encode(self.sealing.as_slice())),
            *Zeroizing::new(STANDARD.encode(self.signing.to_bytes())),
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
        file
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
        let sealing = read_key(&text, SEALING)?;
        let signing = SigningKey::from_bytes(&*read_key(&text, SIGNING)?);
        Self::of(sealing, signing)
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
        let file = owner.to_file("a long passphrase");
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
}
