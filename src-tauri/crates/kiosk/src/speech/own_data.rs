//! The own data, read to their owner: all of it is for the headset alone.

use einlass_domain::{
    contact::Contact,
    event::ConsentBy,
    time::Day,
    words::{ScreenText as Text, ScreenWords},
};

use super::telling::Telling;
use crate::{own_data_screens::OwnDataFace, profile::OwnData};

pub(super) fn tell(own: &OwnData, face: OwnDataFace, telling: &mut Telling) {
    match face {
        OwnDataFace::Shown => shown(own, telling),
        OwnDataFace::Saved => {
            telling.private(Text::OwnDataSaved);
            shown(own, telling);
        }
        OwnDataFace::Asking => asking(own, telling),
        OwnDataFace::ChoosingLanguage => {
            telling
                .private(Text::OwnDataLanguageTitle)
                .private(Text::OwnDataLanguageHint)
                .controls(&[Text::AttractLanguages, Text::Back]);
        }
    }
}

pub(super) fn forgotten(visits_until: Option<Day>, is_inside: bool, telling: &mut Telling) {
    telling.private(Text::Forgotten).private(if is_inside {
        Text::ForgottenInside
    } else {
        Text::ForgottenText
    });
    match visits_until {
        Some(until) => telling.private_with(Text::ForgottenKept, &[("until", &until.dotted())]),
        None => telling.private(Text::OwnDataVisitsNone),
    };
    telling.controls(&[Text::Done]);
}

fn shown(own: &OwnData, telling: &mut Telling) {
    telling.private(Text::OwnDataTitle);
    if let Some(child) = own.contact.as_ref().and_then(|contact| contact.child.as_ref()) {
        line(Text::ChildFirstName, child, telling);
    }
    for (name, value) in lines(own.contact.as_ref()) {
        let value = value.unwrap_or_else(|| telling.text(Text::OwnDataUnreadable).to_owned());
        line(name, &value, telling);
    }
    let language = own.language.map_or_else(
        || telling.text(Text::OwnDataLanguageNone),
        |language| ScreenWords::of(language).text(Text::OwnName),
    );
    line(Text::AttractLanguages, language, telling);
    let consent = match own.consent {
        ConsentBy::Visitor => Text::OwnDataByVisitor,
        ConsentBy::Guardian => Text::OwnDataByGuardian,
        ConsentBy::Organiser => Text::OwnDataByOrganiser,
    };
    line(Text::OwnDataConsent, telling.text(consent), telling);
    telling
        .private(Text::OwnDataPass)
        .private_with(Text::OwnDataPassUntil, &[("until", &own.valid_until.dotted())]);
    telling.private(Text::OwnDataVisits);
    match own.visits_until {
        Some(until) => telling.private_with(Text::OwnDataVisitsUntil, &[("until", &until.dotted())]),
        None => telling.private(Text::OwnDataVisitsNone),
    };
    telling.controls(&[
        Text::OwnDataChange,
        Text::AttractLanguages,
        Text::OwnDataPrintAgain,
        Text::OwnDataGiveUp,
        Text::Back,
    ]);
}

fn asking(own: &OwnData, telling: &mut Telling) {
    telling
        .private(Text::OwnDataAsk)
        .private(Text::OwnDataAskNow)
        .private(Text::OwnDataAskNowText);
    match own.visits_until {
        Some(until) => telling
            .private_with(Text::OwnDataAskLater, &[("until", &until.dotted())])
            .private(Text::OwnDataAskLaterText),
        None => telling.private(Text::OwnDataVisitsNone),
    };
    if own.is_inside {
        telling
            .private(Text::OwnDataAskInside)
            .private(Text::OwnDataAskInsideText);
    }
    telling.controls(&[Text::DiaryAskYes, Text::DiaryAskNo]);
}

/// As the screen has them; no value where nothing can be read.
fn lines(contact: Option<&Contact>) -> [(Text, Option<String>); 3] {
    let joined = |parts: [&str; 2], between: &str| {
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join(between)
    };
    let name = |of: &Contact| joined([&of.first_name, &of.last_name], " ");
    let reach = |of: &Contact| {
        let [phone, email] = [&of.phone, &of.email].map(|way| way.as_deref().unwrap_or_default());
        joined([phone, email], ", ")
    };
    let address = |of: &Contact| joined([&of.street, &joined([&of.postcode, &of.town], " ")], ", ");
    [
        (Text::OwnDataName, contact.map(name)),
        (Text::OwnDataReach, contact.map(reach)),
        (Text::OwnDataAddress, contact.map(address)),
    ]
}

fn line(name: Text, value: &str, telling: &mut Telling) {
    let name = telling.text(name);
    telling.private_text(&format!("{name}: {value}"));
}
