//! `rules` and `door`: what is decided at the entrance.

use std::path::Path;

use einlass_domain::{
    admission::OnInside,
    event::Actor,
    rules::{Companions, Confirm, ExitCheck, ReEntry, Seats, VenueRules},
    zone::path,
};
use einlass_ledger::Ledger;
use serde_json::{Value, json};

use crate::{
    arguments::{GivenRules, PlaceDoor, SetRules},
    output, zones,
};

/// `rules show`.
pub(crate) fn show_rules(data: &Path) -> anyhow::Result<()> {
    output::line(&rules_line(output::look(data)?.state().rules()))
}

/// `rules set`: only what is given changes.
pub(crate) fn set_rules(arguments: SetRules) -> anyhow::Result<()> {
    let mut door = output::entrance(output::open(&arguments.data)?);
    let mut rules = door.ledger().state().rules().clone();
    change(&mut rules, arguments.rules);
    door.set_rules(Actor::Technician, rules)?;
    output::line(&rules_line(door.ledger().state().rules()))?;
    Ok(door.into_ledger().close()?)
}

fn change(rules: &mut VenueRules, given: GivenRules) {
    fn put<T>(place: &mut T, given: Option<T>) {
        if let Some(given) = given {
            *place = given;
        }
    }
    put(&mut rules.opening, given.opening.map(|opening| opening.0));
    put(&mut rules.longest_stay_min, given.longest_stay);
    put(&mut rules.extension_min, given.extension);
    put(&mut rules.repeat_gap_s, given.repeat_gap);
    put(&mut rules.pass_valid_days, given.pass_valid);
    put(&mut rules.capacity, given.capacity.map(|capacity| capacity.0));
    put(&mut rules.exit_check, given.exit_check.map(Into::into));
    put(&mut rules.re_entry, given.re_entry);
    put(&mut rules.companions, given.companions.map(Into::into));
    put(&mut rules.confirm, given.confirm.map(Into::into));
    put(&mut rules.seats, given.seats.map(Into::into));
}

fn rules_line(rules: &VenueRules) -> Value {
    json!({
        "opening": rules.opening.as_ref().map_or_else(|| "always".to_owned(), ToString::to_string),
        "longest_stay_min": rules.longest_stay_min,
        "extension_min": rules.extension_min,
        "repeat_gap_s": rules.repeat_gap_s,
        "pass_valid_days": rules.pass_valid_days,
        "capacity": rules.capacity,
        "exit_check": match rules.exit_check {
            ExitCheck::None => "none",
            ExitCheck::PinId => "pin-id",
            ExitCheck::PersonalPin => "personal-pin",
        },
        "re_entry": match rules.re_entry {
            ReEntry::Always => json!("always"),
            ReEntry::After(minutes) => json!(minutes),
            ReEntry::NextDay => json!("next-day"),
        },
        "companions": match rules.companions {
            Companions::No => "no",
            Companions::Count => "count",
            Companions::Names => "names",
        },
        "confirm": match rules.confirm {
            Confirm::No => "no",
            Confirm::Either => "either",
            Confirm::Mail => "mail",
            Confirm::Sms => "sms",
        },
        "seats": match rules.seats {
            Seats::No => "no",
            Seats::Ask => "ask",
        },
    })
}

/// `door show`.
pub(crate) fn show_door(data: &Path) -> anyhow::Result<()> {
    output::line(&door_line(&output::look(data)?))
}

/// `door place`: only what is given changes.
pub(crate) fn place(arguments: &PlaceDoor) -> anyhow::Result<()> {
    let mut door = output::entrance(output::open(&arguments.data)?);
    let state = door.ledger().state();
    let mut placement = state.placement(door.ledger().device());
    let given = &arguments.door;
    if given.venue {
        placement.zone = None;
    }
    if let Some(path) = &given.zone {
        placement.zone = Some(zones::find(state.zones(), path)?);
    }
    if let Some(on_inside) = given.on_inside {
        placement.on_inside = on_inside.into();
    }
    door.place(Actor::Technician, placement)?;
    output::line(&door_line(door.ledger()))?;
    Ok(door.into_ledger().close()?)
}

fn door_line(ledger: &Ledger) -> Value {
    let state = ledger.state();
    let placement = state.placement(ledger.device());
    json!({
        "zone": placement.zone.map(|zone| path(state.zones(), zone)),
        "on_inside": match placement.on_inside {
            OnInside::Ask => "ask",
            OnInside::Go => "go",
            OnInside::Stay => "stay",
        },
    })
}
