//! Seats and tables: the places behind a door that a visitor can say to sit at.

use crate::{
    id::ZoneId,
    zone::{Zone, ZoneKind, Zones, is_within},
};

/// What the code of a seat begins with. Nothing of it is secret: it says where a chair is, and opens nothing.
const PREFIX: &str = "ELS1:";

/// Whether people sit at the zone itself: at a seat, or at a table that has no seats of its own.
pub fn is_place(zones: &Zones, zone: ZoneId) -> bool {
    match zones.get(&zone).map(|zone| zone.kind) {
        Some(ZoneKind::Seat) => true,
        Some(ZoneKind::Table) => zones.values().all(|part| part.parent != Some(zone)),
        Some(ZoneKind::Building | ZoneKind::Entrance | ZoneKind::Area | ZoneKind::Room | ZoneKind::Row)
        | None => false,
    }
}

/// Whether there are places in `around`.
pub fn has_places(zones: &Zones, around: Option<ZoneId>) -> bool {
    places(zones, around).next().is_some()
}

/// Every place in `around`.
pub fn places(zones: &Zones, around: Option<ZoneId>) -> impl Iterator<Item = ZoneId> {
    let inside = zones.keys().filter(move |zone| Some(**zone) != around);
    inside
        .copied()
        .filter(move |zone| is_place(zones, *zone) && is_within(zones, Some(*zone), around))
}

/// The parts of `zone` that are places or lead to some, as people count: seat 2 before seat 10.
pub fn ways_to_places(zones: &Zones, zone: Option<ZoneId>) -> Vec<ZoneId> {
    let parts = zones.iter().filter(|(_, part)| part.parent == zone);
    let mut ways: Vec<_> = parts
        .filter(|(id, _)| is_place(zones, **id) || has_places(zones, Some(**id)))
        .map(|(id, part)| (counted(&part.name), *id))
        .collect();
    ways.sort();
    ways.into_iter().map(|(_, id)| id).collect()
}

/// Whether nobody else can sit there while so many people do. A seat is one person's, a table is shared until it is full.
pub fn is_taken(place: &Zone, people: u32) -> bool {
    let room = match place.kind {
        ZoneKind::Seat => Some(place.capacity.unwrap_or(1)),
        ZoneKind::Building
        | ZoneKind::Entrance
        | ZoneKind::Area
        | ZoneKind::Room
        | ZoneKind::Table
        | ZoneKind::Row => place.capacity,
    };
    room.is_some_and(|room| people >= room)
}

/// The text of the code on a seat.
pub fn seat_code(seat: ZoneId) -> String {
    let digits: Vec<_> = seat.0.iter().map(|byte| format!("{byte:02X}")).collect();
    format!("{PREFIX}{}", digits.concat())
}

/// The seat that a code names, wherever it is.
pub fn read_seat_code(code: &[u8]) -> Option<ZoneId> {
    let digits = std::str::from_utf8(code).ok()?.strip_prefix(PREFIX)?;
    if digits.len() != 16 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let number = u64::from_str_radix(digits, 16).ok()?;
    Some(ZoneId(number.to_be_bytes()))
}

/// A name in pieces that sort as people count.
fn counted(name: &str) -> Vec<(String, u64)> {
    let mut pieces = vec![(String::new(), 0_u64)];
    let mut in_number = false;
    for character in name.chars() {
        match character.to_digit(10) {
            Some(digit) => {
                let number = &mut pieces.last_mut().expect("there is a first piece").1;
                *number = number.saturating_mul(10).saturating_add(digit.into());
                in_number = true;
            }
            None => {
                if in_number {
                    pieces.push((String::new(), 0));
                    in_number = false;
                }
                let text = &mut pieces.last_mut().expect("there is a first piece").0;
                text.extend(character.to_lowercase());
            }
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::zone::Cell;

    fn id(number: u8) -> ZoneId {
        ZoneId([number; 8])
    }

    fn zone(name: &str, kind: ZoneKind, parent: Option<u8>) -> Zone {
        Zone {
            name: name.to_owned(),
            kind,
            parent: parent.map(id),
            capacity: None,
            longest_stay_min: None,
            cell: Cell::default(),
        }
    }

    fn hall() -> Zones {
        [
            (0, zone("Hall", ZoneKind::Room, None)),
            (1, zone("Row 1", ZoneKind::Row, Some(0))),
            (2, zone("Seat 10", ZoneKind::Seat, Some(1))),
            (3, zone("Seat 2", ZoneKind::Seat, Some(1))),
            (4, zone("Table", ZoneKind::Table, Some(0))),
            (5, zone("Bar", ZoneKind::Area, Some(0))),
            (6, zone("Round table", ZoneKind::Table, Some(0))),
            (7, zone("Chair", ZoneKind::Seat, Some(6))),
            (8, zone("Yard", ZoneKind::Area, None)),
        ]
        .into_iter()
        .map(|(number, zone)| (id(number), zone))
        .collect()
    }

    #[test]
    fn places_are_seats_and_tables_without_seats_and_are_counted_as_people_count() {
        let zones = hall();
        assert_eq!(
            places(&zones, None).collect::<Vec<_>>(),
            [id(2), id(3), id(4), id(7)]
        );
        assert_eq!(ways_to_places(&zones, Some(id(1))), [id(3), id(2)]);
        assert_eq!(
            ways_to_places(&zones, Some(id(0))),
            [id(6), id(1), id(4)],
            "the bar leads nowhere"
        );
        assert_eq!(ways_to_places(&zones, None), [id(0)]);
        assert!(has_places(&zones, None));
        assert!(!has_places(&zones, Some(id(8))));
        assert!(!has_places(&zones, Some(id(3))), "a seat is no place in itself");
    }

    #[test]
    fn a_seat_is_for_one_and_a_table_is_shared_until_it_is_full() {
        let seat = zone("Seat", ZoneKind::Seat, None);
        assert!(!is_taken(&seat, 0));
        assert!(is_taken(&seat, 1));
        let mut table = zone("Table", ZoneKind::Table, None);
        assert!(!is_taken(&table, 1_000));
        table.capacity = Some(4);
        assert!(!is_taken(&table, 3));
        assert!(is_taken(&table, 4));
    }

    #[test]
    fn a_seats_code_names_it_and_nothing_else_does() {
        let seat = ZoneId([0, 1, 2, 0xab, 0xcd, 0xef, 0xfe, 0xff]);
        assert_eq!(seat_code(seat), "ELS1:000102ABCDEFFEFF");
        assert_eq!(read_seat_code(seat_code(seat).as_bytes()), Some(seat));
        for other in [
            "",
            "ELS1:",
            "ELS1:000102ABCDEFFE",
            "ELS1:+00102ABCDEFFEFF",
            "EL1:000102ABCDEFFEFF",
        ] {
            assert_eq!(read_seat_code(other.as_bytes()), None, "{other}");
        }
    }
}
