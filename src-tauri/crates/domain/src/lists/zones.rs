//! Zones and seats as a list.
//!
//! | column | what stands in it |
//! |---|---|
//! | `parent` | the zones around it, from the outside in: `East stand / Entrance B / Row 15`; empty for the venue itself |
//! | `name` | its name; `Seat 1-27` stands for 27 seats, also for tables and rows |
//! | `kind` | `building`, `entrance`, `area`, `room`, `table`, `row`, `seat` |
//! | `capacity` | people at once |
//! | `longest_stay_min` | minutes, up to 1440 |
//! | `area_m2`, `volume_m3`, `density_per_10_m2` | measures, with decimal point or comma |
//! | `ventilation` | `outdoors`, `windows`, `air-handling`, `closed` |
//! | `filter` | of the air handling: `unknown`, `coarse`, `epm10`, `epm2.5`, `epm1`, `hepa` |
//! | `activity` | `quiet`, `speaking`, `eating`, `singing`, `sports` |
//! | `event_type` | `passage`, `seated`, `standing`, `moving` |
//!
//! A zone is known by its path, so a list can be imported again. A column that is not there leaves what is known as it is; an empty
//! cell clears it. Zones that a list does not name stay.

mod plan;
mod range;

pub use plan::{ZonePlan, plan};

use std::collections::BTreeMap;

use super::{
    Problem, Word,
    table::{self, Column},
    tidy,
};
use crate::{
    id::ZoneId,
    zone::{DEEPEST, LONGEST_NAME, PATH_MARK, Ventilation, Zone, Zones, above, path},
};

const PARENT: &str = "parent";
const NAME: &str = "name";
const KIND: &str = "kind";
const CAPACITY: &str = "capacity";
const LONGEST_STAY: &str = "longest_stay_min";
const AREA: &str = "area_m2";
const VOLUME: &str = "volume_m3";
const DENSITY: &str = "density_per_10_m2";
const VENTILATION: &str = "ventilation";
const FILTER: &str = "filter";
const ACTIVITY: &str = "activity";
const EVENT_TYPE: &str = "event_type";

/// The columns of a list of zones.
pub const COLUMNS: [Column; 12] = [
    Column {
        name: PARENT,
        is_needed: false,
        longest: DEEPEST * (LONGEST_NAME + PATH_MARK.len()),
    },
    Column {
        name: NAME,
        is_needed: true,
        longest: LONGEST_NAME,
    },
    Column {
        is_needed: true,
        ..short(KIND)
    },
    short(CAPACITY),
    short(LONGEST_STAY),
    short(AREA),
    short(VOLUME),
    short(DENSITY),
    short(VENTILATION),
    short(FILTER),
    short(ACTIVITY),
    short(EVENT_TYPE),
];

const fn short(name: &'static str) -> Column {
    Column {
        name,
        is_needed: false,
        longest: 20,
    }
}

/// Writes all zones, a zone before its parts, numbers in their order. Zones that would be parts of themselves are left out.
pub fn export(zones: &Zones) -> String {
    table::write(
        &COLUMNS,
        in_order(zones).into_iter().map(|(_, zone)| {
            let around = zone.parent.map(|parent| path(zones, parent));
            cells(around.unwrap_or_default(), zone)
        }),
    )
}

/// All zones, a zone before its parts, numbers in their order.
pub fn in_order(zones: &Zones) -> Vec<(ZoneId, &Zone)> {
    let mut ordered: Vec<_> = zones
        .iter()
        .filter(|(id, _)| above(zones, Some(**id)).count() < DEEPEST)
        .map(|(id, zone)| (sort_key(zones, *id), *id, zone))
        .collect();
    ordered.sort_by(|one, other| (&one.0, one.1).cmp(&(&other.0, other.1)));
    ordered.into_iter().map(|(_, id, zone)| (id, zone)).collect()
}

/// Finds zones by their paths, as [`tidy`] writes them; none where two are called so.
pub fn by_path(zones: &Zones) -> BTreeMap<String, Option<ZoneId>> {
    let mut found = BTreeMap::new();
    for id in zones.keys() {
        found
            .entry(tidy(&path(zones, *id)))
            .and_modify(|known| *known = None)
            .or_insert(Some(*id));
    }
    found
}

/// The zone of this path.
///
/// # Errors
/// [`Problem::NoZone`], [`Problem::Ambiguous`].
pub fn find(by_path: &BTreeMap<String, Option<ZoneId>>, path: &str) -> Result<ZoneId, Problem> {
    let path = tidy(path);
    match by_path.get(&path) {
        Some(Some(zone)) => Ok(*zone),
        Some(None) => Err(Problem::Ambiguous(path)),
        None => Err(Problem::NoZone(path)),
    }
}

fn cells(around: String, zone: &Zone) -> Vec<String> {
    let text = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
    // Spreadsheets that expect `;` expect a decimal comma; with a point, some would make 12.5 a day in May.
    let measure = |measure: Option<f32>| {
        let text = measure.map(|measure| measure.to_string());
        text.unwrap_or_default().replace('.', ",")
    };
    let cell = &zone.cell;
    let filter = cell.ventilation.and_then(|ventilation| match ventilation {
        Ventilation::AirHandling(filter) => Some(filter),
        Ventilation::Outdoors | Ventilation::Windows | Ventilation::Closed => None,
    });
    vec![
        around,
        zone.name.clone(),
        zone.kind.word().to_owned(),
        text(zone.capacity),
        text(zone.longest_stay_min.map(u32::from)),
        measure(cell.area_m2),
        measure(cell.volume_m3),
        measure(cell.density_per_10_m2),
        word(cell.ventilation),
        word(filter),
        word(cell.activity),
        word(cell.event_type),
    ]
}

fn word<W: Word>(one: Option<W>) -> String {
    one.map(W::word).unwrap_or_default().to_owned()
}

/// The names from the outside in, each as texts and numbers in turn, so that seat 2 comes before seat 10.
fn sort_key(zones: &Zones, zone: ZoneId) -> Vec<Vec<(String, u64)>> {
    let mut names: Vec<_> = above(zones, Some(zone))
        .filter_map(|zone| Some(parts(&zones.get(&zone)?.name)))
        .collect();
    names.reverse();
    names
}

fn parts(name: &str) -> Vec<(String, u64)> {
    let mut parts = Vec::new();
    let mut rest = name;
    while !rest.is_empty() {
        let is_digit = |c: char| c.is_ascii_digit();
        let digits_at = rest.find(is_digit).unwrap_or(rest.len());
        let (text, tail) = rest.split_at(digits_at);
        let digits_end = tail.find(|c| !is_digit(c)).unwrap_or(tail.len());
        let (digits, tail) = tail.split_at(digits_end);
        parts.push((text.to_owned(), digits.parse().unwrap_or(u64::MAX)));
        rest = tail;
    }
    parts
}

#[cfg(test)]
mod tests;
