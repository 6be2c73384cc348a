//! Files for the owner's eyes: age-encryption.org/v1 with the owner's key as the recipient. The stock `age` opens them.

use std::io::{self, Read, Write};

use crate::{
    VaultError,
    owner::{OwnerKey, OwnerPublic},
};

/// Encrypts all of `from` to the owner. Says how many bytes went in.
///
/// # Errors
/// When reading or writing fails; what was written then is not a whole file and does not open.
pub fn seal_file(owner: &OwnerPublic, from: &mut impl Read, to: impl Write) -> io::Result<u64> {
    let recipient = owner.age_recipient().parse::<age::x25519::Recipient>();
    let recipient = recipient.map_err(|why| io::Error::new(io::ErrorKind::InvalidData, why))?;
    let recipients = std::iter::once(&recipient as &dyn age::Recipient);
    let encryptor = age::Encryptor::with_recipients(recipients).expect("there is a recipient");
    let mut writer = encryptor.wrap_output(to)?;
    let bytes = io::copy(from, &mut writer)?;
    writer.finish()?.flush()?;
    Ok(bytes)
}

/// Opens such a file with the owner's key.
///
/// # Errors
/// [`SealedFileError::NotForThisKey`], or reading and writing fails; a changed or truncated file is found at the latest at its end,
/// so nothing that was written counts before this has returned.
pub fn open_file(owner: &OwnerKey, from: impl Read, to: &mut impl Write) -> Result<u64, SealedFileError> {
    let identity = owner.age_identity().parse::<age::x25519::Identity>();
    let identity = identity.map_err(|_| SealedFileError::NotForThisKey(VaultError::OwnerFileContent))?;
    let refused = |_| SealedFileError::NotForThisKey(VaultError::Wrap);
    let decryptor = age::Decryptor::new(from).map_err(refused)?;
    let identities = std::iter::once(&identity as &dyn age::Identity);
    let mut reader = decryptor.decrypt(identities).map_err(refused)?;
    io::copy(&mut reader, to).map_err(SealedFileError::Io)
}

/// Why a sealed file does not open.
#[derive(Debug, thiserror::Error)]
pub enum SealedFileError {
    /// It is not an age file, or it is sealed to somebody else.
    #[error("the file is not sealed to this owner's key")]
    NotForThisKey(#[source] VaultError),
    /// It is cut short or changed, or cannot be read or written.
    #[error("the file is cut short or changed, or it cannot be read or written")]
    Io(#[source] io::Error),
}

#[cfg(test)]
mod tests {
    use rand_core::OsRng;

    use super::*;

    #[test]
    fn the_owner_opens_it_and_nobody_else_and_only_whole() {
        let owner = OwnerKey::make(&mut OsRng);
        let text = vec![7; 200_000];
        let mut file = Vec::new();
        assert_eq!(
            seal_file(&owner.public(), &mut text.as_slice(), &mut file).unwrap(),
            200_000
        );
        let open = |key: &OwnerKey, file: &[u8]| {
            let mut opened = Vec::new();
            open_file(key, file, &mut opened).map(|_| opened)
        };
        assert_eq!(open(&owner, &file).unwrap(), text);
        let other = OwnerKey::make(&mut OsRng);
        assert!(matches!(
            open(&other, &file),
            Err(SealedFileError::NotForThisKey(_))
        ));
        assert!(matches!(
            open(&owner, &file[..file.len() - 1]),
            Err(SealedFileError::Io(_))
        ));
        assert!(matches!(
            open(&owner, b"no age file"),
            Err(SealedFileError::NotForThisKey(_))
        ));
        file[150_000] ^= 1;
        assert!(matches!(open(&owner, &file), Err(SealedFileError::Io(_))));
    }
}
