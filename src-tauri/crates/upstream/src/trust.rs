//! Whose certificates are believed: those of the machine, and of an authority of the venue's own if there is one.

use std::{fs, io, path::Path, sync::Arc};

use rustls::{
    ClientConfig, RootCertStore, crypto,
    pki_types::{CertificateDer, pem::PemObject},
};

use crate::UpstreamError;

/// The certificates in the file, of which there must be one at least.
pub(crate) fn own_authority(file: Option<&Path>) -> Result<Vec<CertificateDer<'static>>, UpstreamError> {
    let Some(file) = file else {
        return Ok(Vec::new());
    };
    let unread = |source| UpstreamError::File {
        what: "file with the authority's certificate",
        source,
    };
    let pem = fs::read(file).map_err(unread)?;
    let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&pem).collect();
    match certificates {
        Ok(found) if !found.is_empty() => Ok(found),
        Ok(_) => Err(unread(io::Error::from(io::ErrorKind::InvalidData))),
        Err(error) => Err(unread(io::Error::new(io::ErrorKind::InvalidData, error))),
    }
}

/// What an HTTP client needs to know to check a server's certificate. `lettre` makes its own of the same two sources.
pub(crate) fn client_config(own: Vec<CertificateDer<'static>>) -> Result<ClientConfig, UpstreamError> {
    let mut roots = RootCertStore::empty();
    // Certificates that cannot be parsed are nothing new on a machine; one of them too few is noticed when a server is refused.
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    for certificate in own {
        roots.add(certificate).map_err(UpstreamError::Trust)?;
    }
    // Named, not the process's default: two libraries that each bring one would otherwise panic when the first client is made.
    let config = ClientConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(UpstreamError::Trust)?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_a_certificate_is_told_before_the_first_message() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("authority.pem");
        for content in [
            "",
            "no certificate",
            "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n",
        ] {
            fs::write(&path, content).unwrap();
            assert!(
                matches!(own_authority(Some(&path)), Err(UpstreamError::File { .. })),
                "{content:?}"
            );
        }
        assert!(own_authority(None).unwrap().is_empty());
        let not_x509 = CertificateDer::from(vec![0x30, 0x00]);
        assert!(matches!(
            client_config(vec![not_x509]),
            Err(UpstreamError::Trust(_))
        ));
    }
}
