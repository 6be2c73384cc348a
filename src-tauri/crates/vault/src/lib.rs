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
mod phone;
mod pin;
mod place;
mod recovery;
mod ring;
mod sealed_file;
mod totp;
mod wrapped;

pub use envelope::{Envelope, LiveWrap, OpenedRecord, OwnerWrap};
pub use head::{HeadKey, open_head, seal_head};
pub use keys::{DayKey, DeviceKey, DeviceSigner, LedgerKey, LiveKey, PassIndexKey, PinPepper, verify_event};
pub use owner::{OwnerKey, OwnerPublic, VenueKeys};
pub use pass::{PassSigner, verify_pass};
pub use phone::PhonePass;
pub use pin::{hash_pin, verify_pin};
pub use place::{Place, Purpose};
pub use recovery::{KeyPart, NEEDED, PARTS, PaperKey};
pub use ring::{DatedKey, DeviceDay, KeyRing};
pub use sealed_file::{SealedFileError, open_file, seal_file};
pub use totp::{TOTP_STEP_MS, make_totp_secret, totp_step, totp_text, totp_uri};
pub use wrapped::{KeyName, open_wrapped_key};

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
    /// An owner's key of format 1: what needs the seed cannot be done with it.
    #[error("this owner's key is of the first format, which has no paper key and cannot restore a venue")]
    NoSeed,
    /// A paper key was misread, or it is something else.
    #[error("this is no owner's key or part of one; look for a misread letter or a missing word")]
    PaperKey,
    /// Fewer parts than are needed.
    #[error("two different parts of the owner's key are needed")]
    PartsMissing,
    /// The parts are not of the same key.
    #[error("these are parts of different keys, or a part's number is wrong")]
    PartsDiffer,
}
