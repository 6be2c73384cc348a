import { describe, expect, it } from "vitest";
import { durationOf, HEIGHT, hourName, minuteOf, peaksOf, stairOf, WIDTH } from "./occupancy";

const levels = [
  { minute: 600, people: 2 },
  { minute: 615, people: 4 },
  { minute: 645, people: 0 },
  { minute: 659, people: 2 },
];

describe("the stair of a day", () => {
  it("holds each level until the next one", () => {
    const stair = stairOf(levels, 4);
    // An hour is the whole width: 15 minutes are 250, and the level of 10:15 lasts for two steps.
    expect(stair?.line).toBe("M0 200V200H250V0H750V400H983.3V200H1000");
    expect(stair?.area).toBe(`M0 ${HEIGHT}V200H250V0H750V400H983.3V200H${WIDTH}V${HEIGHT}Z`);
    expect(stair?.limitY).toBe(0);
  });

  it("has room for the limit above the people, and for people above the limit", () => {
    expect(stairOf(levels, 30)?.ticks.map(({ people }) => people)).toEqual([40, 20, 0]);
    expect(stairOf([{ minute: 600, people: 55 }], 50)?.limitY).toBeCloseTo(HEIGHT - (50 / 60) * HEIGHT, 0);
    expect(stairOf(levels, null)?.limitY).toBeNull();
  });

  it("begins and ends on whole hours, and names few of them", () => {
    const hours = (from: number, to: number) =>
      stairOf(
        [
          { minute: from, people: 1 },
          { minute: to, people: 1 },
        ],
        null,
      )?.hours.map(({ hour }) => hour);
    expect(hours(605, 725)).toEqual([10, 11, 12, 13]);
    expect(hours(0, 1439)).toEqual([0, 3, 6, 9, 12, 15, 18, 21, 24]);
  });

  it("is nothing without a level", () => {
    expect(stairOf([], 10)).toBeNull();
  });
});

it("the table has the most of each hour, also of a level that began before it", () => {
  expect(
    peaksOf([
      { minute: 600, people: 3 },
      { minute: 645, people: 9 },
      { minute: 690, people: 1 },
    ]),
  ).toEqual([
    { hour: 10, people: 9 },
    { hour: 11, people: 9 },
  ]);
});

it("times are written as on a clock", () => {
  expect([minuteOf("00:00"), minuteOf("10:05"), minuteOf("23:59")]).toEqual([0, 605, 1439]);
  expect(hourName(9)).toBe("09:00");
  expect([durationOf(7), durationOf(247), durationOf(3847)]).toEqual(["0:07", "4:07", "1:04:07"]);
});
