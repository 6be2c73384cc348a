//! Which hosts are this machine itself: the only ones that may be spoken to without encryption.

use std::net::IpAddr;

/// Whether `host` can only be this machine: a loopback address, or `localhost` (RFC 6761, 6.3).
pub(crate) fn is_loopback(host: &str) -> bool {
    let bare = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or(host);
    host == "localhost" || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_this_machine() {
        for host in ["localhost", "127.0.0.1", "127.1.2.3", "::1", "[::1]"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in [
            "",
            "10.0.0.1",
            "0.0.0.0",
            "localhost.example.com",
            "127.0.0.1.example.com",
            "::",
            "127.1",
        ] {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
