//! The own visits, read to whoever made them: all of it is for the headset alone.

use einlass_domain::words::ScreenText as Text;

use super::telling::Telling;
use crate::diary::{DIARY_DAYS, DiaryClosed, DiaryDeletion, DiaryEntry};

pub(super) fn wrong_pin(tries_left: Option<u32>, telling: &mut Telling) {
    if let Some(tries) = tries_left {
        let tries = telling.tries(tries);
        telling.private(Text::PinWrong).private_text(&tries);
    }
}

pub(super) fn diary_closed(why: DiaryClosed, telling: &mut Telling) {
    let texts = match why {
        DiaryClosed::NoPin => [Text::DiaryNoPinTitle, Text::DiaryNoPinText, Text::DiaryNoPinValid],
        DiaryClosed::Locked => [
            Text::DiaryLockedTitle,
            Text::DiaryLockedText,
            Text::DiaryLockedValid,
        ],
    };
    for text in texts {
        telling.private(text);
    }
    telling.controls(&[Text::Help, Text::Done]);
}

pub(super) fn diary(entries: &[DiaryEntry], telling: &mut Telling) {
    let days = DIARY_DAYS.to_string();
    telling.private_with(Text::DiaryTitle, &[("days", &days)]);
    match entries {
        [] => telling
            .private(Text::DiaryEmpty)
            .controls(&[Text::OwnDataOpen, Text::Done]),
        [one] => {
            visit(one, telling);
            telling
                .private(Text::DiaryHint)
                .controls(&[Text::DiaryDelete, Text::OwnDataOpen, Text::Done])
        }
        several => {
            several.iter().for_each(|entry| visit(entry, telling));
            telling.private(Text::DiaryHint).controls(&[
                Text::DiaryDelete,
                Text::DiaryDeleteAll,
                Text::OwnDataOpen,
                Text::Done,
            ])
        }
    };
}

fn visit(entry: &DiaryEntry, telling: &mut Telling) {
    let came = ("came", entry.came.as_str());
    telling.private_text(&entry.day.dotted());
    match &entry.went {
        Some((went, _)) => telling.private_with(Text::DiaryOver, &[came, ("went", went)]),
        None => telling.private_with(Text::DiaryInside, &[came]),
    };
}

pub(super) fn deletion_question(deletion: DiaryDeletion, entries: &[DiaryEntry], telling: &mut Telling) {
    match deletion {
        DiaryDeletion::One(row) => {
            telling.private(Text::DiaryAskOne);
            if let Some(entry) = entries.get(row) {
                visit(entry, telling);
                let until = entry.kept_until.dotted();
                telling.private_with(Text::DiaryAskOneText, &[("until", &until)]);
            }
        }
        DiaryDeletion::All => {
            let visits = entries.len().to_string();
            telling.private_with(Text::DiaryAskAll, &[("visits", &visits)]);
            if let Some(last) = entries.iter().map(|entry| entry.kept_until).max() {
                telling.private_with(Text::DiaryAskAllText, &[("until", &last.dotted())]);
            }
        }
    }
    telling.controls(&[Text::DiaryAskYes, Text::DiaryAskNo]);
}
