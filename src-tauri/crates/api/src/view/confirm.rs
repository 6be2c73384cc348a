//! What the screen is shown of an address that has to be confirmed.

use einlass_domain::{confirmation::Delivery, event::MessageWay};
use einlass_kiosk::{CodeSaid, ConfirmHint, Moment, Renewal, SentCode};
use serde::Serialize;

use super::{answer::MomentView, mirrored::mirrored};

/// That whoever stands here has an address to confirm.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ConfirmHintView {
    /// Until when; none when it is too late to come in unconfirmed.
    pub until: Option<MomentView>,
}

/// What the screen for a code says of the message with it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SentCodeView {
    /// By which way it goes.
    pub way: MessageWayView,
    /// Whether it cannot reach this address.
    pub undeliverable: bool,
    /// Until when its code is good.
    pub until: MomentView,
    /// How another one can be had.
    pub renewal: RenewalView,
}

mirrored! {
    /// By which way a message goes.
    MessageWayView, MessageWay,
    /// By e-mail.
    Mail = MessageWay::Mail,
    /// By SMS.
    Sms = MessageWay::Sms,
}

mirrored! {
    /// How another code can be had.
    RenewalView, Renewal,
    /// By a touch.
    Offered = Renewal::Offered,
    /// By showing the pass.
    ShowPass = Renewal::ShowPass,
    /// Not here.
    AskStaff = Renewal::AskStaff,
}

/// What became of the code before, or of asking for another one.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum CodeSaidView {
    /// A slip of the finger; no try is lost.
    Mistyped,
    /// Not the code that was sent last.
    Wrong {
        /// Tries that remain.
        tries_left: u32,
    },
    /// Too many wrong codes.
    NoTriesLeft,
    /// The code is too old, or a newer one was sent.
    Expired,
    /// Another code is on its way.
    NewCode,
}

impl From<&ConfirmHint> for ConfirmHintView {
    fn from(hint: &ConfirmHint) -> Self {
        Self {
            until: hint.until.as_ref().map(MomentView::from),
        }
    }
}

impl From<&SentCode> for SentCodeView {
    fn from(sent: &SentCode) -> Self {
        Self {
            way: sent.way.into(),
            undeliverable: sent.delivery == Delivery::Undeliverable,
            until: (&sent.until).into(),
            renewal: sent.renewal.into(),
        }
    }
}

impl From<CodeSaid> for CodeSaidView {
    fn from(said: CodeSaid) -> Self {
        match said {
            CodeSaid::Mistyped => Self::Mistyped,
            CodeSaid::Wrong { tries_left } => Self::Wrong { tries_left },
            CodeSaid::NoTriesLeft => Self::NoTriesLeft,
            CodeSaid::Expired => Self::Expired,
            CodeSaid::NewCode => Self::NewCode,
        }
    }
}

impl From<&Moment> for MomentView {
    fn from(moment: &Moment) -> Self {
        Self {
            day: moment.day.clone(),
            time: moment.time.clone(),
        }
    }
}
