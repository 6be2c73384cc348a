//! What is read aloud of each screen: what it is, what is to be done, and what can be touched, from top to bottom.
//!
//! The sentences are those of the screen, from the same catalogue. What is everybody's stands in front; what is one person's
//! (digits, the form, the number, the diary) is for the headset alone.

mod answer;
mod confirmation;
mod diary;
mod form;
mod own_data;
mod speaker;
mod telling;

use std::mem::discriminant;

use einlass_domain::{
    admission::Traffic, contact::ContactDraft, speech::Utterance, words::ScreenText as Text,
};
use einlass_scan::AimHint;

pub(crate) use self::speaker::Speaker;
use self::{
    answer::tell_answer,
    diary::{deletion_question, diary, diary_closed, wrong_pin},
    form::{choose_pin, data_notice, fields, form_fields, form_heading, show_card},
    telling::Telling,
};
use crate::{
    diary::PIN_DIGITS,
    exit::ExitQuestion,
    form::FormStep,
    look::Worded,
    phone::ToPhone,
    screen::{KeypadOutcome, Notice, Screen, Snapshot},
    seat_screens::SeatChoice,
    venue_screens::OpenPage,
};

/// What is said when `now` has come after `before`; `before` is none for whoever has heard nothing yet.
pub(crate) fn script(before: Option<&Snapshot>, now: &Snapshot) -> Vec<Utterance> {
    let mut telling = Telling::new(now.language);
    match before {
        None => {
            telling.public(Text::SpeechOn).public(Text::SpeechTouch);
            whole(now, &mut telling);
        }
        Some(before) if before.still_there_s.is_none() && now.still_there_s.is_some() => {
            still_there(&mut telling)
        }
        Some(before) if before.still_there_s.is_some() && now.still_there_s.is_some() => {}
        Some(before) if before.language == now.language && is_same_turn(before, now) => {
            changed(before, now, &mut telling);
        }
        Some(_) => whole(now, &mut telling),
    }
    // An answer goes by itself, and may be longer in the ear than on the screen.
    let is_after_answer = before
        .is_some_and(|before| matches!(before.screen, Screen::Answer(_)) && now.screen == Screen::Attract);
    telling.into_utterances(!is_after_answer)
}

/// Whether the visitor stands before the same screen, of which at most the content has changed.
fn is_same_turn(before: &Snapshot, now: &Snapshot) -> bool {
    match (&before.screen, &now.screen) {
        (Screen::Answer(_), Screen::Answer(_)) => before.answered == now.answered,
        (
            Screen::Form {
                step: before,
                by_card: was_by_card,
                ..
            },
            Screen::Form {
                step: now, by_card, ..
            },
        ) => before == now && was_by_card == by_card,
        (Screen::Companion { names: before, .. }, Screen::Companion { names: now, .. }) => {
            before.len() == now.len()
        }
        (Screen::Seat(before), Screen::Seat(now)) => before.path == now.path,
        (Screen::VenuePage(before), Screen::VenuePage(now)) => before.number == now.number,
        (before, now) => discriminant(before) == discriminant(now),
    }
}

fn whole(now: &Snapshot, telling: &mut Telling) {
    match &now.screen {
        Screen::Attract => attract(now, telling),
        Screen::Answer(answer) => {
            tell_answer(answer, telling);
            confirmation::hint(now, telling);
            offer_pages(&now.pages, telling);
        }
        Screen::GoOrStay { until, .. } => {
            telling
                .public(Text::GoOrStayTitle)
                .public_with(Text::GoOrStayHint, &[("until", until)])
                .controls(&[Text::GoOrStayGo, Text::GoOrStayStay, Text::GoOrStayHelp]);
            confirmation::hint(now, telling);
            offer_pages(&now.pages, telling);
        }
        Screen::Seat(choice) => seat(choice, telling),
        Screen::VenuePage(page) => venue_page(page, &now.pages, telling),
        Screen::Keypad { digits, outcome } => {
            telling.public(Text::KeypadTitle);
            match outcome {
                Some(outcome) => tell_outcome(*outcome, telling),
                None => {
                    telling.public(Text::KeypadHint);
                }
            }
            telling.number_pad().private_spelled(digits);
        }
        Screen::ConfirmCode {
            digits, said, sent, ..
        } => confirmation::whole(digits, *said, sent, telling),
        Screen::ExitCheck {
            question,
            digits,
            outcome,
            ..
        } => {
            telling.public(Text::ExitCheckTitle);
            telling.public(match question {
                ExitQuestion::PinId => Text::ExitCheckPinId,
                ExitQuestion::PersonalPin => Text::ExitCheckPersonalPin,
            });
            if let Some(outcome) = outcome {
                tell_outcome(*outcome, telling);
            }
            telling.number_pad().controls(&[Text::Help]);
            exit_digits(*question, digits, telling);
        }
        Screen::Party { .. } => {
            telling.public(Text::PartyTitle).public(Text::PartyHint);
        }
        Screen::Companion {
            companions,
            names,
            draft,
            checked,
            ..
        } => companion(names.len() + 1, *companions, draft, *checked, telling),
        Screen::Comfort => {
            telling
                .public(Text::ComfortTitle)
                .public(Text::ComfortHint)
                .controls(&[
                    Text::ComfortContrast,
                    Text::ComfortText,
                    Text::ComfortControls,
                    Text::ComfortMotion,
                    Text::Done,
                ]);
        }
        Screen::Form {
            aim,
            step,
            draft,
            checked,
            by_card,
            demand,
        } => {
            form_heading(aim, *step, draft, *by_card, demand.code_to, telling);
            form_fields(*step, draft, *checked, demand, telling);
        }
        Screen::ShowCard { is_other } => show_card(*is_other, is_blind(now), telling),
        Screen::DataNotice { draft } => data_notice(draft, telling),
        Screen::ChoosePin {
            draft,
            digits,
            first,
            differs,
        } => {
            choose_pin(draft, first.is_some(), *differs, telling);
            telling
                .number_pad()
                .controls(&[Text::ChoosePinSkip])
                .private_progress(digits);
        }
        Screen::DiaryPass if is_blind(now) => {
            telling
                .public(Text::DiaryPassTitleNoCamera)
                .public(Text::DiaryPassHintNoCamera)
                .controls(&[Text::Back, Text::Help]);
        }
        Screen::DiaryPass => {
            telling
                .public(Text::DiaryPassTitle)
                .public(Text::DiaryPassHint)
                .controls(&[Text::Back, Text::Help]);
        }
        Screen::DiaryPin {
            digits, tries_left, ..
        } => {
            telling
                .public(Text::DiaryPinTitle)
                .public_with(Text::DiaryPinHint, &[("length", &PIN_DIGITS.to_string())])
                .number_pad();
            wrong_pin(*tries_left, telling);
            telling.private_progress(digits);
        }
        Screen::DiaryClosed(why) => diary_closed(*why, telling),
        Screen::Diary { entries, asking, .. } => match asking {
            Some(deletion) => deletion_question(*deletion, entries, telling),
            None => diary(entries, telling),
        },
        Screen::OwnData { own, face, .. } => own_data::tell(own, *face, telling),
        Screen::Forgotten {
            visits_until,
            is_inside,
        } => own_data::forgotten(*visits_until, *is_inside, telling),
        Screen::Status(_) => status(now, telling),
        // Staff sees; what stands there is not for the room.
        Screen::Lounge(_) => {}
        Screen::Printing { .. } => {
            telling.public(Text::PrintingTitle).public(Text::PrintingHint);
        }
        Screen::PassReady {
            pin_id,
            printed,
            phone,
            ..
        } => {
            pass_ready(pin_id, *printed, phone, telling);
            if now.confirm.is_some() {
                telling.public(Text::ConfirmOnItsWay);
            }
            confirmation::hint(now, telling);
        }
        Screen::Help => help(telling),
        Screen::OutOfService(_) => {
            telling
                .public(Text::OutOfServiceTitle)
                .public(Text::OutOfServiceHint);
        }
    }
    aim(now, telling);
}

/// What is said when only the content of a screen has changed. Nothing, where nothing was done by anybody: a countdown is not read.
fn changed(before: &Snapshot, now: &Snapshot, telling: &mut Telling) {
    match (&before.screen, &now.screen) {
        (Screen::Attract, Screen::Attract)
        | (Screen::DiaryPass, Screen::DiaryPass)
        | (Screen::ShowCard { .. }, Screen::ShowCard { .. })
            if is_blind(before) != is_blind(now) =>
        {
            whole(now, telling);
        }
        (Screen::ShowCard { is_other: false }, Screen::ShowCard { is_other: true }) => {
            telling.public(Text::ShowCardOther);
        }
        (Screen::Attract, Screen::Attract)
        | (Screen::DiaryPass, Screen::DiaryPass)
        | (Screen::ShowCard { .. }, Screen::ShowCard { .. })
            if before.aim != now.aim =>
        {
            aim(now, telling);
        }
        (
            Screen::Keypad {
                digits: typed,
                outcome: had,
            },
            Screen::Keypad { digits, outcome },
        ) => match outcome {
            Some(outcome) if had.as_ref().map(discriminant) != Some(discriminant(outcome)) => {
                tell_outcome(*outcome, telling);
            }
            None if matches!(had, Some(KeypadOutcome::Locked { .. })) => whole(now, telling),
            Some(_) | None => typed_more(typed, digits, telling),
        },
        (
            Screen::ExitCheck { outcome: had, .. },
            Screen::ExitCheck {
                question,
                digits,
                outcome,
                ..
            },
        ) => match outcome {
            Some(outcome) if had.as_ref().map(discriminant) != Some(discriminant(outcome)) => {
                tell_outcome(*outcome, telling);
            }
            Some(_) => {}
            None => exit_digits(*question, digits, telling),
        },
        (
            Screen::ConfirmCode { digits: typed, .. },
            Screen::ConfirmCode {
                digits, said, sent, ..
            },
        ) => match said {
            Some(said) => confirmation::said(*said, sent, telling),
            None => typed_more(typed, digits, telling),
        },
        (Screen::Companion { .. }, Screen::Companion { draft, checked, .. }) => {
            fields(FormStep::Name, draft, *checked, telling);
        }
        (
            Screen::Form { .. },
            Screen::Form {
                step,
                draft,
                checked,
                demand,
                ..
            },
        ) => {
            form_fields(*step, draft, *checked, demand, telling);
        }
        (
            Screen::ChoosePin { first: had_first, .. },
            Screen::ChoosePin {
                draft,
                digits,
                first,
                differs,
            },
        ) => {
            if had_first.is_some() != first.is_some() {
                choose_pin(draft, first.is_some(), *differs, telling);
            }
            telling.private_progress(digits);
        }
        (
            Screen::DiaryPin { .. },
            Screen::DiaryPin {
                digits, tries_left, ..
            },
        ) => {
            wrong_pin(*tries_left, telling);
            telling.private_progress(digits);
        }
        (Screen::Diary { .. }, Screen::Diary { .. }) | (Screen::OwnData { .. }, Screen::OwnData { .. }) => {
            whole(now, telling)
        }
        (Screen::Seat(_), Screen::Seat(choice)) => gone(choice, telling),
        (_, _) => {}
    }
}

fn is_blind(now: &Snapshot) -> bool {
    now.notices.contains(&Notice::CameraLost)
}

/// What is to be done so that the code is read; nothing where that has become clear by itself.
fn aim(now: &Snapshot, telling: &mut Telling) {
    if let Some(hint) = now.aim {
        telling.public(match hint {
            AimHint::Nearer => Text::AimNearer,
            AimHint::Further => Text::AimFurther,
            AimHint::Brighter => Text::AimBrighter,
        });
    }
}

fn still_there(telling: &mut Telling) {
    telling
        .public(Text::StillThereTitle)
        .public(Text::StillThereText)
        .controls(&[Text::StillThereYes, Text::StillThereNo]);
}

fn exit_digits(question: ExitQuestion, digits: &str, telling: &mut Telling) {
    match question {
        ExitQuestion::PinId => telling.private_spelled(digits),
        ExitQuestion::PersonalPin => telling.private_progress(digits),
    };
}

fn companion(number: usize, companions: u16, draft: &ContactDraft, checked: bool, telling: &mut Telling) {
    let (number, total) = (number.to_string(), companions.to_string());
    telling
        .public_with(Text::CompanionProgress, &[("number", &number), ("total", &total)])
        .public(Text::CompanionTitle)
        .public(Text::CompanionHint)
        .controls(&[
            Text::FirstName,
            Text::LastName,
            Text::Back,
            Text::Next,
            Text::Keyboard,
        ]);
    fields(FormStep::Name, draft, checked, telling);
}

fn attract(now: &Snapshot, telling: &mut Telling) {
    if let Some(traffic) = now.traffic {
        telling.public(match traffic {
            Traffic::Green => Text::TrafficGreen,
            Traffic::Amber => Text::TrafficAmber,
            Traffic::Red => Text::TrafficRed,
        });
    }
    let [title, hint] = if is_blind(now) {
        [Text::AttractTitleNoCamera, Text::AttractHintNoCamera]
    } else {
        [Text::AttractTitle, Text::AttractHint]
    };
    telling.public(title).public(hint).controls(&[
        Text::AttractKeypad,
        Text::AttractForm,
        Text::Visits,
        Text::AttractCard,
        Text::ReadAloud,
        Text::AttractLanguages,
        Text::ComfortOpen,
        Text::Help,
    ]);
}

/// The venue's pages, each in the language that it is written in.
fn offer_pages(pages: &[Worded], telling: &mut Telling) {
    for title in pages {
        telling.venues(title);
    }
}

/// Where one person sits is for the headset.
fn seat(choice: &SeatChoice, telling: &mut Telling) {
    telling.public(Text::SeatTitle).public(Text::SeatHint);
    gone(choice, telling);
    telling.controls(&[Text::Back]);
}

fn gone(choice: &SeatChoice, telling: &mut Telling) {
    if let Some(seat) = &choice.gone {
        telling.private_with(Text::SeatGone, &[("seat", seat)]);
    }
}

fn venue_page(page: &OpenPage, pages: &[Worded], telling: &mut Telling) {
    telling.venues(&page.title);
    match &page.text {
        Some(text) => telling.venues(text),
        None => telling.public(Text::VenuePagePicture),
    };
    telling.controls(&[Text::Done]);
    let others = (0..).zip(pages).filter(|(number, _)| *number != page.number);
    others.for_each(|(_, title)| {
        telling.venues(title);
    });
}

fn tell_outcome(outcome: KeypadOutcome, telling: &mut Telling) {
    match outcome {
        KeypadOutcome::Wrong { tries_left } => {
            let tries = telling.tries(tries_left);
            telling.public(Text::KeypadWrong).public_text(&tries)
        }
        KeypadOutcome::Locked { wait_s } => telling
            .public(Text::KeypadLocked)
            .public(Text::KeypadLockedHint)
            .public_with(Text::SpeechSeconds, &[("seconds", &wait_s.to_string())]),
    };
}

/// The digits that came on top, or that some went.
fn typed_more(before: &str, now: &str, telling: &mut Telling) {
    match now.strip_prefix(before) {
        Some(more) => telling.private_spelled(more),
        None => telling.private(Text::SpeechErased).private_spelled(now),
    };
}

fn status(now: &Snapshot, telling: &mut Telling) {
    telling.public(Text::StatusTitle);
    if now.notices.is_empty() {
        telling.public(Text::StatusAllWell);
    }
    for notice in &now.notices {
        telling.public(match notice {
            Notice::CameraLost => Text::CameraLost,
            Notice::PrinterUnavailable => Text::PrinterUnavailable,
            Notice::GateUnavailable => Text::GateUnavailable,
            Notice::LettersStuck => Text::LettersStuck,
            Notice::PaperOut => Text::PaperOut,
            Notice::PrinterOpen => Text::PrinterOpen,
            Notice::PaperLow => Text::PaperLow,
            Notice::PaperUnsettled => Text::PaperUnsettled,
            Notice::DestructionOverdue => Text::DestructionOverdue,
            Notice::OwnerKeyUnproven => Text::OwnerKeyUnproven,
            Notice::ClockDoubtful => Text::ClockDoubtful,
            Notice::DiskLow => Text::DiskLow,
            Notice::Recovered => Text::Recovered,
        });
    }
    telling.controls(&[Text::Back]);
}

fn pass_ready(pin_id: &str, printed: bool, phone: &ToPhone, telling: &mut Telling) {
    let advice: &[Text] = if printed {
        &[Text::PassReadyTitle, Text::PassReadyTake, Text::PassReadyShow]
    } else {
        &[
            Text::PassReadyTitle,
            Text::PassReadyNoPaper,
            Text::PassReadyWriteDown,
            Text::PassReadyAskStaff,
        ]
    };
    for text in advice {
        telling.public(*text);
    }
    let controls: &[Text] = match phone {
        ToPhone::Offered(_) => &[Text::PassReadyToPhone, Text::Help, Text::Done],
        ToPhone::NotOffered | ToPhone::Shown(_) => &[Text::Help, Text::Done],
    };
    telling
        .controls(controls)
        .private(Text::PassReadyNumber)
        .private_spelled(pin_id);
}

fn help(telling: &mut Telling) {
    telling
        .public(Text::HelpTitle)
        .public(Text::HelpShow)
        .public(Text::HelpShowText)
        .public(Text::HelpType)
        .public(Text::HelpTypeText)
        .public(Text::HelpPass)
        .public(Text::HelpPassText)
        .public(Text::HelpAsk)
        .public(Text::HelpAskText)
        .controls(&[Text::Back, Text::Visits, Text::Device]);
}
