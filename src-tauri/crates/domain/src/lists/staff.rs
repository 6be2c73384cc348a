//! Members of staff as a list: `name`, `role` (`entrance`, `shift-lead`, `back-office`, `owner`, `technician`) and `area` (`venue`,
//! `kiosk`, `kiosk:` and a device, `zone:` and a path; the venue where there is no such column or nothing in it).
//!
//! Somebody is known by name. No PIN ever stands in a list. Whom a list does not name stays.

use std::collections::BTreeMap;

use super::{
    Finding, Problem, Unreadable, Word, check_name,
    table::{self, Column},
    tidy, zones,
};
use crate::{
    id::{DeviceId, StaffId, ZoneId},
    staff::{Area, Role, StaffAccount},
    zone::{LONGEST_NAME, Zones, path},
};

const NAME: &str = "name";
const ROLE: &str = "role";
const AREA: &str = "area";
const ZONE_MARK: &str = "zone:";
const KIOSK_MARK: &str = "kiosk:";

/// The columns of a list of staff.
pub const COLUMNS: [Column; 3] = [
    Column {
        name: NAME,
        is_needed: true,
        longest: LONGEST_NAME,
    },
    Column {
        name: ROLE,
        is_needed: true,
        longest: 20,
    },
    Column {
        name: AREA,
        is_needed: false,
        longest: zones::COLUMNS[0].longest,
    },
];

/// Somebody as a list has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// As colleagues call them.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Where they work.
    pub area: Area,
}

impl Member {
    /// Whether somebody can be called so, by the rules for a line of a list.
    ///
    /// # Errors
    /// [`Problem`].
    pub fn check_name(&self) -> Result<(), Problem> {
        if self.name.chars().any(table::is_invisible) {
            return Err(Problem::Invisible);
        }
        check_name(&self.name)
    }
}

/// What an import would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StaffPlan {
    /// Who is new, and needs a PIN.
    pub added: Vec<Member>,
    /// Who would have another role or area.
    pub changed: Vec<(StaffId, Member)>,
    /// How many are as the list has them.
    pub unchanged: usize,
    /// What is wrong, by line. Nobody of a wrong line is in any of the above.
    pub wrong: Vec<Finding>,
}

/// What areas are read and written with.
#[derive(Clone, Copy, Debug)]
pub struct Places<'a> {
    /// The zones of the venue.
    pub zones: &'a Zones,
    /// This kiosk.
    pub here: DeviceId,
}

/// Compares a list with the staff of the venue.
///
/// # Errors
/// [`Unreadable`], when no line can be judged.
pub fn plan<'a>(
    bytes: &[u8],
    staff: impl Iterator<Item = (StaffId, &'a StaffAccount)>,
    places: Places<'_>,
) -> Result<StaffPlan, Unreadable> {
    let known: BTreeMap<String, _> = staff
        .map(|(id, account)| (tidy(&account.name), (id, account)))
        .collect();
    let by_path = zones::by_path(places.zones);
    let mut told = BTreeMap::new();
    let mut plan = StaffPlan::default();
    for mut row in table::read(bytes, &COLUMNS)? {
        let member = if row.is_even() {
            judge(&mut row, &by_path, places.here)
        } else {
            None
        };
        if let Some(member) = &member
            && let Some(line) = told.insert(member.name.clone(), row.line)
        {
            row.wrong(NAME, Problem::Twice(member.name.clone(), line));
        }
        let is_right = row.findings.is_empty();
        plan.wrong.append(&mut row.findings);
        let Some(member) = member.filter(|_| is_right) else {
            continue;
        };
        match known.get(&member.name) {
            None => plan.added.push(member),
            Some((_, account)) if (account.role, account.area) == (member.role, member.area) => {
                plan.unchanged += 1;
            }
            Some((id, _)) => plan.changed.push((*id, member)),
        }
    }
    Ok(plan)
}

fn judge(row: &mut table::Row, by_path: &BTreeMap<String, Option<ZoneId>>, here: DeviceId) -> Option<Member> {
    let name = row.text(NAME).to_owned();
    row.note(NAME, check_name(&name));
    let role = match row.text(ROLE) {
        "" => Err(Problem::Missing),
        text => Role::read(text),
    };
    let role = row.note(ROLE, role);
    let area = read_area_among(row.text(AREA), by_path, here);
    let area = row.note(AREA, area);
    Some(Member {
        name,
        role: role?,
        area: area?,
    })
}

/// Reads an area as it stands in a list; nothing is the venue.
///
/// # Errors
/// [`Problem::NoArea`], [`Problem::NoZone`], [`Problem::Ambiguous`].
pub fn read_area(text: &str, places: Places<'_>) -> Result<Area, Problem> {
    read_area_among(text, &zones::by_path(places.zones), places.here)
}

fn read_area_among(
    text: &str,
    by_path: &BTreeMap<String, Option<ZoneId>>,
    here: DeviceId,
) -> Result<Area, Problem> {
    if let Some(path) = text.strip_prefix(ZONE_MARK) {
        return zones::find(by_path, path).map(Area::Zone);
    }
    if let Some(device) = text.strip_prefix(KIOSK_MARK) {
        let is_hex = device.len() == 16 && device.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = u64::from_str_radix(device, 16).ok().filter(|_| is_hex);
        return number
            .map(|number| Area::Kiosk(DeviceId(number.to_be_bytes())))
            .ok_or(Problem::NoArea);
    }
    match text {
        "" | "venue" => Ok(Area::Venue),
        "kiosk" => Ok(Area::Kiosk(here)),
        _ => Err(Problem::NoArea),
    }
}

/// Writes an area as [`read_area`] reads it. That of a zone which is one no more names none.
pub fn write_area(area: Area, places: Places<'_>) -> String {
    match area {
        Area::Venue => "venue".to_owned(),
        Area::Kiosk(device) if device == places.here => "kiosk".to_owned(),
        Area::Kiosk(device) => format!("{KIOSK_MARK}{device}"),
        Area::Zone(zone) => format!("{ZONE_MARK}{}", path(places.zones, zone)),
    }
}

/// Writes all members of staff, by name.
pub fn export<'a>(staff: impl Iterator<Item = &'a StaffAccount>, places: Places<'_>) -> String {
    let mut rows: Vec<_> = staff
        .map(|account| {
            vec![
                account.name.clone(),
                account.role.word().to_owned(),
                write_area(account.area, places),
            ]
        })
        .collect();
    rows.sort();
    table::write(&COLUMNS, rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        staff::PinHash,
        zone::{Cell, Zone, ZoneKind},
    };

    const HERE: DeviceId = DeviceId([7; 8]);
    const STAND: ZoneId = ZoneId([1; 8]);

    fn zones() -> Zones {
        let stand = Zone {
            name: "East stand".to_owned(),
            kind: ZoneKind::Building,
            parent: None,
            capacity: None,
            longest_stay_min: None,
            cell: Cell::default(),
        };
        [(STAND, stand)].into()
    }

    fn account(name: &str, role: Role, area: Area) -> StaffAccount {
        StaffAccount {
            name: name.to_owned(),
            role,
            area,
            pin: PinHash(vec![]),
            totp: None,
        }
    }

    fn planned(list: &str, staff: &[StaffAccount]) -> StaffPlan {
        let zones = zones();
        let places = Places {
            zones: &zones,
            here: HERE,
        };
        let staff = (0_u64..).map(|number| StaffId(number.to_be_bytes())).zip(staff);
        plan(list.as_bytes(), staff, places).unwrap()
    }

    #[test]
    fn a_list_of_staff_comes_back_unchanged() {
        let list = "name;role;area\n=Eva;entrance;zone:East stand\nBo;Back-Office;\nIda;owner;kiosk\n\
                    Kim;technician;kiosk:0123456789abcdef\nUma;shift-lead;venue\n";
        let made = planned(list, &[]);
        assert_eq!(made.wrong, []);
        let areas: Vec<_> = made.added.iter().map(|member| member.area).collect();
        let far = DeviceId([0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef]);
        let kiosks = [Area::Kiosk(HERE), Area::Kiosk(far)];
        assert_eq!(
            areas,
            [Area::Zone(STAND), Area::Venue, kiosks[0], kiosks[1], Area::Venue]
        );

        let staff: Vec<_> = made
            .added
            .iter()
            .map(|member| account(&member.name, member.role, member.area))
            .collect();
        let zones = zones();
        let places = Places {
            zones: &zones,
            here: HERE,
        };
        let again = planned(&export(staff.iter(), places), &staff);
        assert_eq!(
            (again.unchanged, again.added, again.changed, again.wrong),
            (5, vec![], vec![], vec![])
        );
        let moved = planned("name;role\nBo;entrance\n=Eva;entrance\n", &staff);
        let names: Vec<_> = moved
            .changed
            .iter()
            .map(|(_, member)| member.name.as_str())
            .collect();
        assert_eq!(names, ["Bo", "=Eva"], "whoever has no area works in the venue");
    }

    #[test]
    fn every_wrong_line_is_named() {
        let list = "name;role;area\n;boss;zone:West stand\nEva;;kiosk:1\nBo;owner;\nBo;entrance;hall\n";
        let found: Vec<_> = planned(list, &[])
            .wrong
            .into_iter()
            .map(|finding| (finding.line, finding.column.unwrap_or_default(), finding.problem))
            .collect();
        let roles = "entrance, shift-lead, back-office, owner, technician".to_owned();
        assert_eq!(
            found,
            [
                (2, NAME, Problem::Missing),
                (2, ROLE, Problem::NoWord(roles)),
                (2, AREA, Problem::NoZone("West stand".to_owned())),
                (3, ROLE, Problem::Missing),
                (3, AREA, Problem::NoArea),
                (5, AREA, Problem::NoArea),
            ]
        );
        let twice = planned("name;role\nBo;owner\nBo;entrance\n", &[]).wrong;
        assert_eq!(twice[0].problem, Problem::Twice("Bo".to_owned(), 2));
    }
}
