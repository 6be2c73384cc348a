import { afterEach, describe, expect, it, vi } from "vitest";
import { samples } from "../backend/samples";
import { earconOf, play, scores } from "./earcons";

afterEach(() => vi.unstubAllGlobals());

function of(name: string) {
  const screen = samples[name];
  return screen && earconOf(screen);
}

describe("earcons", () => {
  it("differ from one another", () => {
    const written = Object.values(scores).map((tones) => JSON.stringify(tones));
    expect(new Set(written).size).toBe(written.length);
  });

  it("say welcome, goodbye, attention and refused", () => {
    const heard = ["welcome", "goodbye", "goOrStay", "refused", "attract"].map(of);
    expect(heard).toEqual(["welcome", "goodbye", "attention", "refused", null]);
  });

  it("say that a PIN was wrong, and nothing while it is typed", () => {
    const heard = ["diaryPinWrong", "diaryPin", "choosePinDiffers", "choosePinAgain", "diary"].map(of);
    expect(heard).toEqual(["refused", null, "attention", null, null]);
  });

  it("stay silent on a machine without audio", () => {
    vi.stubGlobal("AudioContext", function refuse() {
      throw new Error("no device");
    });
    expect(() => play("welcome")).not.toThrow();
  });
});
