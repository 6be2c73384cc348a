//! Where sealed bytes belong. A ciphertext that is moved to another place does not open there.

use einlass_domain::{
    id::{EventId, VenueId},
    time::Day,
};

/// The associated data of everything that is sealed: an event's place and what the bytes are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The venue.
    pub venue: VenueId,
    /// The event.
    pub event: EventId,
    /// The event's day, which names the day key.
    pub day: Day,
}

/// What sealed bytes are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The head of an event.
    Head,
    /// Who came, in the body of a check-in.
    Visit,
    /// A visitor's profile, in the body of a pass.
    Profile,
    /// Nothing but a proof that the owner's key fits.
    Canary,
    /// A corrected contact.
    Correction,
    /// Who came along on one pass.
    Party,
    /// A message that waits for its way out.
    Letter,
    /// Which passes a roll call lists.
    RollCall,
}

impl Place {
    /// `einlass/1`, purpose, venue (8), device (8), sequence number (8, big-endian), day (4, big-endian).
    pub(crate) fn aad(&self, purpose: Purpose) -> Vec<u8> {
        let mut aad = b"einlass/1".to_vec();
        aad.push(match purpose {
            Purpose::Head => 0,
            Purpose::Visit => 1,
            Purpose::Profile => 2,
            Purpose::Canary => 3,
            Purpose::Correction => 4,
            Purpose::Party => 5,
            Purpose::Letter => 6,
            Purpose::RollCall => 7,
        });
        aad.extend(self.venue.0);
        aad.extend(self.event.device.0);
        aad.extend(self.event.seq.to_be_bytes());
        aad.extend(self.day.0.to_be_bytes());
        aad
    }
}
