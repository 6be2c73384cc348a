//! What is sealed: the profile behind a pass and the record of a visit (CBOR, RFC 8949).

use einlass_domain::{
    contact::Contact,
    event::ConsentBy,
    id::{EventId, VisitId},
    pin_id::PinId,
    time::Timestamp,
    words::Language,
};
use minicbor::{Decode, Encode};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// Who a pass belongs to. Sealed under the pass's own key and to the owner.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Profile {
    /// The number of the pass.
    #[n(0)]
    pub pin_id: PinId,
    /// How the visitor can be reached.
    #[n(1)]
    pub contact: Contact,
    /// The language that the visitor chose; none in profiles from before this was kept, or where none was chosen.
    #[n(2)]
    pub language: Option<Language>,
    /// Who agreed to the notice about the data; none in profiles from before this was kept, when everybody did for themselves.
    #[n(3)]
    pub consent: Option<ConsentBy>,
}

/// Who came. Sealed to the owner, to the pass if one was shown, and to the live key while the visit lasts.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct VisitRecord {
    /// The number of the pass.
    #[n(0)]
    pub pin_id: PinId,
    /// How the visitor can be reached; none when the number was typed, because only a pass opens its profile. The owner finds
    /// the profile by the number.
    #[n(1)]
    pub contact: Option<Contact>,
    /// Whether the visitor's address was to be confirmed and was not, when the visit began.
    #[n(2)]
    #[cbor(default)]
    pub unconfirmed: bool,
}

/// A message with a code that waits for its way out. Sealed to the live key, so that the kiosk itself can open it, until it is out.
#[derive(Encode, Decode, Zeroize, ZeroizeOnDrop)]
#[cbor(map)]
pub(crate) struct LetterRecord {
    /// The event that asked for the code.
    #[n(0)]
    #[zeroize(skip)]
    pub(crate) asked: EventId,
    #[n(1)]
    pub(crate) digits: String,
    /// When the code is of no use any more.
    #[n(2)]
    #[zeroize(skip)]
    pub(crate) until: Timestamp,
    #[n(3)]
    #[zeroize(skip)]
    pub(crate) language: Language,
    /// Where it goes: one of the two.
    #[n(4)]
    pub(crate) email: Option<String>,
    #[n(5)]
    pub(crate) phone: Option<String>,
}

/// By which endings a roll call lists people. Sealed to the live key until it ends: who has left since stays on the list by the number
/// on their pass, also when the machine was off in between.
#[derive(Encode, Decode, Zeroize, ZeroizeOnDrop)]
#[cbor(map)]
pub(crate) struct RollCallRecord {
    /// The last four digits of each pass, by the visit.
    #[n(0)]
    pub(crate) endings: Vec<CalledPass>,
}

/// A pass on the list.
#[derive(Encode, Decode, Zeroize)]
pub(crate) struct CalledPass {
    #[n(0)]
    #[zeroize(skip)]
    pub(crate) visit: VisitId,
    #[n(1)]
    pub(crate) ending: String,
}

/// No record is longer, in bytes, but for a roll call's.
const LONGEST: usize = 4_096;
/// No pass on a roll call's list takes up more, in bytes: a visit of 8 + 9 + 2, an ending of 5, and the array around them.
const LONGEST_CALLED: usize = 32;

impl RollCallRecord {
    /// Its bytes, wiped when dropped.
    pub(crate) fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        encode(self, LONGEST + LONGEST_CALLED * self.endings.len())
    }
}

/// The bytes of a record, wiped when dropped.
pub(crate) fn to_bytes<T: Encode<()>>(record: &T) -> Zeroizing<Vec<u8>> {
    encode(record, LONGEST)
}

fn encode<T: Encode<()>>(record: &T, longest: usize) -> Zeroizing<Vec<u8>> {
    // Room for all of it at once: a vector that grows would leave copies behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(longest));
    minicbor::encode(record, &mut *bytes).expect("writing to memory does not fail");
    bytes
}
