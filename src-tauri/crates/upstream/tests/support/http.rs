//! A gateway on loopback: answers each request with what it was told to, and keeps what it was asked.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpListener,
    sync::{
        Arc,
        mpsc::{Receiver, channel},
    },
    thread,
    time::Duration,
};

use rustls::{
    ServerConfig, ServerConnection, StreamOwned, crypto,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};

use super::authority::Issued;

/// The gateway; its thread ends with the test program.
pub(crate) struct HttpServer {
    pub(crate) port: u16,
    asked: Receiver<Asked>,
}

/// One request.
#[derive(Debug)]
pub(crate) struct Asked {
    /// `POST /send?… HTTP/1.1`
    pub(crate) line: String,
    /// Names in small letters.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Asked {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(found, _)| found == name);
        found.map(|(_, value)| value.as_str())
    }
}

impl HttpServer {
    /// Answers with `head` (status and headers, each line ended), over TLS if there is a certificate.
    pub(crate) fn start(head: &str, issued: Option<&Issued>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let answer = format!("HTTP/1.1 {head}Content-Length: 0\r\nConnection: close\r\n\r\n");
        let tls = issued.map(tls_config);
        let (sender, asked) = channel();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let stream = stream.unwrap();
                let exchanged = match &tls {
                    None => exchange(stream, &answer),
                    Some(tls) => {
                        let connection = ServerConnection::new(Arc::clone(tls)).unwrap();
                        exchange(StreamOwned::new(connection, stream), &answer)
                    }
                };
                // Who does not believe the certificate leaves before asking.
                if let Ok(request) = exchanged {
                    let _ = sender.send(request);
                }
            }
        });
        Self { port, asked }
    }

    /// The request that has come in.
    pub(crate) fn asked(&self) -> Asked {
        self.asked
            .recv_timeout(Duration::from_secs(60))
            .expect("somebody asks")
    }

    /// Whether nobody has asked so far.
    pub(crate) fn was_not_asked(&self) -> bool {
        self.asked.try_recv().is_err()
    }
}

fn exchange(stream: impl Read + Write, answer: &str) -> std::io::Result<Asked> {
    let mut stream = BufReader::new(stream);
    let mut line = String::new();
    stream.read_line(&mut line)?;
    let mut headers = Vec::new();
    loop {
        let mut header = String::new();
        stream.read_line(&mut header)?;
        let Some((name, value)) = header.trim_end().split_once(": ") else {
            break;
        };
        headers.push((name.to_lowercase(), value.to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let mut body = vec![0; length.map_or(0, |(_, length)| length.parse().unwrap())];
    stream.read_exact(&mut body)?;
    stream.get_mut().write_all(answer.as_bytes())?;
    stream.get_mut().flush()?;
    Ok(Asked {
        line: line.trim_end().to_owned(),
        headers,
        body: String::from_utf8(body).unwrap(),
    })
}

fn tls_config(issued: &Issued) -> Arc<ServerConfig> {
    let certificate = CertificateDer::from_pem_slice(&fs::read(&issued.certificate).unwrap()).unwrap();
    let key = PrivateKeyDer::from_pem_slice(&fs::read(&issued.key).unwrap()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    Arc::new(config)
}
