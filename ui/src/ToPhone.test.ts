// A new pass goes onto the phone when its holder asks for that, and not before.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { close, find, show, touch } from "./window-under-test";

beforeEach(() => vi.useFakeTimers());

afterEach(async () => {
  await close();
  vi.useRealTimers();
});

const has = (testid: string) => document.querySelector(`[data-testid="${testid}"]`) !== null;

describe("a new pass", () => {
  it("shows its code for the phone after a touch, with the number beside it", async () => {
    await show("screen=passToPhone");
    expect(has("code")).toBe(false);
    await touch("to-phone");
    expect(find("code").getAttribute("viewBox")).toBe("0 0 53 53");
    expect(find("code").querySelector("path")?.getAttribute("d")).toMatch(/^(M\d+ \d+h\d+v1h-\d+z)+$/);
    expect(has("pin-id")).toBe(true);
    expect(has("to-phone")).toBe(false);
  });

  it("offers nothing where the venue has no page for phones", async () => {
    await show("screen=passReady");
    expect(has("to-phone")).toBe(false);
  });
});
