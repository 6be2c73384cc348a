//! Opening what is sealed in the bodies of events, for whoever may.

use einlass_domain::{
    fold::Visit,
    id::{EventId, VisitId},
    pass::ProfileKey,
};
use einlass_vault::{Envelope, LiveWrap, OpenedRecord, OwnerKey, Place, Purpose};

use crate::{Ledger, LedgerError};

impl Ledger {
    /// The profile that was sealed when a pass was issued, opened with the key that the pass carries.
    ///
    /// # Errors
    /// [`LedgerError::NoBody`] or [`LedgerError::Seal`].
    pub fn profile(&self, issued: EventId, pass: &ProfileKey) -> Result<OpenedRecord, LedgerError> {
        let row = self.row(issued)?;
        let body = row.body.as_deref().ok_or(LedgerError::NoBody(issued))?;
        let opened = Envelope::from_bytes(body)
            .and_then(|envelope| envelope.open_with_pass(&row.place(self.venue), Purpose::Profile, pass));
        opened.map_err(|source| LedgerError::Seal {
            event: issued,
            source,
        })
    }

    /// The hash of an event in its device's chain.
    ///
    /// # Errors
    /// [`LedgerError::NoBody`] when there is no such event.
    pub fn hash_of(&self, event: EventId) -> Result<[u8; 32], LedgerError> {
        self.row(event).map(|row| row.hash)
    }

    /// The record of a visit that is open now.
    ///
    /// # Errors
    /// [`LedgerError::NoBody`] when the visit is over: nothing on this machine opens it then.
    pub fn live_record(&self, visit: VisitId) -> Result<OpenedRecord, LedgerError> {
        self.open_live(visit, Purpose::Visit)
    }

    /// The contact that was corrected last in a visit that is open now; none when none was.
    ///
    /// # Errors
    /// As [`Self::live_record`].
    pub fn live_correction(&self, visit: VisitId) -> Result<Option<OpenedRecord>, LedgerError> {
        let corrections = self.state().visit(visit).into_iter();
        let newest = corrections.flat_map(|visit| visit.contact_corrections()).last();
        newest
            .map(|event| self.open_live(event, Purpose::Correction))
            .transpose()
    }

    /// The names of the companions in a visit that is open now; none where nobody asked for them.
    ///
    /// # Errors
    /// As [`Self::live_record`].
    pub fn live_party(&self, visit: VisitId) -> Result<Option<OpenedRecord>, LedgerError> {
        let Some(party) = self.state().visit(visit).and_then(Visit::party) else {
            return Ok(None);
        };
        if self.row(party)?.body.is_none() {
            return Ok(None);
        }
        self.open_live(party, Purpose::Party).map(Some)
    }

    /// A message that waits for its way out.
    ///
    /// # Errors
    /// [`LedgerError::NoBody`] when it waits no more, or when this device is another one than the one that wrote it.
    pub fn waiting_letter(&self, letter: EventId) -> Result<OpenedRecord, LedgerError> {
        self.open_live(letter, Purpose::Letter)
    }

    /// Which passes a roll call lists that goes on.
    ///
    /// # Errors
    /// [`LedgerError::NoBody`] when it has ended, or when this device is another one than the one that began it.
    pub fn running_roll_call(&self, begun: EventId) -> Result<OpenedRecord, LedgerError> {
        self.open_live(begun, Purpose::RollCall)
    }

    fn open_live(&self, event: EventId, purpose: Purpose) -> Result<OpenedRecord, LedgerError> {
        let wrap = self.row(event)?.live;
        let wrap = LiveWrap(wrap.ok_or(LedgerError::NoBody(event))?);
        let (place, envelope) = self.day_envelope(event, purpose)?;
        let opened = envelope.open_live(&place, purpose, &self.keys.ring().live, &wrap);
        opened.map_err(|source| LedgerError::Seal { event, source })
    }

    /// The record of a visit, opened with the pass that it was made with.
    ///
    /// # Errors
    /// [`LedgerError::NoBody`] when the day is destroyed, [`LedgerError::Seal`] for another pass.
    pub fn record_with_pass(&self, visit: VisitId, pass: &ProfileKey) -> Result<OpenedRecord, LedgerError> {
        let (place, envelope) = self.day_envelope(visit, Purpose::Visit)?;
        let opened = envelope.open_with_pass(&place, Purpose::Visit, pass);
        opened.map_err(|source| LedgerError::Seal { event: visit, source })
    }

    /// The record of a visit, opened by the owner while the day's key lives.
    ///
    /// # Errors
    /// [`LedgerError::NoBody`] when the day is destroyed, [`LedgerError::Seal`] for another owner's key.
    pub fn record_as_owner(&self, visit: VisitId, owner: &OwnerKey) -> Result<OpenedRecord, LedgerError> {
        self.open_as_owner(visit, Purpose::Visit, owner)
    }

    pub(crate) fn open_as_owner(
        &self,
        event: EventId,
        purpose: Purpose,
        owner: &OwnerKey,
    ) -> Result<OpenedRecord, LedgerError> {
        let (place, envelope) = self.day_envelope(event, purpose)?;
        let opened = envelope.open_as_owner(&place, purpose, owner);
        opened.map_err(|source| LedgerError::Seal { event, source })
    }

    fn day_envelope(&self, event: EventId, purpose: Purpose) -> Result<(Place, Envelope), LedgerError> {
        let row = self.row(event)?;
        let place = row.place(self.venue);
        let day = self
            .keys
            .day_key(row.device_day())
            .ok_or(LedgerError::NoBody(event))?;
        let body = row.body.as_deref().ok_or(LedgerError::NoBody(event))?;
        let envelope = Envelope::open_for_day(&place, purpose, day, body);
        Ok((
            place,
            envelope.map_err(|source| LedgerError::Seal { event, source })?,
        ))
    }
}
