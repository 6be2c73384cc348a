//! The way of a new pass onto a phone, as it is drawn.

use einlass_kiosk::ToPhone;
use serde::Serialize;

/// The way of a new pass onto its holder's phone.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum ToPhoneView {
    /// Can be asked for.
    Offered,
    /// The code that the phone reads. The one code that a view holds: it is drawn because the visitor has asked for it.
    Code {
        /// The side of the square, in modules, quiet zone included.
        side: usize,
        /// SVG path data of the dark modules, one unit each.
        path: String,
    },
}

/// None where the venue has no page for phones. The code itself is in the view only after it was asked for.
pub(super) fn to_phone_view(phone: &ToPhone) -> Option<ToPhoneView> {
    match phone {
        ToPhone::NotOffered => None,
        ToPhone::Offered(_) => Some(ToPhoneView::Offered),
        ToPhone::Shown(outline) => Some(ToPhoneView::Code {
            side: outline.side,
            path: outline.path.clone(),
        }),
    }
}
