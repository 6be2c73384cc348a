// Where somebody sits: row and seat by two touches, and what is taken says so.
import { afterEach, expect, it } from "vitest";
import { close, find, isShown, show, touch } from "./window-under-test";

afterEach(close);

const heading = () => document.querySelector("h1")?.textContent;

it("leads from the answer over the row to the seat", async () => {
  const { requests } = await show("screen=welcome&lang=en");
  await touch("open-seat");
  expect(heading()).toBe("Where do you sit?");
  await touch("seat-2");
  expect(heading()).toBe("Reihe 3");
  await touch("seat-0");
  expect(heading()).toBe("Welcome");
  expect(document.querySelector("main")?.textContent).toContain("Your seat: Reihe 3 / Platz 12");
  expect(requests).toEqual([
    { kind: "openSeat" },
    { kind: "pickSeat", number: 2 },
    { kind: "pickSeat", number: 0 },
  ]);
});

it("says of a taken seat that it is, and numbers the seats of all pages", async () => {
  const { requests } = await show("screen=seat&lang=en");
  expect(find<HTMLButtonElement>("seat-1").disabled).toBe(true);
  expect(find("seat-1").textContent).toContain("taken");
  expect(find<HTMLButtonElement>("seat-0").disabled).toBe(false);
  expect(isShown("seat-12")).toBe(false);
  await touch("page-down", "seat-12");
  expect(requests.at(-1)).toEqual({ kind: "pickSeat", number: 12 });
});

it("says that the wanted one has gone", async () => {
  await show("screen=seatGone&lang=en");
  expect(document.querySelector("main")?.textContent).toContain("Platz 2 is taken already.");
});
