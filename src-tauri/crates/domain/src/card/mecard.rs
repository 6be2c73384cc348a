//! MECARD: `N:Family,Given;TEL:…;EMAIL:…;ADR:…;;` on one line.

use super::{Filling, cut, unescape};
use crate::contact::Field;

pub(super) fn read(text: &str, filling: &mut Filling) {
    for entry in cut(text, ';') {
        let Some((name, value)) = entry.split_once(':') else {
            continue;
        };
        match name.trim().to_ascii_uppercase().as_str() {
            "N" => match cut(value, ',').as_slice() {
                [family, given, ..] => {
                    filling.fill(Field::LastName, &unescape(family));
                    filling.fill(Field::FirstName, &unescape(given));
                }
                _ => filling.full_name(&unescape(value)),
            },
            "TEL" => filling.fill(Field::Phone, &unescape(value)),
            "EMAIL" => filling.fill(Field::Email, &unescape(value)),
            "ADR" => address(value, filling),
            // Birthday, note and whatever else: not asked for.
            _ => {}
        }
    }
}

/// Seven parts: box, room, house, town, region, postcode, country. Any other number is one text that only its writer understands.
fn address(value: &str, filling: &mut Filling) {
    match cut(value, ',').as_slice() {
        [_, _, street, town, _, postcode, _] => {
            filling.fill(Field::Street, &unescape(street));
            filling.fill(Field::Town, &unescape(town));
            filling.fill(Field::Postcode, &unescape(postcode));
        }
        _ => filling.fill(Field::Street, &unescape(value)),
    }
}
