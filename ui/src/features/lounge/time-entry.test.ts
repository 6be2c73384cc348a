import { expect, it } from "vitest";
import { timeFrom, withDigit } from "./time-entry";

const typed = (digits: string) => [...digits].reduce((so, digit) => withDigit(so, Number(digit)), "");

it("takes what is a time, and no digit more", () => {
  expect(["0905", "2359", "00001"].map(typed)).toEqual(["0905", "2359", "0000"]);
  expect(timeFrom(typed("1740"))).toBe("17:40");
});

it("leaves out a digit that makes no time", () => {
  expect(["3", "24", "1265", "256"].map(typed)).toEqual(["", "2", "125", "2"]);
});

it("is no time before its last digit", () => {
  expect(timeFrom("174")).toBeNull();
});
