//! The zones of a venue, to any depth: stand, entrance, block, row, seat; and what makes one an infection cell.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};

use crate::id::ZoneId;

/// Zones above one another that are followed. A loop, which two kiosks could make without knowing of each other, ends here.
pub(crate) const DEEPEST: usize = 32;

/// The longest name, in characters.
pub const LONGEST_NAME: usize = 80;
/// What stands between the names of a path.
pub const PATH_MARK: &str = " / ";

/// A part of the venue.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct Zone {
    /// As people call it.
    #[n(0)]
    pub name: String,
    /// What it is.
    #[n(1)]
    pub kind: ZoneKind,
    /// What it is a part of; none when it is a part of the venue itself.
    #[n(2)]
    pub parent: Option<ZoneId>,
    /// How many people may be in it at once; none for any number.
    #[n(3)]
    pub capacity: Option<u32>,
    /// The longest stay in it, in minutes; none where that of the venue holds.
    #[n(4)]
    pub longest_stay_min: Option<u16>,
    /// What an infection needs to know of it.
    #[n(5)]
    pub cell: Cell,
}

/// What a zone is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum ZoneKind {
    /// A building or a stand.
    #[n(0)]
    Building,
    /// A way in.
    #[n(1)]
    Entrance,
    /// A block or a part of a hall.
    #[n(2)]
    Area,
    /// A room.
    #[n(3)]
    Room,
    /// A table.
    #[n(4)]
    Table,
    /// A row of seats.
    #[n(5)]
    Row,
    /// A seat.
    #[n(6)]
    Seat,
}

/// What describes a zone as an infection cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct Cell {
    /// Floor, in square metres.
    #[n(0)]
    pub area_m2: Option<f32>,
    /// Air, in cubic metres.
    #[n(1)]
    pub volume_m3: Option<f32>,
    /// Most people for ten square metres.
    #[n(2)]
    pub density_per_10_m2: Option<f32>,
    /// How the air is changed.
    #[n(3)]
    pub ventilation: Option<Ventilation>,
    /// What people do there.
    #[n(4)]
    pub activity: Option<Activity>,
    /// What takes place there.
    #[n(5)]
    pub event_type: Option<EventType>,
}

/// How the air of a zone is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Ventilation {
    /// It is outdoors.
    #[n(0)]
    Outdoors,
    /// By open windows.
    #[n(1)]
    Windows,
    /// By air handling, with this filter.
    #[n(2)]
    AirHandling(#[n(0)] Filter),
    /// Not at all.
    #[n(3)]
    Closed,
}

/// The filter of an air handling unit, by ISO 16890-1 (particle groups) and ISO 29463-1 (HEPA).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Filter {
    /// Nobody knows.
    #[n(0)]
    Unknown,
    /// ISO Coarse.
    #[n(1)]
    Coarse,
    /// ISO ePM10.
    #[n(2)]
    Epm10,
    /// ISO ePM2.5.
    #[n(3)]
    Epm2_5,
    /// ISO ePM1.
    #[n(4)]
    Epm1,
    /// ISO 35 H and better.
    #[n(5)]
    Hepa,
}

/// What people do in a zone, by how much they breathe out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Activity {
    /// They are silent.
    #[n(0)]
    Quiet,
    /// They speak.
    #[n(1)]
    Speaking,
    /// They eat and drink.
    #[n(2)]
    Eating,
    /// They sing or shout.
    #[n(3)]
    Singing,
    /// They do sports.
    #[n(4)]
    Sports,
}

/// What takes place in a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum EventType {
    /// People come and go.
    #[n(0)]
    Passage,
    /// They sit.
    #[n(1)]
    Seated,
    /// They stand.
    #[n(2)]
    Standing,
    /// They move about.
    #[n(3)]
    Moving,
}

/// A zone that cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnfitZone {
    /// It has no name, too long a one, or one that could not be told from a path.
    #[error("a zone's name has 1 to {LONGEST_NAME} characters, and no `/` that stands alone")]
    Name,
    /// Nobody could come in.
    #[error("a capacity is at least 1")]
    Capacity,
    /// No stay at all, or one that outlasts a day.
    #[error("a stay lasts from 1 minute to 24 hours")]
    Stay,
    /// Not a number, none at all, or below nothing.
    #[error("area, volume and density are above 0")]
    Measure,
}

impl Zone {
    /// Checks what the types do not.
    ///
    /// # Errors
    /// [`UnfitZone`], the first one that is found.
    pub fn check(&self) -> Result<(), UnfitZone> {
        let is_path = self.name.split_whitespace().any(|word| word == PATH_MARK.trim());
        if self.name.trim().is_empty() || self.name.chars().count() > LONGEST_NAME || is_path {
            return Err(UnfitZone::Name);
        }
        if self.capacity == Some(0) {
            return Err(UnfitZone::Capacity);
        }
        if self
            .longest_stay_min
            .is_some_and(|stay| !(1..=24 * 60).contains(&stay))
        {
            return Err(UnfitZone::Stay);
        }
        let Cell {
            area_m2,
            volume_m3,
            density_per_10_m2,
            ..
        } = self.cell;
        let measures = [area_m2, volume_m3, density_per_10_m2].into_iter().flatten();
        if measures
            .into_iter()
            .any(|measure| !(measure.is_finite() && measure > 0.0))
        {
            return Err(UnfitZone::Measure);
        }
        Ok(())
    }
}

/// The zones of a venue.
pub type Zones = BTreeMap<ZoneId, Zone>;

/// Whether `zone` is `around` or a part of it; everything is a part of the venue itself.
pub fn is_within(zones: &Zones, zone: Option<ZoneId>, around: Option<ZoneId>) -> bool {
    around.is_none() || above(zones, zone).any(|above| Some(above) == around)
}

/// The zone itself and everything it is a part of, from the inside out, without the venue.
pub fn above(zones: &Zones, zone: Option<ZoneId>) -> impl Iterator<Item = ZoneId> {
    let next = |zone: &ZoneId| zones.get(zone)?.parent;
    std::iter::successors(zone, next).take(DEEPEST)
}

/// `Osttribüne / Eingang B / Zone B2`: its name and those above it, from the outside in.
pub fn path(zones: &Zones, zone: ZoneId) -> String {
    let mut names: Vec<_> = above(zones, Some(zone))
        .filter_map(|zone| zones.get(&zone).map(|zone| zone.name.as_str()))
        .collect();
    names.reverse();
    names.join(PATH_MARK)
}

/// `Row 15 / Seat 27`: the path of a zone from `around` on, without it.
pub fn path_within(zones: &Zones, zone: ZoneId, around: Option<ZoneId>) -> String {
    let inner = above(zones, Some(zone)).take_while(|above| Some(*above) != around);
    let mut names: Vec<_> = inner
        .filter_map(|zone| zones.get(&zone).map(|zone| zone.name.as_str()))
        .collect();
    names.reverse();
    names.join(PATH_MARK)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u8) -> ZoneId {
        ZoneId([number; 8])
    }

    fn zone(name: &str, parent: Option<u8>) -> Zone {
        Zone {
            name: name.to_owned(),
            kind: ZoneKind::Area,
            parent: parent.map(id),
            capacity: None,
            longest_stay_min: None,
            cell: Cell::default(),
        }
    }

    #[test]
    fn a_seat_is_a_part_of_all_above_it_and_of_nothing_beside() {
        let names = [
            ("East stand", None),
            ("Entrance B", Some(0)),
            ("Row 15", Some(1)),
            ("Seat 27", Some(2)),
            ("West stand", None),
        ];
        let zones: Zones = (0..)
            .zip(names)
            .map(|(number, (name, parent))| (id(number), zone(name, parent)))
            .collect();
        assert_eq!(path(&zones, id(3)), "East stand / Entrance B / Row 15 / Seat 27");
        assert_eq!(path_within(&zones, id(3), Some(id(1))), "Row 15 / Seat 27");
        for around in [None, Some(id(0)), Some(id(1)), Some(id(2)), Some(id(3))] {
            assert!(is_within(&zones, Some(id(3)), around));
        }
        assert!(!is_within(&zones, Some(id(3)), Some(id(4))));
        assert!(
            !is_within(&zones, Some(id(0)), Some(id(3))),
            "a stand is no part of its seat"
        );
        assert!(!is_within(&zones, None, Some(id(0))), "nor the venue of a stand");
    }

    #[test]
    fn a_zone_that_cannot_be_is_refused() {
        let with = |change: fn(&mut Zone)| {
            let mut hall = zone("Room 3/4", None);
            change(&mut hall);
            hall.check()
        };
        assert_eq!(with(|_| ()), Ok(()));
        assert_eq!(with(|zone| zone.name = " ".to_owned()), Err(UnfitZone::Name));
        assert_eq!(with(|zone| zone.name = "a".repeat(81)), Err(UnfitZone::Name));
        assert_eq!(with(|zone| zone.name = "A / B".to_owned()), Err(UnfitZone::Name));
        assert_eq!(with(|zone| zone.capacity = Some(0)), Err(UnfitZone::Capacity));
        assert_eq!(
            with(|zone| zone.longest_stay_min = Some(1441)),
            Err(UnfitZone::Stay)
        );
        assert_eq!(
            with(|zone| zone.cell.area_m2 = Some(f32::NAN)),
            Err(UnfitZone::Measure)
        );
        assert_eq!(
            with(|zone| zone.cell.volume_m3 = Some(0.0)),
            Err(UnfitZone::Measure)
        );
    }

    #[test]
    fn a_loop_ends() {
        let zones: Zones = [(id(0), zone("A", Some(1))), (id(1), zone("B", Some(0)))].into();
        assert!(above(&zones, Some(id(0))).count() <= DEEPEST);
        assert!(!is_within(&zones, Some(id(0)), Some(id(7))));
    }
}
