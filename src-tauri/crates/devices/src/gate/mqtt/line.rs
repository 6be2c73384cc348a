//! The line to the broker: TCP, or TLS on it, with a deadline for each step.

use std::{
    fs,
    io::{self, Read, Write},
    net::{TcpStream, ToSocketAddrs},
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use rustls::{
    ClientConfig, ClientConnection, RootCertStore, Stream, crypto,
    pki_types::{CertificateDer, ServerName, pem::PemObject},
};

use super::{ANSWER, MqttTarget, Trouble, rest};

/// Bytes to the broker and back.
pub(super) struct Line {
    tcp: TcpStream,
    /// Where an authority was given that the broker has to be of.
    tls: Option<Box<ClientConnection>>,
}

impl Line {
    /// Looking up a host name is up to the operating system and has no deadline; an address needs none.
    pub(super) fn open(target: &MqttTarget, by: Instant) -> Result<Self, Trouble> {
        let host = target.host.trim_matches(['[', ']']);
        let tls = target.authority.as_deref().map(|file| sealed(host, file));
        let tls = tls.transpose()?.map(Box::new);
        let tcp = connect((host, target.port), by)?;
        tcp.set_nodelay(true)?;
        tcp.set_write_timeout(Some(ANSWER))?;
        let mut line = Self { tcp, tls };
        line.shake_hands(by)?;
        Ok(line)
    }

    /// Until the broker has proved who it is. Step by step, so that one that sends a byte now and then keeps nobody waiting.
    fn shake_hands(&mut self, by: Instant) -> Result<(), Trouble> {
        let Self { tcp, tls: Some(tls) } = self else {
            return Ok(());
        };
        while tls.is_handshaking() || tls.wants_write() {
            if tls.wants_write() {
                tls.write_tls(tcp)?;
                continue;
            }
            tcp.set_read_timeout(Some(rest(by).ok_or(Trouble::Silent)?))?;
            match tls.read_tls(tcp) {
                Ok(0) => return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into()),
                Ok(_) => {
                    if let Err(error) = tls.process_new_packets() {
                        // Why it hangs up; whether the other end hears it changes nothing.
                        let _ = tls.write_tls(tcp);
                        return Err(Trouble::Impostor(error));
                    }
                }
                Err(error) if is_only_late(&error) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    pub(super) fn say(&mut self, bytes: &[u8]) -> Result<(), Trouble> {
        match &mut self.tls {
            Some(tls) => Stream::new(tls.as_mut(), &mut self.tcp).write_all(bytes)?,
            None => self.tcp.write_all(bytes)?,
        }
        Ok(())
    }

    /// What comes within this time, perhaps nothing.
    pub(super) fn hear(&mut self, wait: Duration) -> Result<Vec<u8>, Trouble> {
        let mut buffer = [0; 1024];
        self.tcp.set_read_timeout(Some(wait))?;
        let came = match &mut self.tls {
            Some(tls) => Stream::new(tls.as_mut(), &mut self.tcp).read(&mut buffer),
            None => self.tcp.read(&mut buffer),
        };
        match came {
            Ok(0) => Err(io::Error::from(io::ErrorKind::UnexpectedEof).into()),
            Ok(count) => Ok(buffer[..count].to_vec()),
            Err(error) if is_only_late(&error) => Ok(Vec::new()),
            Err(error) => Err(error.into()),
        }
    }
}

fn connect(to: (&str, u16), by: Instant) -> Result<TcpStream, Trouble> {
    let mut failure = io::Error::from(io::ErrorKind::NotFound);
    for address in to.to_socket_addrs()? {
        let wait = rest(by).ok_or(Trouble::Silent)?;
        match TcpStream::connect_timeout(&address, wait) {
            Ok(tcp) => return Ok(tcp),
            Err(error) => failure = error,
        }
    }
    Err(failure.into())
}

/// A conversation with nobody but who has a certificate for this host from an authority in the file.
fn sealed(host: &str, authority: &Path) -> Result<ClientConnection, Trouble> {
    let pem = fs::read(authority).map_err(Trouble::Authority)?;
    let unusable = |_| Trouble::Authority(io::ErrorKind::InvalidData.into());
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(&pem) {
        let certificate = certificate.map_err(unusable)?;
        roots.add(certificate).map_err(Trouble::Impostor)?;
    }
    if roots.is_empty() {
        return Err(Trouble::Authority(io::ErrorKind::InvalidData.into()));
    }
    let name = ServerName::try_from(host.to_owned())
        .map_err(|_| Trouble::from(io::Error::from(io::ErrorKind::InvalidInput)))?;
    // Named, not the process's default: whoever else brings one changes nothing here.
    let config = ClientConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(Trouble::Impostor)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    ClientConnection::new(Arc::new(config), name).map_err(Trouble::Impostor)
}

fn is_only_late(error: &io::Error) -> bool {
    use io::ErrorKind::{Interrupted, TimedOut, WouldBlock};
    matches!(error.kind(), TimedOut | WouldBlock | Interrupted)
}
