//! What is said of the code of a message.

use einlass_domain::{confirmation::Delivery, event::MessageWay, words::ScreenText as Text};

use super::{telling::Telling, typed_more};
use crate::{
    confirmation_screens::{CodeSaid, Moment, Renewal, SentCode},
    screen::Snapshot,
};

/// That there is something to confirm, and where.
pub(super) fn hint(now: &Snapshot, telling: &mut Telling) {
    let Some(hint) = &now.confirm else {
        return;
    };
    match &hint.until {
        Some(until) => moment(until, [Text::ConfirmBy, Text::ConfirmByDay], telling),
        None => telling.public(Text::Unconfirmed),
    };
    telling.controls(&[Text::ConfirmOpen]);
}

pub(super) fn whole(digits: &str, outcome: Option<CodeSaid>, sent: &SentCode, telling: &mut Telling) {
    telling.public(Text::ConfirmTitle);
    match outcome {
        Some(outcome) => said(outcome, sent, telling),
        None if sent.delivery == Delivery::Undeliverable => {
            telling.public(Text::ConfirmUndeliverable);
        }
        None => {
            telling.public(match sent.way {
                MessageWay::Mail => Text::ConfirmMail,
                MessageWay::Sms => Text::ConfirmSms,
            });
            moment(
                &sent.until,
                [Text::ConfirmGoodUntil, Text::ConfirmGoodUntilDay],
                telling,
            );
        }
    }
    telling.number_pad();
    match sent.renewal {
        Renewal::Offered => telling.controls(&[Text::ConfirmNewCode]),
        Renewal::ShowPass => telling.public(Text::ConfirmShowPass),
        Renewal::AskStaff => telling.public(Text::ConfirmAskStaff),
    };
    typed_more("", digits, telling);
}

pub(super) fn said(outcome: CodeSaid, sent: &SentCode, telling: &mut Telling) {
    match outcome {
        CodeSaid::Mistyped => telling.public(Text::ConfirmMistyped),
        CodeSaid::Wrong { tries_left } => {
            let tries = telling.tries(tries_left);
            telling.public(Text::ConfirmWrong).public_text(&tries)
        }
        CodeSaid::NoTriesLeft => telling.public(Text::ConfirmNoTries),
        CodeSaid::Expired => telling.public(Text::ConfirmExpired),
        CodeSaid::NewCode => {
            telling.public(Text::ConfirmOnItsWay);
            moment(
                &sent.until,
                [Text::ConfirmGoodUntil, Text::ConfirmGoodUntilDay],
                telling,
            )
        }
    };
}

fn moment<'a>(moment: &Moment, [time, day_and_time]: [Text; 2], telling: &'a mut Telling) -> &'a mut Telling {
    match &moment.day {
        None => telling.public_with(time, &[("time", &moment.time)]),
        Some(day) => telling.public_with(day_and_time, &[("day", day), ("time", &moment.time)]),
    }
}
