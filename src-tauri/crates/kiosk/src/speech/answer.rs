//! The answer to a code: what the screen says in large letters.

use einlass_domain::{admission::Limit, words::ScreenText as Text};

use super::telling::Telling;
use crate::screen::{Answer, Wait};

pub(super) fn tell_answer(answer: &Answer, telling: &mut Telling) {
    match answer {
        Answer::Welcome {
            until,
            limit,
            companions,
            seat,
            ..
        } => {
            let detail = match limit {
                Limit::LongestStay => Text::WelcomeDetail,
                Limit::Closing => Text::ClosesAt,
            };
            telling
                .public(Text::Welcome)
                .public_with(detail, &[("until", until)]);
            offered(*companions, *seat, telling)
        }
        Answer::Party { people, seat, .. } => {
            telling
                .public(Text::WelcomeAll)
                .public_with(Text::WelcomeAllDetail, &[("people", &people.to_string())]);
            offered(false, *seat, telling)
        }
        Answer::Seated { seat, .. } => telling
            .public(Text::WelcomeSeated)
            .private_with(Text::WelcomeSeatedDetail, &[("seat", seat)]),
        Answer::NotPassed => telling.public(Text::NotPassed).public(Text::NotPassedDetail),
        Answer::Goodbye => telling.public(Text::Goodbye).public(Text::GoodbyeDetail),
        Answer::Stay { until, limit, .. } => {
            let detail = match limit {
                Limit::LongestStay => Text::StayDetail,
                Limit::Closing => Text::StayClosesAt,
            };
            telling
                .public(Text::Stay)
                .public_with(detail, &[("until", until)])
        }
        Answer::Confirmed => telling.public(Text::Confirmed).public(Text::ConfirmedDetail),
        Answer::Wait(wait) => tell_wait(wait, telling),
        Answer::Dead => telling.public(Text::Dead).public(Text::DeadDetail),
        Answer::Expired => telling.public(Text::Expired).public(Text::ExpiredDetail),
        Answer::Refused => telling.public(Text::Refused).public(Text::RefusedDetail),
    };
}

/// What somebody who was let in may say besides.
fn offered(companions: bool, seat: bool, telling: &mut Telling) -> &mut Telling {
    let controls = [(companions, Text::PartyOpen), (seat, Text::SeatOpen)];
    let offered: Vec<_> = controls
        .into_iter()
        .filter_map(|(is_offered, text)| is_offered.then_some(text))
        .collect();
    if offered.is_empty() {
        telling
    } else {
        telling.controls(&offered)
    }
}

fn tell_wait<'a>(wait: &Wait, telling: &'a mut Telling) -> &'a mut Telling {
    match wait {
        Wait::Closed(None) => telling.public(Text::Closed).public(Text::ClosedDetail),
        Wait::Closed(Some((None, time))) => telling
            .public(Text::Closed)
            .public_with(Text::ClosedFrom, &[("time", time)]),
        Wait::Closed(Some((Some(day), time))) => telling
            .public(Text::Closed)
            .public_with(Text::ClosedFromDay, &[("day", day), ("time", time)]),
        Wait::Full => telling.public(Text::Full).public(Text::FullDetail),
        Wait::ReEntry(None) => telling.public(Text::ReEntry).public(Text::ReEntryDetail),
        Wait::ReEntry(Some(time)) => telling
            .public(Text::ReEntry)
            .public_with(Text::ReEntryFrom, &[("time", time)]),
        Wait::Unconfirmed => telling.public(Text::Unconfirmed).public(Text::UnconfirmedDetail),
    }
}
