import { expect, it } from "vitest";
import { dayText, openingText, shortHours, weekText, withHours } from "./opening-week";

const closed = Array.from({ length: 7 }, () => "");
const workdays = new Set([0, 1, 2, 3, 4]);
const names = ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"];

it("puts hours on the picked days only, and a second period behind the first", () => {
  const week = withHours(closed, workdays, "10:00-12:30", false);
  const more = withHours(week, new Set([0, 5]), "14:00-18:00", true);
  expect(more).toEqual([
    "10:00-12:30,14:00-18:00",
    ...Array.from({ length: 4 }, () => "10:00-12:30"),
    "14:00-18:00",
    "",
  ]);
  expect(withHours(more, new Set([0]), "", false)[0]).toBe("");
});

it("sends what the kiosk reads", () => {
  expect(openingText(withHours(closed, new Set([1, 6]), "10:00-18:00", false))).toBe(
    "Tu 10:00-18:00; Su 10:00-18:00",
  );
  expect(openingText(closed)).toBe("");
});

it("writes a day as people do", () => {
  expect(dayText("2026-12-24")).toBe("24.12.2026");
});

it("shows neighbouring days together and leaves closed ones out", () => {
  const week = withHours(
    withHours(closed, workdays, "10:00-12:30,14:00-18:00", false),
    new Set([6]),
    "11:00-15:00",
    false,
  );
  expect(shortHours("10:00-12:30,14:00-18:00")).toBe("10–12:30, 14–18");
  expect(weekText(week, names)).toBe("Mo–Fr 10–12:30, 14–18; So 11–15");
});
