//! What becomes of the opening hours when their week or one special day is set. Special days that are over go with it.

use einlass_domain::{opening::OpeningHours, time::Day};

use super::{RuleProblem, occasions::day_of};

/// Another week, `Mo-Fr 10:00-18:00`, or none for always, with the special days that are still to come.
pub(super) fn with_week(
    before: Option<&OpeningHours>,
    week: Option<String>,
    today: Day,
) -> Result<Option<OpeningHours>, RuleProblem> {
    let special = before.cloned().map(|before| tidied(before, today));
    let special = special.filter(|hours| hours.special_days().next().is_some());
    let hours = match (week, &special) {
        (None, None) => return Ok(None),
        (None, Some(special)) => OpeningHours::always().with_special_of(special),
        (Some(text), special) => {
            let hours = text.parse::<OpeningHours>()?;
            special
                .as_ref()
                .map_or(hours.clone(), |special| hours.with_special_of(special))
        }
    };
    if hours.is_never() {
        return Err(RuleProblem::NeverOpen);
    }
    Ok(Some(hours))
}

/// On the next such day, `2412`, it is open so; not at all where `hours` is empty.
pub(super) fn with_special(
    before: Option<OpeningHours>,
    typed: &str,
    hours: &str,
    today: Day,
) -> Result<OpeningHours, RuleProblem> {
    let day = day_of(typed, today).ok_or(RuleProblem::Day)?;
    let mut opening = tidied(before.unwrap_or_else(OpeningHours::always), today);
    opening.set_special(day, hours)?;
    Ok(opening)
}

/// On this day, `2026-12-24`, the hours of its weekday hold again. Always open is that again once no day is left that is not.
pub(super) fn without_special(before: Option<OpeningHours>, day: &str) -> Option<OpeningHours> {
    let mut opening = before?;
    if let Some(day) = Day::parse(day) {
        opening.forget_special(day);
    }
    (opening != OpeningHours::always()).then_some(opening)
}

fn tidied(mut hours: OpeningHours, today: Day) -> OpeningHours {
    let over: Vec<_> = hours.special_days().map(|(day, _)| day).collect();
    for day in over.into_iter().filter(|day| *day < today) {
        hours.forget_special(day);
    }
    hours
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn text(hours: &OpeningHours) -> String {
        hours.to_string()
    }

    #[test]
    fn special_days_come_and_go_and_outlast_another_week() {
        let today = day("2026-12-01");
        let set = |before, typed, hours| with_special(before, typed, hours, today);
        let closed = set(None, "2412", "").unwrap();
        assert_eq!(text(&closed), "Mo-Su 00:00-24:00; 2026-12-24 off");
        let short = set(Some(closed), "3112", "10:00-13:00").unwrap();
        let week = with_week(Some(&short), Some("Mo-Fr 10:00-18:00".to_owned()), today);
        let week = week.unwrap().unwrap();
        assert_eq!(
            text(&week),
            "Mo-Fr 10:00-18:00; 2026-12-24 off; 2026-12-31 10:00-13:00"
        );
        let later = day("2026-12-25");
        let always = with_week(Some(&week), None, later).unwrap().unwrap();
        assert_eq!(text(&always), "Mo-Su 00:00-24:00; 2026-12-31 10:00-13:00");
        assert_eq!(
            without_special(Some(always), "2026-12-31"),
            None,
            "always open again"
        );
        assert_eq!(with_week(Some(&week), None, day("2027-01-01")), Ok(None));
    }

    #[test]
    fn what_cannot_be_is_told() {
        let today = day("2026-12-01");
        let hours = || Some("Mo 10:00-18:00".parse::<OpeningHours>().unwrap());
        let special = |typed, text| with_special(hours(), typed, text, today);
        assert_eq!(special("3102", ""), Err(RuleProblem::Day));
        assert_eq!(
            special("2412", "10:00-12:00,11:00-13:00"),
            Err(RuleProblem::Periods)
        );
        assert_eq!(special("2412", "x"), Err(RuleProblem::Periods));
        let never = with_week(None, Some(String::new()), today);
        assert_eq!(never, Err(RuleProblem::NeverOpen));
    }
}
