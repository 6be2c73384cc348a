//! From the lines of a list to what would change.

use std::collections::BTreeMap;

use super::{
    ACTIVITY, AREA, CAPACITY, COLUMNS, DENSITY, EVENT_TYPE, FILTER, KIND, LONGEST_STAY, NAME, PARENT,
    VENTILATION, VOLUME, by_path, find, range,
};
use crate::{
    id::ZoneId,
    lists::{
        Finding, MOST_ROWS, Problem, Unreadable, Word, check_name,
        table::{self, Row},
    },
    zone::{
        Activity, Cell, DEEPEST, EventType, Filter, LONGEST_NAME, PATH_MARK, Ventilation, Zone, ZoneKind,
        Zones,
    },
};

const MOST_PEOPLE: u32 = 1_000_000;
const LONGEST_STAY_MIN: u32 = 24 * 60;
const LARGEST_MEASURE: u32 = 10_000_000;

/// What an import would do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ZonePlan {
    /// Zones that are not there yet.
    pub added: Zones,
    /// Zones that would be another way.
    pub changed: Zones,
    /// How many are as the list has them.
    pub unchanged: usize,
    /// What is wrong, by line. Zones of wrong lines are in none of the above, and neither are their parts.
    pub wrong: Vec<Finding>,
}

/// Compares a list with the zones of the venue. New zones get their names from `make_id`.
///
/// # Errors
/// [`Unreadable`], when no line can be judged.
pub fn plan(
    bytes: &[u8],
    zones: &Zones,
    make_id: &mut dyn FnMut() -> ZoneId,
) -> Result<ZonePlan, Unreadable> {
    let mut plan = ZonePlan::default();
    let mut lines = Vec::new();
    for mut row in table::read(bytes, &COLUMNS)? {
        let line = if row.is_even() {
            Line::judge(&mut row)
        } else {
            None
        };
        // A line with a finding changes nothing, however much of it is right.
        lines.extend(line.filter(|_| row.findings.is_empty()));
        plan.wrong.append(&mut row.findings);
    }
    // What lies further out first; lines may stand in any order.
    lines.sort_by_key(Line::depth);
    let mut known = by_path(zones);
    let mut told = BTreeMap::new();
    for line in lines {
        match line.place(zones, &known, &mut told) {
            Err((column, problem)) => plan.wrong.push(Finding {
                line: line.number,
                column: Some(column),
                problem,
            }),
            Ok((parent, names)) => {
                for name in names {
                    let path = line.path_of(&name);
                    line.settle(path, name, parent, zones, &mut known, &mut plan, make_id);
                }
                if told.len() > MOST_ROWS {
                    return Err(Unreadable::TooMany);
                }
            }
        }
    }
    plan.wrong.sort_by_key(|finding| finding.line);
    Ok(plan)
}

/// A column and what is wrong in it.
type InCell = (&'static str, Problem);

/// A line whose cells are right by themselves. Of what can be left out, the outer option is whether the column is there.
struct Line {
    number: u64,
    around: String,
    name: String,
    kind: ZoneKind,
    capacity: Option<Option<u32>>,
    longest_stay_min: Option<Option<u32>>,
    area_m2: Option<Option<f32>>,
    volume_m3: Option<Option<f32>>,
    density_per_10_m2: Option<Option<f32>>,
    ventilation: Option<Option<Ventilation>>,
    filter: Option<Option<Filter>>,
    activity: Option<Option<Activity>>,
    event_type: Option<Option<EventType>>,
}

impl Line {
    fn judge(row: &mut Row) -> Option<Self> {
        let name = row.text(NAME).to_owned();
        row.note(NAME, check_name(&name));
        let kind = match row.text(KIND) {
            "" => Err(Problem::Missing),
            text => ZoneKind::read(text),
        };
        let kind = row.note(KIND, kind);
        let ventilation = optional(row, VENTILATION, Ventilation::read);
        let filter = optional(row, FILTER, Filter::read);
        if matches!(filter, Some(Some(_))) && !matches!(ventilation, Some(Some(Ventilation::AirHandling(_))))
        {
            row.wrong(FILTER, Problem::FilterAlone);
        }
        let line = Self {
            number: row.line,
            around: row.text(PARENT).to_owned(),
            name,
            kind: ZoneKind::Area,
            capacity: optional(row, CAPACITY, |text| whole(text, MOST_PEOPLE)),
            longest_stay_min: optional(row, LONGEST_STAY, |text| whole(text, LONGEST_STAY_MIN)),
            area_m2: optional(row, AREA, measure),
            volume_m3: optional(row, VOLUME, measure),
            density_per_10_m2: optional(row, DENSITY, measure),
            ventilation,
            filter,
            activity: optional(row, ACTIVITY, Activity::read),
            event_type: optional(row, EVENT_TYPE, EventType::read),
        };
        if line.depth() >= DEEPEST {
            row.wrong(PARENT, Problem::TooDeep(DEEPEST - 1));
        }
        Some(Self { kind: kind?, ..line })
    }

    /// How many zones are around it.
    fn depth(&self) -> usize {
        if self.around.is_empty() {
            0
        } else {
            self.around.split(PATH_MARK).count()
        }
    }

    fn path_of(&self, name: &str) -> String {
        if self.around.is_empty() {
            name.to_owned()
        } else {
            format!("{}{PATH_MARK}{name}", self.around)
        }
    }

    /// What it is a part of, and the names that it stands for; all of them are noted as told, or none.
    fn place(
        &self,
        zones: &Zones,
        known: &BTreeMap<String, Option<ZoneId>>,
        told: &mut BTreeMap<String, u64>,
    ) -> Result<(Option<ZoneId>, Vec<String>), InCell> {
        let parent = if self.around.is_empty() {
            None
        } else {
            Some(find(known, &self.around).map_err(|problem| (PARENT, problem))?)
        };
        // A zone that is really called `Seat 1-27` stays one.
        let is_one = known
            .get(&self.path_of(&self.name))
            .is_some_and(|id| id.is_none_or(|id| zones.contains_key(&id)));
        let names = if is_one {
            vec![self.name.clone()]
        } else {
            range::expand(&self.name, self.kind).map_err(|problem| (NAME, problem))?
        };
        for name in &names {
            let path = self.path_of(name);
            if name.chars().count() > LONGEST_NAME {
                return Err((NAME, Problem::TooLong(LONGEST_NAME)));
            }
            if let Some(line) = told.get(&path) {
                return Err((NAME, Problem::Twice(path, *line)));
            }
            if known.get(&path) == Some(&None) {
                return Err((NAME, Problem::Ambiguous(path)));
            }
        }
        told.extend(names.iter().map(|name| (self.path_of(name), self.number)));
        Ok((parent, names))
    }

    /// Puts one zone where it belongs in the plan.
    #[expect(clippy::too_many_arguments, reason = "the parts of one loop")]
    fn settle(
        &self,
        path: String,
        name: String,
        parent: Option<ZoneId>,
        zones: &Zones,
        known: &mut BTreeMap<String, Option<ZoneId>>,
        plan: &mut ZonePlan,
        make_id: &mut dyn FnMut() -> ZoneId,
    ) {
        let old = known.get(&path).copied().flatten();
        if let Some((id, old)) = old.and_then(|id| Some((id, zones.get(&id)?))) {
            let new = self.fill(old.clone());
            if new == *old {
                plan.unchanged += 1;
            } else {
                plan.changed.insert(id, new);
            }
            return;
        }
        let id = make_id();
        known.insert(path, Some(id));
        let bare = Zone {
            name,
            kind: self.kind,
            parent,
            capacity: None,
            longest_stay_min: None,
            cell: Cell::default(),
        };
        plan.added.insert(id, self.fill(bare));
    }

    fn fill(&self, old: Zone) -> Zone {
        let stay = self.longest_stay_min;
        Zone {
            kind: self.kind,
            capacity: self.capacity.unwrap_or(old.capacity),
            longest_stay_min: stay.map_or(old.longest_stay_min, |stay| {
                stay.and_then(|stay| stay.try_into().ok())
            }),
            cell: Cell {
                area_m2: self.area_m2.unwrap_or(old.cell.area_m2),
                volume_m3: self.volume_m3.unwrap_or(old.cell.volume_m3),
                density_per_10_m2: self.density_per_10_m2.unwrap_or(old.cell.density_per_10_m2),
                ventilation: self.ventilation_over(old.cell.ventilation),
                activity: self.activity.unwrap_or(old.cell.activity),
                event_type: self.event_type.unwrap_or(old.cell.event_type),
            },
            ..old
        }
    }

    fn ventilation_over(&self, old: Option<Ventilation>) -> Option<Ventilation> {
        match (self.ventilation.unwrap_or(old), self.filter, old) {
            // Only a list with filters says something about the filter.
            (Some(Ventilation::AirHandling(_)), None, Some(Ventilation::AirHandling(filter))) => {
                Some(Ventilation::AirHandling(filter))
            }
            (Some(Ventilation::AirHandling(_)), filter, _) => {
                let filter = filter.flatten().unwrap_or(Filter::Unknown);
                Some(Ventilation::AirHandling(filter))
            }
            (other, _, _) => other,
        }
    }
}

/// None where there is no such column; none in it where the cell is empty.
fn optional<T>(
    row: &mut Row,
    column: &'static str,
    read: impl FnOnce(&str) -> Result<T, Problem>,
) -> Option<Option<T>> {
    let text = row.get(column)?.to_owned();
    if text.is_empty() {
        return Some(None);
    }
    Some(row.note(column, read(&text)))
}

fn whole(text: &str, most: u32) -> Result<u32, Problem> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|number| (1..=most).contains(number));
    number.filter(|_| is_plain).ok_or(Problem::NoNumber(1, most))
}

fn measure(text: &str) -> Result<f32, Problem> {
    let is_plain = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || b".,".contains(&byte));
    let number = text.replace(',', ".").parse::<f32>().ok();
    number
        .filter(|number| is_plain && *number > 0.0 && *number <= LARGEST_MEASURE as f32)
        .ok_or(Problem::NoMeasure(LARGEST_MEASURE))
}
