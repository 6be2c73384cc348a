//! What the codes at this door say: real texts of this project, their secrets drawn by lot.

use einlass_domain::{
    id::IssuerId,
    pass::{PassClaims, ProfileKey},
    phone::{Handle, PhoneCode, Step},
    pin_id::PinId,
    time::Day,
};

use crate::lots::Lots;

/// The pass on paper: 151 characters.
pub(crate) fn paper(lots: &mut Lots) -> String {
    let claims = PassClaims {
        issuer: IssuerId(bytes(lots)),
        pin_id: pin_id(lots),
        profile_key: ProfileKey::from_bytes(bytes(lots)),
        valid_from: Day(20_000 + lots.below(300) as i32),
        valid_until: Day(20_400 + lots.below(300) as i32),
    };
    claims.to_text(&bytes(lots)).expect("days of this decade fit")
}

/// The pass on a phone: 112 characters.
pub(crate) fn phone(lots: &mut Lots) -> String {
    let code = PhoneCode {
        issuer: IssuerId(bytes(lots)),
        handle: Handle(bytes(lots)),
        step: Step(lots.next() as u32),
        sealed: bytes(lots),
    };
    code.to_text()
}

fn pin_id(lots: &mut Lots) -> PinId {
    loop {
        if let Ok(pin_id) = PinId::from_number(lots.next() % 1_000_000_000_000) {
            return pin_id;
        }
    }
}

fn bytes<const N: usize>(lots: &mut Lots) -> [u8; N] {
    std::array::from_fn(|_| lots.next() as u8)
}
