//! How the device key lies on the machine. Everything else on it is sealed under that key.

use std::{
    io::{self, Write},
    process::{Command, Stdio},
};

use einlass_vault::DeviceKey;
use zeroize::Zeroizing;

/// What seals the device key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealedBy {
    /// The TPM of this machine, through systemd-creds.
    Tpm,
    /// The host key of this machine, through systemd-creds: a copy of the data folder alone does not open, a copy of the disk does.
    SystemdCredential,
    /// Nothing: it lies in a file that only the kiosk's user can read.
    File,
}

/// Seals and opens the device key.
pub trait KeySealer {
    /// What it seals with.
    fn sealed_by(&self) -> SealedBy;

    /// The bytes to store for `key`.
    ///
    /// # Errors
    /// When the machine refuses.
    fn seal(&self, key: &DeviceKey) -> io::Result<Vec<u8>>;

    /// The key in stored bytes.
    ///
    /// # Errors
    /// When they were sealed elsewhere, or are damaged.
    fn open(&self, stored: &[u8]) -> io::Result<DeviceKey>;
}

impl SealedBy {
    /// All ways, best first.
    pub const ALL: [Self; 3] = [Self::Tpm, Self::SystemdCredential, Self::File];

    /// The best way that this machine offers by itself: its TPM, else a file. systemd's host key is used when asked for; it needs
    /// the rights of root.
    pub fn best_here() -> Self {
        let has_tpm = Command::new("systemd-creds")
            .args(["has-tpm2", "--quiet"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        if has_tpm.is_ok_and(|status| status.success()) {
            Self::Tpm
        } else {
            Self::File
        }
    }

    /// What does it.
    pub fn sealer(self) -> Box<dyn KeySealer> {
        match self {
            Self::Tpm | Self::SystemdCredential => Box::new(SystemdCreds(self)),
            Self::File => Box::new(HostFile),
        }
    }

    /// The ending of the file's name, which says how it was sealed.
    pub(crate) fn ending(self) -> &'static str {
        match self {
            Self::Tpm => "tpm2",
            Self::SystemdCredential => "cred",
            Self::File => "key",
        }
    }
}

/// The key in clear, in a file for its owner alone.
struct HostFile;

impl KeySealer for HostFile {
    fn sealed_by(&self) -> SealedBy {
        SealedBy::File
    }

    fn seal(&self, key: &DeviceKey) -> io::Result<Vec<u8>> {
        Ok(key.expose().to_vec())
    }

    fn open(&self, stored: &[u8]) -> io::Result<DeviceKey> {
        let key = stored.try_into().map(Zeroizing::new);
        key.map(DeviceKey::from_bytes)
            .map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "a device key has 32 bytes"))
    }
}

/// systemd-creds(1): AES-256-GCM under a key of the TPM, or of the file `/var/lib/systemd/credential.secret`.
struct SystemdCreds(SealedBy);

const CREDENTIAL: &str = "--name=einlass-device-key";

impl KeySealer for SystemdCreds {
    fn sealed_by(&self) -> SealedBy {
        self.0
    }

    fn seal(&self, key: &DeviceKey) -> io::Result<Vec<u8>> {
        let with = match self.0 {
            SealedBy::Tpm => "--with-key=tpm2",
            SealedBy::SystemdCredential | SealedBy::File => "--with-key=host",
        };
        systemd_creds(&["encrypt", with, CREDENTIAL, "-", "-"], key.expose().as_slice())
            .map(|bytes| bytes.to_vec())
    }

    fn open(&self, stored: &[u8]) -> io::Result<DeviceKey> {
        HostFile.open(&systemd_creds(&["decrypt", CREDENTIAL, "-", "-"], stored)?)
    }
}

fn systemd_creds(arguments: &[&str], input: &[u8]) -> io::Result<Zeroizing<Vec<u8>>> {
    let mut child = Command::new("systemd-creds")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let mut stdin = child.stdin.take().expect("the pipe was asked for");
    stdin.write_all(input)?;
    drop(stdin);
    let output = child.wait_with_output()?;
    let (status, bytes) = (output.status, Zeroizing::new(output.stdout));
    if status.success() {
        Ok(bytes)
    } else {
        let why = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        Err(io::Error::other(format!("systemd-creds {}: {why}", arguments[0])))
    }
}

#[cfg(test)]
mod tests {
    use rand_core::OsRng;

    use super::*;

    /// The contract that every sealer keeps.
    fn keeps_its_contract(sealer: &dyn KeySealer) -> Vec<u8> {
        let key = DeviceKey::make(&mut OsRng);
        let stored = sealer.seal(&key).unwrap();
        assert_eq!(sealer.open(&stored).unwrap().expose(), key.expose());
        assert!(sealer.open(&stored[..stored.len() / 2]).is_err());
        assert!(sealer.open(b"").is_err());
        let hides = !stored.windows(32).any(|window| window == key.expose().as_slice());
        assert_eq!(
            hides,
            sealer.sealed_by() != SealedBy::File,
            "and says honestly what it does"
        );
        stored
    }

    #[test]
    fn a_file_keeps_the_contract() {
        keeps_its_contract(&HostFile);
    }

    #[test]
    fn systemd_keeps_the_contract_where_it_can() {
        let sealer = SystemdCreds(SealedBy::SystemdCredential);
        let can = Command::new("systemd-creds").arg("setup").output();
        if !can.is_ok_and(|output| output.status.success()) {
            eprintln!("not tried: systemd-creds is not here, or this user may not use it");
            return;
        }
        let mut stored = keeps_its_contract(&sealer);
        let middle = stored.len() / 2;
        stored[middle] = if stored[middle] == b'A' { b'B' } else { b'A' };
        assert!(
            sealer.open(&stored).is_err(),
            "a changed credential does not open"
        );
    }
}
