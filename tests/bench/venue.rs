//! A venue with visitors who have passes, and the drafts of a visit as the entrance makes them.

use einlass_domain::{
    admission::Limit,
    event::{Actor, EndWay, Fact, Way},
    id::VisitId,
    pass::ProfileKey,
    pin_id::PinId,
    time::Timestamp,
};
use einlass_kiosk::{Entrance, Verdict, VisitRecord};
use einlass_ledger::{Draft, Ledger, Record};
use einlass_testkit::{ManualClock, START, contact, make_venue};
use einlass_vault::Purpose;
use rand_core::OsRng;
use tempfile::TempDir;

use crate::machine;

/// A door, and the codes of visitors who have not been inside yet.
pub(crate) struct Door {
    entrance: Entrance<ManualClock, OsRng>,
    codes: Vec<String>,
    _folder: TempDir,
}

impl Door {
    /// A new venue where so many visitors are registered. Its write-ahead log is empty, as it is after a quiet moment.
    pub(crate) fn with_visitors(count: usize) -> Self {
        let folder = machine::fresh_folder();
        let (ledger, _) = make_venue(&folder.path().join("data")).expect("a venue can be made");
        let mut entrance = entrance_at(ledger, START);
        let mut register = |number| entrance.register(contact(&format!("Number {number}")), None);
        let codes = (0..count).map(|number| register(number).expect("a visitor can be registered").code);
        let codes = codes.collect();
        entrance.tidy().expect("the log can be cut");
        Self {
            entrance,
            codes,
            _folder: folder,
        }
    }

    /// The next visitor steps up. Nobody was waiting: what can be done ahead of a check-in has been done after the last one.
    pub(crate) fn next_code(&mut self) -> String {
        self.entrance.prepare();
        self.codes.pop().expect("there is a visitor for every turn")
    }

    /// Shows the code; when this returns, the visit is on the disk.
    pub(crate) fn let_in(&mut self, code: &[u8]) {
        let verdict = self.entrance.show_code(code).expect("the ledger takes a visit");
        assert!(
            matches!(verdict, Verdict::Welcome { .. }),
            "a first visit: {verdict:?}"
        );
    }
}

/// A door whose clock stands still, and that asks whoever is inside.
pub(crate) fn entrance_at(ledger: Ledger, now: Timestamp) -> Entrance<ManualClock, OsRng> {
    Entrance::new(ledger, ManualClock::at(now), OsRng, None)
}

/// Somebody comes with a pass: the event and the record that the entrance makes of it.
pub(crate) fn check_in_draft(ledger: &mut Ledger, pin_id: PinId, now: Timestamp) -> Draft {
    let day = ledger.zone().day_of(now);
    let key = ledger.day_key_for_writing(day, now, &mut OsRng);
    let record = VisitRecord {
        pin_id,
        contact: Some(contact("Number 1")),
        unconfirmed: false,
    };
    let plaintext = minicbor::to_vec(&record).expect("writing to memory does not fail");
    Draft {
        actor: Actor::Visitor,
        fact: Fact::CheckedIn {
            visitor: key
                .expect("the day's key can be stored")
                .derive_visitor_tag(pin_id),
            until: now.plus_ms(8 * 3_600_000),
            way: Way::Scanned,
            zone: None,
            limit: Some(Limit::LongestStay),
            people: None,
        },
        record: Some(Record {
            purpose: Purpose::Visit,
            plaintext: plaintext.into(),
            pass: Some(ProfileKey::make(&mut OsRng)),
        }),
    }
}

/// Somebody goes.
pub(crate) fn check_out_draft(visit: VisitId) -> Draft {
    Draft {
        actor: Actor::Visitor,
        fact: Fact::CheckedOut {
            visit,
            way: EndWay::Scanned,
        },
        record: None,
    }
}
