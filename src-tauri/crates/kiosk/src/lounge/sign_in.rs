//! Who is it? A name, a personal PIN and, for those who change much, a code of the second factor.

use einlass_domain::staff::Role;

use crate::{second_factor::HalfSession, staff::Session};

/// Somebody who has signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colleague {
    pub(crate) session: Session,
    /// As colleagues know them.
    pub name: String,
    /// What they may do.
    pub role: Role,
}

/// The sign-in page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// Those who work here, by name.
    pub names: Vec<String>,
    /// Whose name was touched.
    pub chosen: Option<usize>,
    /// The PIN so far, or the code.
    pub digits: String,
    /// Whose PIN was right, while a code of the second factor is asked for.
    pub half: Option<HalfSession>,
    /// What became of what was typed before.
    pub outcome: Option<SignInOutcome>,
}

/// Why nobody is signed in yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInOutcome {
    /// Another PIN or code.
    Wrong,
    /// Too many wrong ones.
    Locked {
        /// Seconds until the next try, rounded up.
        wait_s: u32,
    },
    /// The role needs a second factor, and the account has none.
    NoSecondFactor,
}
