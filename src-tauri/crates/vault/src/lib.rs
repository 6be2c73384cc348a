//! Keys with types, the envelope of a record, the wraps of its key, the owner's key file, the signature of a pass.
//!
//! Not here: where keys and records are kept (`ledger`), who may ask for what (`kiosk`). It is a crate of its own so that all
//! cryptography of the kiosk can be read in an hour. Randomness is an argument everywhere; `make_` is random, `derive_` is not.
//!
//! Primitives come from RustCrypto, dalek, rust-hpke and age and are touched in `hazmat` only.

mod envelope;
mod hazmat;
mod head;
mod keys;
mod owner;
mod pass;
mod place;
mod wrapped;

pub use envelope::{Envelope, LiveWrap, OpenedRecord};
pub use head::{HeadKey, open_head, seal_head};
pub use keys::{DayKey, DeviceKey, DeviceSigner, LedgerKey, LiveKey, PassIndexKey, verify_event};
pub use owner::{OwnerKey, OwnerPublic};
pub use pass::{PassSigner, verify_pass};
pub use place::{Place, Purpose};
pub use wrapped::{KeyName, WrappedKey};

/// What can go wrong, named by what was tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// Fewer bytes than the format has.
    #[error("the sealed bytes are cut short")]
    Truncated,
    /// A format version that this program does not know.
    #[error("the sealed bytes have an unknown format version")]
    Version,
    /// The layer under the day key does not open: another day's key, another place, or changed bytes.
    #[error("the day's layer does not open")]
    DayLayer,
    /// The envelope has no wrap of this kind.
    #[error("the record is not wrapped for this key")]
    NoWrap,
    /// The wrap of the record key does not open: another key, another place, or changed bytes.
    #[error("the record key does not open")]
    Wrap,
    /// The record key opens, but it is not the one that the record commits to.
    #[error("the record key is not the one that the record was sealed with")]
    Commitment,
    /// The body does not open: changed bytes.
    #[error("the record's body does not open")]
    Body,
    /// The head of an event does not open: another key, another place, or changed bytes.
    #[error("the event's head does not open")]
    Head,
    /// A stored key does not open: another wrapping key, another name, or changed bytes.
    #[error("the stored key does not open")]
    StoredKey,
    /// The owner's key file does not open: wrong passphrase or not such a file.
    #[error("the owner's key file does not open with this passphrase")]
    OwnerFile,
    /// The owner's key file opens but does not hold an owner's keys.
    #[error("the owner's key file holds something else")]
    OwnerFileContent,
}
