use proptest::prelude::*;

use super::*;
use crate::{
    lists::{Finding, Problem, Unreadable},
    zone::{Activity, Cell, EventType, Filter, ZoneKind},
};

/// Names for new zones: 1, 2, 3 …
fn planned(list: &str, zones: &Zones) -> ZonePlan {
    try_plan(list, zones).unwrap()
}

fn try_plan(list: &str, zones: &Zones) -> Result<ZonePlan, Unreadable> {
    let mut last = zones.len() as u64;
    plan(list.as_bytes(), zones, &mut || {
        last += 1;
        ZoneId(last.to_be_bytes())
    })
}

fn paths(zones: &Zones) -> Vec<String> {
    let ordered = in_order(zones);
    ordered.into_iter().map(|(id, _)| path(zones, id)).collect()
}

fn finding(line: u64, column: &'static str, problem: Problem) -> Finding {
    Finding {
        line,
        column: Some(column),
        problem,
    }
}

#[test]
fn a_stadium_is_three_lines_and_its_list_comes_back_unchanged() {
    let list = "name,parent,kind,capacity,ventilation,filter,volume_m3\n\
                Seat 1-1000,East stand / Row 15,seat,,,,\n\
                Row 15,East stand,row,1000,outdoors,,\n\
                East stand,,building,12000,air-handling,hepa,\"12,5\"\n";
    let made = planned(list, &Zones::new());
    assert_eq!(made.wrong, []);
    assert_eq!(
        (made.added.len(), made.changed.len(), made.unchanged),
        (1_002, 0, 0)
    );
    let zones = made.added;
    let all = paths(&zones);
    assert_eq!(all[..2], ["East stand", "East stand / Row 15"]);
    assert_eq!(all[3], "East stand / Row 15 / Seat 2", "2 comes before 10");
    let (_, stand) = in_order(&zones)[0];
    assert_eq!((stand.capacity, stand.cell.volume_m3), (Some(12_000), Some(12.5)));
    let hepa = Some(Ventilation::AirHandling(Filter::Hepa));
    assert_eq!(stand.cell.ventilation, hepa);

    for again in [list, &export(&zones)] {
        let again = planned(again, &zones);
        let changes = (again.added.len(), again.changed.len(), again.wrong.len());
        assert_eq!((changes, again.unchanged), ((0, 0, 0), 1_002));
    }

    let smaller = planned(
        "name;kind;capacity;ventilation\nEast stand;building;500;air-handling\n",
        &zones,
    );
    let (id, stand) = smaller.changed.first_key_value().unwrap();
    assert_eq!((stand.capacity, smaller.changed.len()), (Some(500), 1));
    assert_eq!(
        stand.cell, zones[id].cell,
        "columns that are not there change nothing"
    );
    let cleared = planned("name;kind;capacity\nEast stand;building;\n", &zones);
    assert_eq!(cleared.changed.first_key_value().unwrap().1.capacity, None);
}

#[test]
fn every_wrong_line_is_named_and_takes_its_parts_along() {
    let list = "parent;name;kind;capacity;area_m2;ventilation;filter\n\
                ;Hall;hall;0;-1;windows;hepa\n\
                Hall;Table 1;table;;;;\n\
                ;;room;1,5;inf;;\n\
                ;A / B;room;;1.2.3;;\n\
                ;Bar;room;;;;\n\
                ;Bar;room;;;;\n\
                Bar;Seat 9-1;seat;;;;\n\
                Bar;Seat 2;seat;;;;\n\
                Bar;Seat 1-3;seat;;;;\n";
    let made = planned(list, &Zones::new());
    let kinds = "building, entrance, area, room, table, row, seat".to_owned();
    assert_eq!(
        made.wrong,
        [
            finding(2, "kind", Problem::NoWord(kinds)),
            finding(2, "filter", Problem::FilterAlone),
            finding(2, "capacity", Problem::NoNumber(1, 1_000_000)),
            finding(2, "area_m2", Problem::NoMeasure(10_000_000)),
            finding(3, "parent", Problem::NoZone("Hall".to_owned())),
            finding(4, "name", Problem::Missing),
            finding(4, "capacity", Problem::NoNumber(1, 1_000_000)),
            finding(4, "area_m2", Problem::NoMeasure(10_000_000)),
            finding(5, "name", Problem::Slash),
            finding(5, "area_m2", Problem::NoMeasure(10_000_000)),
            finding(7, "name", Problem::Twice("Bar".to_owned(), 6)),
            finding(8, "name", Problem::Range(range::MOST)),
            finding(10, "name", Problem::Twice("Bar / Seat 2".to_owned(), 9)),
        ]
    );
    assert_eq!(paths(&made.added), ["Bar", "Bar / Seat 2"]);
}

#[test]
fn two_zones_of_one_name_are_no_place_for_a_line() {
    let hall = |number| {
        let zones = planned("name;kind\nHall;room\n", &Zones::new()).added;
        (ZoneId([number; 8]), zones.into_values().next().unwrap())
    };
    let zones: Zones = [hall(1), hall(2)].into();
    let made = planned("parent;name;kind\n;Hall;room\nHall;Bar;room\n", &zones);
    let ambiguous = || Problem::Ambiguous("Hall".to_owned());
    assert_eq!(
        made.wrong,
        [finding(2, "name", ambiguous()), finding(3, "parent", ambiguous())]
    );
}

#[test]
fn ranges_do_not_outgrow_a_venue() {
    let lines: String = (0..5)
        .map(|number| format!("{number} Seat 1-5000;seat\n"))
        .collect();
    let made = try_plan(&format!("name;kind\n{lines}"), &Zones::new());
    assert_eq!(made, Err(Unreadable::TooMany));
    let deep = vec!["x"; DEEPEST].join(" / ");
    let made = planned(&format!("parent;name;kind\n{deep};y;seat\n"), &Zones::new());
    assert_eq!(made.wrong, [finding(2, "parent", Problem::TooDeep(31))]);
}

fn one_of<W: Word + std::fmt::Debug>() -> impl Strategy<Value = W> {
    prop::sample::select(W::ALL)
}

fn any_zone() -> impl Strategy<Value = Zone> {
    let ventilation = prop_oneof![
        one_of::<Ventilation>(),
        one_of::<Filter>().prop_map(Ventilation::AirHandling),
    ];
    let measures = prop::array::uniform3(prop::option::of(0.01_f32..10_000_000.0));
    let cell = (
        measures,
        prop::option::of(ventilation),
        prop::option::of(one_of::<Activity>()),
        prop::option::of(one_of::<EventType>()),
    );
    (
        "['=+@ -]{0,2}[A-Za-zäé;,\"0-9][ 0-9a-z/-]{0,6}",
        one_of::<ZoneKind>(),
        prop::option::of(1_u32..=1_000_000),
        prop::option::of(1_u16..=1_440),
        cell,
    )
        .prop_map(|(name, kind, capacity, longest_stay_min, cell)| Zone {
            name,
            kind,
            parent: None,
            capacity,
            longest_stay_min,
            cell: Cell {
                area_m2: cell.0[0],
                volume_m3: cell.0[1],
                density_per_10_m2: cell.0[2],
                ventilation: cell.1,
                activity: cell.2,
                event_type: cell.3,
            },
        })
        .prop_filter("a zone that can be", |zone| zone.check().is_ok())
}

proptest! {
    #[test]
    fn an_export_changes_nothing(made in proptest::collection::vec((any_zone(), any::<prop::sample::Index>()), 1..12)) {
        let mut zones = Zones::new();
        for (number, (mut zone, around)) in (0_u64..).zip(made) {
            // Each is a part of one before it, or of the venue.
            zone.parent = around.index(zones.len() + 1).checked_sub(1).map(|at| *zones.keys().nth(at).unwrap());
            zones.insert(ZoneId(number.to_be_bytes()), zone);
        }
        prop_assume!(by_path(&zones).values().all(Option::is_some));
        let again = planned(&export(&zones), &zones);
        prop_assert_eq!(again.wrong, []);
        prop_assert_eq!((again.added, again.changed, again.unchanged), (Zones::new(), Zones::new(), zones.len()));
    }
}
