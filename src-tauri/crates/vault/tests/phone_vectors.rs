//! What a phone was given once is understood for ever, and the page on the phone (`ui/phone`) makes the same codes from it as this
//! crate: both read `vectors/phone-1.json`.

#![expect(clippy::unwrap_used, reason = "a test stops where it is surprised")]

use einlass_domain::{
    pass::{PassClaims, ProfileKey},
    phone::{PhoneCode, Step},
    pin_id::PinId,
    time::Day,
};
use einlass_vault::{PassSigner, PhonePass};
use rand_core::{CryptoRng, Error, RngCore};
use serde_json::{Value, json};
use zeroize::Zeroizing;

const SECRET: &[u8; 32] = b"einlass pass vector 1 secret key";
const STEPS: [u32; 3] = [0, 59_666_666, u32::MAX];

/// Gives the nonce of a vector where a phone would give a random one.
struct Nonce(u8);

impl Nonce {
    fn of(step: u32) -> Self {
        Self(step.to_be_bytes()[3])
    }
}

impl RngCore for Nonce {
    fn next_u32(&mut self) -> u32 {
        unreachable!("a nonce is a whole byte string")
    }

    fn next_u64(&mut self) -> u64 {
        unreachable!("a nonce is a whole byte string")
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        bytes.fill(self.0);
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Error> {
        self.fill_bytes(bytes);
        Ok(())
    }
}

impl CryptoRng for Nonce {}

fn signer() -> PassSigner {
    PassSigner::from_bytes(&Zeroizing::new(*SECRET))
}

fn claims() -> PassClaims {
    PassClaims {
        issuer: signer().issuer(),
        pin_id: PinId::from_number(572_000_000_015).unwrap(),
        profile_key: ProfileKey::from_bytes(*b"0123456789abcdef"),
        valid_from: Day(20_778),
        valid_until: Day(21_143),
    }
}

fn frozen() -> Value {
    serde_json::from_str(include_str!("vectors/phone-1.json")).unwrap()
}

#[test]
fn the_venue_gives_the_phone_what_it_always_gave() {
    let given = signer().phone_pass(&claims()).unwrap().to_text();
    assert_eq!(frozen()["given"], *given);
}

#[test]
fn a_code_of_version_1_is_still_made_and_opened() {
    let frozen = frozen();
    let phone = PhonePass::read(frozen["given"].as_str().unwrap()).unwrap();
    let codes = frozen["codes"].as_array().unwrap();
    assert_eq!(codes.len(), STEPS.len());
    for (code, step) in codes.iter().zip(STEPS) {
        let text = code["code"].as_str().unwrap();
        assert_eq!(phone.code(Step(step), &mut Nonce::of(step)), text);
        let code = PhoneCode::parse(text.as_bytes()).unwrap();
        assert_eq!(signer().open_phone_code(&code), Ok((claims(), Step(step))));
    }
}

/// Writes the vectors of a new version; never run again for one that was released.
#[test]
#[ignore = "writes files"]
fn write_vectors() {
    let phone = signer().phone_pass(&claims()).unwrap();
    let codes: Vec<Value> = STEPS
        .iter()
        .map(|step| {
            let nonce = format!("{:02x}", Nonce::of(*step).0).repeat(12);
            let code = phone.code(Step(*step), &mut Nonce::of(*step));
            json!({ "step": step, "nonce": nonce, "code": code })
        })
        .collect();
    let vectors = json!({
        "given": *phone.to_text(),
        "pinId": claims().pin_id.grouped(),
        "validFrom": claims().valid_from.to_string(),
        "validUntil": claims().valid_until.to_string(),
        "codes": codes,
    });
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/phone-1.json");
    std::fs::write(path, format!("{vectors:#}\n")).unwrap();
}
