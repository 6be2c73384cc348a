//! The hash chain of a device's log: any change to an event, or its removal, shows in every later hash.

use einlass_domain::id::EventId;
use einlass_domain::time::Day;
use sha2::{Digest, Sha256};

/// The hash before the first event.
pub(crate) const GENESIS: [u8; 32] = [0; 32];

/// What the chain covers of an event: all of it, the body by its hash, so that a body can be destroyed and the chain still holds.
pub(crate) struct Link<'a> {
    pub(crate) event: EventId,
    pub(crate) day: Day,
    pub(crate) lasting: bool,
    pub(crate) head: &'a [u8],
    pub(crate) body_hash: Option<[u8; 32]>,
}

impl Link<'_> {
    /// SHA-256(`einlass-event-v1` ‖ previous hash ‖ device ‖ seq ‖ day ‖ lasting ‖ length of head ‖ head ‖ has body ‖ SHA-256(body)).
    pub(crate) fn hash(&self, previous: &[u8; 32]) -> [u8; 32] {
        let mut hash = Sha256::new_with_prefix(b"einlass-event-v1");
        hash.update(previous);
        hash.update(self.event.device.0);
        hash.update(self.event.seq.to_be_bytes());
        hash.update(self.day.0.to_be_bytes());
        hash.update([u8::from(self.lasting)]);
        hash.update((self.head.len() as u64).to_be_bytes());
        hash.update(self.head);
        hash.update([u8::from(self.body_hash.is_some())]);
        hash.update(self.body_hash.unwrap_or_default());
        hash.finalize().into()
    }
}

pub(crate) fn body_hash(body: &[u8]) -> [u8; 32] {
    Sha256::digest(body).into()
}
