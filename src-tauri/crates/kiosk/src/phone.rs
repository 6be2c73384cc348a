//! The pass on the phone: how a new pass gets there, and which of its codes open the door.

use std::{borrow::Cow, collections::BTreeMap, fmt, str::FromStr};

use einlass_domain::{
    pass::{PassClaims, PassError},
    phone::{Handle, PHONE_PREFIX, PhoneCode, Step},
    retention::ClockState,
    time::Clock,
};
use einlass_receipt::{CodeOutline, code_outline};
use einlass_vault::verify_pass;
use rand_core::CryptoRngCore;
use zeroize::Zeroizing;

use crate::entrance::Entrance;
use crate::verdict::NewPass;

/// Where the venue has put the page that shows passes on phones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhonePage(String);

/// The text is no address that phones could open the page at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the phone's page is at an address of at most {} characters that begins with https:// and has no #",
    PhonePage::LONGEST
)]
pub struct NotAPhonePage;

impl PhonePage {
    /// So long that the code on the screen is still read at arm's length: QR version 11-L with what the pass needs.
    const LONGEST: usize = 200;
}

/// Browsers lend their ciphers to pages of `https` only, and to those of their own machine, for trying things out.
impl FromStr for PhonePage {
    type Err = NotAPhonePage;

    fn from_str(text: &str) -> Result<Self, NotAPhonePage> {
        let starts = ["https://", "http://localhost:", "http://127.0.0.1:"];
        let rest = starts.iter().find_map(|start| text.strip_prefix(start));
        let is_address = rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
            && text.len() <= Self::LONGEST
            && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#');
        is_address.then(|| Self(text.to_owned())).ok_or(NotAPhonePage)
    }
}

/// The way of a new pass onto its holder's phone: a code that the phone reads. Wiped with the screen that it is on.
#[derive(Clone, PartialEq, Eq)]
pub enum ToPhone {
    /// The venue has no page for phones.
    NotOffered,
    /// Nobody has asked for it yet.
    Offered(CodeOutline),
    /// It is on the screen.
    Shown(CodeOutline),
}

impl ToPhone {
    /// The code of this link, to be asked for.
    pub(crate) fn offer(link: Option<&str>) -> Self {
        let outline = link.and_then(|link| code_outline(link).ok());
        outline.map_or(Self::NotOffered, Self::Offered)
    }

    /// Somebody asks for it.
    pub(crate) fn shown(self) -> Self {
        match self {
            Self::Offered(outline) => Self::Shown(outline),
            Self::NotOffered | Self::Shown(_) => self,
        }
    }
}

/// Says how far it is and nothing of the pass.
impl fmt::Debug for ToPhone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotOffered => "NotOffered",
            Self::Offered(_) => "Offered(…)",
            Self::Shown(_) => "Shown(…)",
        })
    }
}

/// The newest half minute of each pass whose phone was let through, as long as a code of it could still be fresh. What is older than
/// that was photographed: the phone itself has gone on. Kept in memory only; after a restart the time alone decides.
#[derive(Debug, Default)]
pub(crate) struct SeenPhones(BTreeMap<Handle, Step>);

impl SeenPhones {
    fn is_older(&self, code: &PhoneCode) -> bool {
        self.0.get(&code.handle).is_some_and(|newest| code.step < *newest)
    }

    fn note(&mut self, code: &PhoneCode, now: Step, clock: ClockState) {
        self.0.retain(|_, step| step.is_fresh(now, clock));
        self.0.insert(code.handle, code.step);
    }
}

impl<C: Clock, R: CryptoRngCore> Entrance<C, R> {
    /// The address that takes this new pass onto a phone. What stands behind its `#` is the pass: a browser keeps that to itself.
    pub fn phone_link(&self, pass: &NewPass, page: &PhonePage) -> Result<Zeroizing<String>, PassError> {
        let claims = verify_pass(pass.code.as_bytes(), &self.ledger.venue().pass_key, self.today())?;
        let given = self.ledger.keys().ring().pass_signer.phone_pass(&claims)?;
        Ok(Zeroizing::new(format!("{}#{}", page.0, *given.to_text())))
    }

    /// What a code says, on paper or on a phone.
    ///
    /// # Errors
    /// The first check that fails.
    pub(crate) fn read_code(&mut self, code: &[u8]) -> Result<PassClaims, PassError> {
        if !is_of_a_phone(code) {
            return verify_pass(code, &self.ledger.venue().pass_key, self.today());
        }
        let (claims, code) = self.open_phone_code(code)?;
        let now = Step::at(self.clock.now());
        self.seen_phones.note(&code, now, self.clock_state());
        Ok(claims)
    }

    /// What tells a new scan from one that is still in view: the code, or the pass, where the code of one and the same phone is a new
    /// one every half minute. A phone whose code is refused may show its next one at once.
    pub(crate) fn scan_name<'a>(&self, code: &'a [u8]) -> Cow<'a, [u8]> {
        if !is_of_a_phone(code) {
            return Cow::Borrowed(code);
        }
        match self.open_phone_code(code) {
            Ok((_, code)) => Cow::Owned([b"phone".as_slice(), &code.handle.0].concat()),
            Err(_) => Cow::Borrowed(code),
        }
    }

    fn open_phone_code(&self, code: &[u8]) -> Result<(PassClaims, PhoneCode), PassError> {
        let code = PhoneCode::parse(code)?;
        let (claims, step) = self.ledger.keys().ring().pass_signer.open_phone_code(&code)?;
        let now = Step::at(self.clock.now());
        if !step.is_fresh(now, self.clock_state()) || self.seen_phones.is_older(&code) {
            return Err(PassError::Stale);
        }
        claims.check_days(self.today())?;
        Ok((claims, code))
    }

    /// Whether the clock on the wall can be believed.
    pub(crate) fn clock_state(&self) -> ClockState {
        if self.ledger.is_clock_doubtful() {
            ClockState::Doubtful
        } else if self.clock.is_synchronised() {
            ClockState::Synchronised
        } else {
            ClockState::Running
        }
    }
}

fn is_of_a_phone(code: &[u8]) -> bool {
    code.starts_with(PHONE_PREFIX.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_phone_can_open_is_a_page() {
        for page in [
            "https://pass.example.org/",
            "https://example.org/einlass/?venue=1",
            "http://localhost:8080/",
            "http://127.0.0.1:8080/",
        ] {
            assert_eq!(page.parse(), Ok(PhonePage(page.to_owned())));
        }
        let long = format!("https://{}", "a".repeat(200));
        for page in [
            "",
            "https://",
            "https:///x",
            "example.org",
            "http://example.org",
            "http://localhost.example.org/",
            "https://example.org/#x",
            "https://example.org/a b",
            "https://exämple.org/",
            "javascript:alert(1)",
            long.as_str(),
        ] {
            assert_eq!(page.parse::<PhonePage>(), Err(NotAPhonePage), "{page}");
        }
    }
}
