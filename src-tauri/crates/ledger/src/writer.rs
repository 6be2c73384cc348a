//! Writing events inside a transaction: sealing, chaining, signing.

use einlass_domain::{
    event::{Event, Fact, Retention, VenueOpened},
    fold::{State, Visit},
    id::{DeviceId, EventId, VisitId},
    time::{Day, Hlc, Timestamp, VenueZone},
};
use einlass_vault::{Envelope, LiveWrap, OwnerPublic, OwnerWrap, Place};
use rand_core::CryptoRngCore;
use rusqlite::Connection;
use zeroize::Zeroizing;

use crate::{
    Draft, KeyFolder, LedgerError, Record, chain,
    database::explain,
    event_row::{EventRow, row_key},
    ledger::{Devices, Newest},
};

/// An open transaction and all that an event is made with.
pub(crate) struct Writer<'a> {
    pub(crate) db: &'a Connection,
    pub(crate) device: DeviceId,
    pub(crate) devices: &'a Devices,
    pub(crate) venue: &'a VenueOpened,
    pub(crate) zone: &'a VenueZone,
    pub(crate) state: &'a State,
    pub(crate) keys: &'a mut KeyFolder,
    pub(crate) wrap: &'a mut Option<OwnerWrap>,
    /// By the clock that ages are measured by.
    pub(crate) today: Day,
    pub(crate) now: Timestamp,
    pub(crate) clock: Hlc,
    pub(crate) newest: Newest,
    pub(crate) events: Vec<Event>,
}

impl Writer<'_> {
    /// Writes one event. Whatever it ends, it closes: the live wrap of its visit goes with it.
    pub(crate) fn write(&mut self, draft: Draft, rng: &mut impl CryptoRngCore) -> Result<(), LedgerError> {
        self.clock = self.clock.tick(self.now);
        let event = Event {
            id: EventId {
                device: self.device,
                seq: self.newest.seq + 1,
            },
            hlc: self.clock,
            at: self.now,
            offset_min: self.zone.offset_min(self.now),
            day: self.day_of(&draft.fact),
            actor: draft.actor,
            fact: draft.fact,
        };
        let row = self.seal(&event, draft.record, rng)?;
        row.insert(self.db)?;
        self.forget(&event.fact)?;
        self.newest = Newest {
            seq: row.event.seq,
            hash: row.hash,
        };
        self.events.push(event);
        Ok(())
    }

    /// Takes away what the event leaves nobody a reason to keep.
    fn forget(&self, fact: &Fact) -> Result<(), LedgerError> {
        const LIVE: &str = "UPDATE event SET live = NULL WHERE id = ?";
        const BODY: &str = "UPDATE event SET body = NULL WHERE id = ?";
        let sealed_of = |visit: VisitId| {
            let changes = self.state.visit(visit).into_iter();
            changes.flat_map(Visit::sealed_changes).chain([visit])
        };
        if let Fact::CheckedOut { visit, .. } | Fact::VisitAnnulled { visit, .. } = fact {
            for sealed in sealed_of(*visit) {
                self.change(LIVE, sealed)?;
                if let Fact::VisitAnnulled { .. } = fact {
                    // Who was checked in by mistake was never here: nothing of it stays to be read.
                    self.change(BODY, sealed)?;
                }
            }
        }
        if let Fact::LetterEnded { letter: over, .. } | Fact::RollCallEnded { begun: over, .. } = fact {
            self.change(LIVE, *over)?;
            self.change(BODY, *over)?;
        }
        if let Fact::ConfirmationAsked { pass, .. }
        | Fact::Confirmed { pass }
        | Fact::PassWithdrawn { pass } = fact
        {
            // The code in them is of no use any more.
            for letter in self.state.unended_letters_of(*pass) {
                self.change(LIVE, letter)?;
                self.change(BODY, letter)?;
            }
        }
        if let Fact::PassIssued { pass, .. } | Fact::PassWithdrawn { pass } = fact {
            // The profile of a pass is the newest one, or none.
            for profile in self.state.profiles_of(*pass) {
                self.change(BODY, profile)?;
            }
        }
        Ok(())
    }

    /// The day that the event is kept with: its visit's, if it is about one that is kept, else the one it happens on.
    fn day_of(&self, fact: &Fact) -> Day {
        let visit = fact.about().and_then(|visit| self.state.visit(visit));
        let opened = visit.and_then(|visit| visit.opened());
        opened.map_or_else(|| self.zone.day_of(self.now), |opened| opened.day)
    }

    fn change(&self, sql: &str, event: EventId) -> Result<(), LedgerError> {
        let Some(device) = self.devices.get(&event.device) else {
            return Ok(());
        };
        let changed = self
            .db
            .prepare_cached(sql)
            .and_then(|mut statement| statement.execute([row_key(device.no, event.seq)]));
        changed
            .map(|_| ())
            .map_err(|error| explain("take something away", error))
    }

    /// Seals an event into its row, and its record, if it has one, for owner, pass and live key.
    fn seal(
        &mut self,
        event: &Event,
        record: Option<Record>,
        rng: &mut impl CryptoRngCore,
    ) -> Result<EventRow, LedgerError> {
        let place = Place {
            venue: self.venue.venue,
            event: event.id,
            day: event.day,
        };
        let refused = |source| LedgerError::Seal {
            event: event.id,
            source,
        };
        let lasting = event.fact.retention() == Retention::Lasting;
        let day = if lasting {
            None
        } else {
            Some(self.keys.day_key_for_writing(event.day, self.today, rng)?)
        };
        let mut head = Zeroizing::new(Vec::with_capacity(256));
        minicbor::encode(event, &mut *head).expect("writing to memory does not fail");
        let head = match &day {
            Some(day) => einlass_vault::seal_head(day, &place, &head, rng),
            None => einlass_vault::seal_head(&self.keys.ring().ledger, &place, &head, rng),
        };
        let mut sealed = None;
        if let Some(Record {
            purpose,
            plaintext,
            pass,
        }) = record
        {
            let wrap = match self.wrap.take() {
                Some(wrap) => wrap,
                None => OwnerWrap::make(&self.owner(), rng).map_err(refused)?,
            };
            let live = &self.keys.ring().live;
            let (envelope, live) =
                Envelope::seal(&place, purpose, &plaintext, wrap, pass.as_ref(), live, rng)
                    .map_err(refused)?;
            let body = match &day {
                Some(day) => envelope.seal_for_day(&place, purpose, day, rng),
                None => envelope.to_bytes(),
            };
            sealed = Some((body, live));
        }
        let (body, live) = sealed.unzip();
        let live = live.filter(|_| self.is_live(&event.fact));
        let mut row = EventRow {
            key: row_key(self.devices[&self.device].no, event.id.seq),
            event: event.id,
            day: event.day,
            lasting,
            head,
            body_hash: body.as_deref().map(chain::body_hash),
            body,
            hash: chain::GENESIS,
            signature: [0; 64],
            live: live.map(|LiveWrap(wrap)| wrap),
        };
        row.hash = row.link().hash(&self.newest.hash);
        row.signature = self.keys.ring().signer.sign(&row.hash);
        Ok(row)
    }

    /// Whether the kiosk itself may open what is sealed with this, while the visit or the roll call lasts or the message waits.
    fn is_live(&self, fact: &Fact) -> bool {
        let is_open = |visit| self.state.visit(visit).is_some_and(|visit| visit.is_open());
        match fact.about() {
            Some(visit) => is_open(visit),
            // A message is for the kiosk itself to open, until it is out; a roll call's list, until it ends.
            None => matches!(
                fact,
                Fact::CheckedIn { .. } | Fact::LetterWritten { .. } | Fact::RollCallBegun { .. }
            ),
        }
    }

    fn owner(&self) -> OwnerPublic {
        OwnerPublic {
            sealing: self.venue.owner_key,
            signing: self.venue.owner_signing_key,
        }
    }
}
