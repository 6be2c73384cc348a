//! What the owner and staff do without a screen: with `einlass-ctl`, as they would call it, and with the tools that anybody can
//! get. Whatever they do, no secret is ever printed.

mod backup;
mod certificate;
mod lists;
mod paper;
mod posters;
mod settings;
mod staff;
mod stock_tools;
mod visit;

use std::path::Path;

use einlass_tests::{Answer, PASSPHRASE, Venue};

/// A member of staff.
struct Staff {
    name: &'static str,
    pin: &'static str,
}

const EVA: Staff = Staff {
    name: "Eva",
    pin: "246813",
};
const BO: Staff = Staff {
    name: "Bo",
    pin: "97531086",
};

impl Staff {
    /// Is made one, with a role.
    fn join(&self, venue: &Venue, role: &str) -> Answer {
        let pin = self.pin_file(venue);
        venue.ask(&[
            "staff",
            "add",
            "--name",
            self.name,
            "--role",
            role,
            "--pin-file",
            &pin,
        ])
    }

    /// Asks for something, with the own name and PIN.
    fn ask(&self, venue: &Venue, args: &[&str]) -> Answer {
        let pin = self.pin_file(venue);
        venue.ask(&[args, &["--staff", self.name, "--pin-file", &pin]].concat())
    }

    fn pin_file(&self, venue: &Venue) -> String {
        plain(&venue.write_file(&format!("pin-of-{}", self.name), &format!("{}\n", self.pin)))
    }
}

/// The path as an argument.
fn plain(path: &Path) -> String {
    path.to_str()
        .expect("temporary folders have plain names")
        .to_owned()
}

/// How many events there are: everything that somebody does is one.
fn events(venue: &Venue) -> u64 {
    let status = venue.status();
    status["events"]
        .as_u64()
        .unwrap_or_else(|| panic!("no events in {status}"))
}

/// Nothing that was printed on the way holds the secrets, the passphrase or a PIN.
fn assert_unprinted(venue: &Venue, secrets: &[&str]) {
    let printed = venue.printed().to_lowercase();
    for secret in [&[PASSPHRASE, EVA.pin, BO.pin], secrets].concat() {
        assert!(
            !printed.contains(&secret.to_lowercase()),
            "{secret:?} was printed: {printed}"
        );
    }
}
