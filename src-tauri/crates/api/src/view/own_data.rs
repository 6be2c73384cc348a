//! What is kept about a visitor, for the visitor's eyes; nothing that names the pass.

use einlass_domain::event::ConsentBy;
use einlass_kiosk::{FormAim, OwnData, OwnDataFace};
use serde::Serialize;

use super::{language::Language, lounge::ContactView, mirrored::mirrored};

/// The own data.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct OwnDataView {
    /// Who it is; none when that cannot be read any more.
    pub contact: Option<ContactView>,
    /// The language in which the pass is answered; none where none was chosen.
    pub language: Option<Language>,
    /// Who agreed to the notice about the data.
    pub consent: ConsentByView,
    /// Last day of validity of the pass, `31.12.2026`.
    pub valid_until: String,
    /// The last day on which the venue keeps a record of a visit, `21.12.2026`; none when it keeps none.
    pub kept_until: Option<String>,
    /// Whether a visit lasts.
    pub inside: bool,
}

mirrored! {
    /// Who agreed to the notice about the data.
    ConsentByView, ConsentBy,
    /// The visitor.
    Visitor = ConsentBy::Visitor,
    /// A guardian, for a child.
    Guardian = ConsentBy::Guardian,
    /// Whoever prepared a group.
    Organiser = ConsentBy::Organiser,
}

mirrored! {
    /// What is said or asked about the own data.
    OwnDataFaceView, OwnDataFace,
    /// Nothing.
    Shown = OwnDataFace::Shown,
    /// The change is recorded.
    Saved = OwnDataFace::Saved,
    /// Whether it is to be forgotten.
    Asking = OwnDataFace::Asking,
    /// In which language the pass is to be answered.
    ChoosingLanguage = OwnDataFace::ChoosingLanguage,
}

/// What the form is filled for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[cfg_attr(test, ts(rename = "FormAim"))]
#[serde(rename_all = "camelCase")]
pub enum FormAimView {
    /// A pass.
    NewPass,
    /// Other data behind the pass.
    OwnData,
}

impl From<&FormAim> for FormAimView {
    fn from(aim: &FormAim) -> Self {
        match aim {
            FormAim::NewPass => Self::NewPass,
            FormAim::OwnData(_) => Self::OwnData,
        }
    }
}

impl From<&OwnData> for OwnDataView {
    fn from(own: &OwnData) -> Self {
        Self {
            contact: own.contact.as_ref().map(ContactView::from),
            language: own.language.map(Language::from),
            consent: own.consent.into(),
            valid_until: own.valid_until.dotted(),
            kept_until: own.visits_until.map(|day| day.dotted()),
            inside: own.is_inside,
        }
    }
}

#[cfg(test)]
mod tests {
    use einlass_domain::{contact::ContactDraft, time::Day};

    use super::*;

    #[test]
    fn the_own_data_say_what_is_kept_and_nothing_that_finds_the_pass() {
        let mut draft = ContactDraft::default();
        draft.first_name = "Visitor".to_owned();
        draft.last_name = "Two".to_owned();
        draft.phone = "+49 30 55502".to_owned();
        draft.child = Some("Kind".to_owned());
        let own = OwnData {
            contact: Some(draft.check().unwrap()),
            language: Some(einlass_domain::words::Language::DeSimple),
            consent: ConsentBy::Guardian,
            valid_until: Day(20_680),
            visits_until: None,
            is_inside: false,
        };
        let view = OwnDataView::from(&own);
        assert_eq!(
            serde_json::to_value(&view).unwrap(),
            serde_json::json!({
                "contact": {
                    "firstName": "Visitor", "lastName": "Two", "phone": "+493055502", "email": null,
                    "street": "", "postcode": "", "town": "", "child": "Kind",
                },
                "language": "de-simple",
                "consent": "guardian", "validUntil": "15.08.2026", "keptUntil": null, "inside": false,
            })
        );
        assert!(!format!("{view:?}").contains("Visitor"));
    }
}
