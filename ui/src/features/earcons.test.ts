import { afterEach, describe, expect, it, vi } from "vitest";
import { samples } from "../backend/samples";
import { earconOf, play, scores } from "./earcons";

afterEach(() => vi.unstubAllGlobals());

describe("earcons", () => {
  it("differ from one another", () => {
    const written = Object.values(scores).map((tones) => JSON.stringify(tones));
    expect(new Set(written).size).toBe(written.length);
  });

  it("say welcome, goodbye, attention and refused", () => {
    const heard = ["welcome", "goodbye", "goOrStay", "refused", "attract"].map((name) => {
      const screen = samples[name];
      return screen && earconOf(screen);
    });
    expect(heard).toEqual(["welcome", "goodbye", "attention", "refused", null]);
  });

  it("stay silent on a machine without audio", () => {
    vi.stubGlobal("AudioContext", function refuse() {
      throw new Error("no device");
    });
    expect(() => play("welcome")).not.toThrow();
  });
});
