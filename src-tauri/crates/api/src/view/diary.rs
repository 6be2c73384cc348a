//! The visitor's diary. A PIN is never in a view, only how much of it is typed; nor is anything that names visit or pass.

use einlass_domain::event::EndWay;
use einlass_kiosk::{DiaryClosed, DiaryDeletion, DiaryEntry};
use serde::Serialize;

use super::mirrored::mirrored;

mirrored! {
    /// Why a pass opens no diary.
    DiaryClosedView, DiaryClosed,
    /// No PIN was chosen for it.
    NoPin = DiaryClosed::NoPin,
    /// Too many wrong PINs: staff can open it again.
    Locked = DiaryClosed::Locked,
}

/// One visit in the diary.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct DiaryEntryView {
    /// The day it began on, `21.11.2026`.
    pub day: String,
    /// When it began, `10:02`.
    pub came: String,
    /// How it ended; none while it lasts.
    pub went: Option<DiaryEndView>,
    /// The last day on which the venue keeps its own record of it, `21.12.2026`.
    pub kept_until: String,
}

/// The end of a visit in the diary.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct DiaryEndView {
    /// When, `12:40`.
    pub at: String,
    /// How.
    pub way: EndWayView,
}

mirrored! {
    /// How a visit ended.
    EndWayView, EndWay,
    /// The visitor showed the pass.
    Scanned = EndWay::Scanned,
    /// The visitor typed the PIN-ID.
    Typed = EndWay::Typed,
    /// The longest stay was over.
    LongestStay = EndWay::KillTime,
    /// Staff ended it by hand.
    Staff = EndWay::Staff,
    /// The venue closed.
    Closing = EndWay::Closing,
    /// The visitor checked in elsewhere in the venue.
    Implicit = EndWay::Implicit,
    /// Nobody saw it; staff wrote down about when.
    Estimated = EndWay::Estimated,
}

/// What is to be deleted, while the question about it is on the screen.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum DiaryDeletionView {
    /// One visit.
    One {
        /// Which.
        entry: DiaryEntryView,
    },
    /// All of them.
    All {
        /// How many there are.
        visits: usize,
        /// The last day on which the venue keeps its own record of any of them, `21.12.2026`.
        kept_until: String,
    },
}

impl From<&DiaryEntry> for DiaryEntryView {
    fn from(entry: &DiaryEntry) -> Self {
        Self {
            day: entry.day.dotted(),
            came: entry.came.clone(),
            went: entry.went.as_ref().map(|(at, way)| DiaryEndView {
                at: at.clone(),
                way: (*way).into(),
            }),
            kept_until: entry.kept_until.dotted(),
        }
    }
}

/// None when there is nothing that could be deleted, so nothing to be asked.
pub(super) fn deletion_view(deletion: DiaryDeletion, entries: &[DiaryEntry]) -> Option<DiaryDeletionView> {
    match deletion {
        DiaryDeletion::One(row) => entries
            .get(row)
            .map(|entry| DiaryDeletionView::One { entry: entry.into() }),
        DiaryDeletion::All => {
            let last = entries.iter().map(|entry| entry.kept_until).max()?;
            Some(DiaryDeletionView::All {
                visits: entries.len(),
                kept_until: last.dotted(),
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use einlass_domain::{
        id::{DeviceId, VisitId},
        time::Day,
    };

    use super::*;

    fn entry(day: i32, kept_until: i32) -> DiaryEntry {
        DiaryEntry {
            visit: VisitId {
                device: DeviceId([7; 8]),
                seq: 12,
            },
            day: Day(day),
            came: "10:02".to_owned(),
            went: Some(("12:40".to_owned(), EndWay::KillTime)),
            kept_until: Day(kept_until),
        }
    }

    #[test]
    fn the_question_names_what_goes_and_how_long_the_venue_keeps_its_record() {
        // After a change of the retention, the newest visit is not the one that is kept longest.
        let entries = [entry(20_650, 20_657), entry(20_649, 20_679)];
        assert_eq!(
            deletion_view(DiaryDeletion::One(1), &entries),
            Some(DiaryDeletionView::One {
                entry: DiaryEntryView::from(&entries[1])
            })
        );
        assert_eq!(
            deletion_view(DiaryDeletion::All, &entries),
            Some(DiaryDeletionView::All {
                visits: 2,
                kept_until: "14.08.2026".to_owned()
            })
        );
    }

    #[test]
    fn nothing_is_asked_about_nothing() {
        assert_eq!(deletion_view(DiaryDeletion::One(0), &[]), None);
        assert_eq!(deletion_view(DiaryDeletion::All, &[]), None);
    }

    #[test]
    fn an_entry_says_when_and_nothing_that_finds_it_again() {
        let view = DiaryEntryView::from(&entry(20_650, 20_680));
        assert_eq!(
            serde_json::to_value(view).unwrap(),
            serde_json::json!({
                "day": "16.07.2026", "came": "10:02", "keptUntil": "15.08.2026",
                "went": { "at": "12:40", "way": "longestStay" },
            })
        );
    }
}
