// A week of opening hours, as it is shown and as it is sent: `Mo-Fr 10:00-12:30,14:00-18:00; Sa 10:00-16:00`.

import type { StaffWords } from "../../words/staff";

/** The names of the weekdays in the notation that the kiosk reads, Monday first. */
const WEEK = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"] as const;

/** The names of the weekdays for people, Monday first. */
export function dayNames(staff: StaffWords): string[] {
  const { mo, tu, we, th, fr, sa, su } = staff.settings.opening.days;
  return [mo, tu, we, th, fr, sa, su];
}

/** The hours of each weekday, Monday first; empty for closed. */
export type Week = readonly string[];

/** The hours of the picked days, replaced or with one period more. */
export function withHours(week: Week, picked: ReadonlySet<number>, hours: string, isMore: boolean): string[] {
  return WEEK.map((_, day) => {
    const before = week[day] ?? "";
    if (!picked.has(day)) return before;
    return isMore && before !== "" ? `${before},${hours}` : hours;
  });
}

/** Hours as they fit on a key: `10–12:30, 14–18`. */
export function shortHours(hours: string): string {
  return hours.replaceAll(":00", "").replaceAll("-", "–").replaceAll(",", ", ");
}

/** What the kiosk reads: a rule for each weekday that is not closed. Days with other hours stay as they are. */
export function openingText(week: Week): string {
  return WEEK.flatMap((name, day) => (week[day] ? [`${name} ${week[day]}`] : [])).join("; ");
}

/** A day with other hours as people read it: `24.12.2026`. */
export function dayText(day: string): string {
  return day.split("-").reverse().join(".");
}

/** What people read: neighbouring days with the same hours together. */
export function weekText(week: Week, names: readonly string[]): string {
  const runs: { first: number; last: number; hours: string }[] = [];
  week.forEach((hours, day) => {
    const run = runs.at(-1);
    if (run?.hours === hours) run.last = day;
    else runs.push({ first: day, last: day, hours });
  });
  return runs
    .filter(({ hours }) => hours !== "")
    .map(({ first, last, hours }) => {
      const days = first === last ? (names[first] ?? "") : `${names[first] ?? ""}–${names[last] ?? ""}`;
      return `${days} ${shortHours(hours)}`;
    })
    .join("; ");
}
