//! A password that stands in a file of its own, out of the settings.

use std::{
    fmt,
    fs::File,
    io::{self, Read},
    os::unix::fs::PermissionsExt,
    path::Path,
};

use zeroize::Zeroizing;

use crate::UpstreamError;

/// Longer than any password, shorter than a file that somebody named by mistake.
const LONGEST_BYTES: u64 = 4_096;

/// A password.
#[derive(Clone)]
pub(crate) struct Secret(Zeroizing<String>);

impl Secret {
    /// Reads the file; the line's end is not part of the password.
    ///
    /// The group may read it: systemd hands a service's credentials out by an access control list, which shows as the group's rights.
    pub(crate) fn read(path: &Path) -> Result<Self, UpstreamError> {
        let unread = |source| UpstreamError::File {
            what: "password file",
            source,
        };
        let file = File::open(path).map_err(unread)?;
        let mode = file.metadata().map_err(unread)?.permissions().mode();
        if mode & 0o007 != 0 {
            return Err(UpstreamError::ExposedPassword);
        }
        let mut text = Zeroizing::new(String::new());
        let read = file
            .take(LONGEST_BYTES + 1)
            .read_to_string(&mut text)
            .map_err(unread)?;
        let line = text.strip_suffix('\n').unwrap_or(&text);
        let line = line.strip_suffix('\r').unwrap_or(line);
        if line.is_empty() || read as u64 > LONGEST_BYTES || line.contains(char::is_control) {
            return Err(unread(io::Error::from(io::ErrorKind::InvalidData)));
        }
        Ok(Self(Zeroizing::new(line.to_owned())))
    }

    /// The password, for the one place that shows it to the server.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, Permissions};

    use super::*;

    fn read(content: &[u8], mode: u32) -> Result<Secret, UpstreamError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("password");
        fs::write(&path, content).unwrap();
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        Secret::read(&path)
    }

    #[test]
    fn a_password_is_one_line_of_a_file_that_others_cannot_read() {
        assert_eq!(
            read("pass wörd \n".as_bytes(), 0o600).unwrap().expose(),
            "pass wörd "
        );
        assert_eq!(read(b"secret\r\n", 0o440).unwrap().expose(), "secret");
        assert_eq!(read(b"secret", 0o400).unwrap().expose(), "secret");
        assert!(matches!(
            read(b"secret", 0o604),
            Err(UpstreamError::ExposedPassword)
        ));
        for not_one_line in [
            b"".as_slice(),
            b"\n",
            b"a\nb\n",
            b"a\r\nRSET",
            b"\xff",
            &[b'x'; 4_097],
        ] {
            assert!(
                matches!(read(not_one_line, 0o600), Err(UpstreamError::File { .. })),
                "{not_one_line:?}"
            );
        }
        assert!(matches!(
            Secret::read(Path::new("/nowhere/password")),
            Err(UpstreamError::File { .. })
        ));
    }

    #[test]
    fn debug_shows_nothing() {
        let secret = read(b"secret", 0o600).unwrap();
        assert_eq!(format!("{secret:?}"), "Secret(…)");
    }
}
