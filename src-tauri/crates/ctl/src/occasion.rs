//! `occasion`: what is on at the venue.

use std::path::Path;

use anyhow::{Context, anyhow};
use einlass_domain::{
    event::Actor,
    lists::tidy,
    occasion::Occasion,
    time::{Day, Timestamp, VenueZone},
    zone::path,
};
use serde_json::json;

use crate::{
    arguments::{AddOccasion, RemoveOccasion},
    output, zones,
};

/// `occasion add`.
pub(crate) fn add(arguments: AddOccasion) -> anyhow::Result<()> {
    let mut door = output::entrance(output::open(&arguments.data)?);
    let ledger = door.ledger();
    let zone = arguments
        .zone
        .map(|path| zones::find(ledger.state().zones(), &path))
        .transpose()?;
    let occasion = Occasion {
        name: tidy(&arguments.name),
        zone,
        begins: time(&arguments.begins, ledger.zone())?,
        ends: time(&arguments.ends, ledger.zone())?,
        capacity: arguments.capacity,
    };
    let made = door.set_occasion(Actor::Technician, None, occasion)?;
    output::line(&json!({ "occasion": made.to_string() }))?;
    Ok(door.into_ledger().close()?)
}

/// `occasion list`, by when it begins.
pub(crate) fn list(data: &Path) -> anyhow::Result<()> {
    let ledger = output::look(data)?;
    let state = ledger.state();
    let mut occasions: Vec<_> = state.occasions().iter().collect();
    occasions.sort_by_key(|(id, occasion)| (occasion.begins, **id));
    for (id, occasion) in occasions {
        output::line(&json!({
            "occasion": id.to_string(),
            "name": occasion.name,
            "zone": occasion.zone.map(|zone| path(state.zones(), zone)),
            "begins": ledger.zone().rfc3339(occasion.begins),
            "ends": ledger.zone().rfc3339(occasion.ends),
            "capacity": occasion.capacity,
        }))?;
    }
    Ok(())
}

/// `occasion remove`.
pub(crate) fn remove(arguments: &RemoveOccasion) -> anyhow::Result<()> {
    let mut door = output::entrance(output::open(&arguments.data)?);
    let mut known = door.ledger().state().occasions().keys();
    let occasion = *known
        .find(|known| known.to_string() == arguments.occasion)
        .ok_or_else(|| anyhow!("nothing of this name is on"))?;
    door.remove_occasion(Actor::Technician, occasion)?;
    output::line(&json!({ "removed": arguments.occasion }))?;
    Ok(door.into_ledger().close()?)
}

/// `2026-12-24 18:00` on the clocks of the venue, or a time of RFC 3339.
fn time(text: &str, zone: &VenueZone) -> anyhow::Result<Timestamp> {
    let local = text.trim().split_once([' ', 'T']).and_then(|(day, clock)| {
        let (hours, minutes) = clock.split_once(':')?;
        let plain = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        let (hours, minutes) = (
            plain(hours).then(|| hours.parse::<u16>())?.ok()?,
            plain(minutes).then(|| minutes.parse::<u16>())?.ok()?,
        );
        let is_clock = hours < 24 && minutes < 60;
        is_clock.then_some(zone.earliest(Day::parse(day)?, hours * 60 + minutes))
    });
    local.map_or_else(|| Timestamp::parse(text), Ok).with_context(|| {
        format!(
            "{text:?} is no time; times are written like \"2026-12-24 18:00\" or 2026-12-24T18:00:00+01:00"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_of_the_venue() {
        let berlin = VenueZone::named("Europe/Berlin").unwrap();
        let read = |text| time(text, &berlin).map(|at| berlin.rfc3339(at)).ok();
        let evening = read("2026-07-24T18:05:00+02:00");
        assert!(evening.is_some());
        assert_eq!(read("2026-07-24 18:05"), evening);
        assert_eq!(read("2026-07-24T18:05"), evening);
        for text in [
            "",
            "18:05",
            "2026-07-24",
            "2026-07-24 24:00",
            "2026-07-24 8:5",
            "2026-02-30 18:05",
        ] {
            assert_eq!(read(text), None, "{text:?}");
        }
    }
}
