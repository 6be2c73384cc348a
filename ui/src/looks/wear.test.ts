import { describe, expect, it } from "vitest";
import { pxPerMm, wearComfort, wearLook } from "./wear";

const upright = { innerWidth: 1080, innerHeight: 1920 };

describe("the root of the page", () => {
  it("carries what a visitor chose, and no longer than it is chosen", () => {
    const root = document.createElement("html");
    wearComfort(root, { contrast: "high", text: "large", controls: "low", motion: "still" });
    expect({ ...root.dataset }).toEqual({
      contrast: "high",
      text: "large",
      controls: "low",
      motion: "still",
    });
    wearComfort(root, { contrast: "normal", text: "normal", controls: "spread", motion: "calm" });
    expect(root.dataset["contrast"]).toBe("normal");
  });

  it("carries the venue's colour, made readable, and the size of a millimetre", () => {
    const root = document.createElement("html");
    wearLook(
      root,
      { accent: [255, 212, 0], logo: null, pictures: [], screenSize: { widthMm: 299, heightMm: 531 } },
      upright,
    );
    expect(root.style.getPropertyValue("--venue-accent")).toMatch(/^#[0-9a-f]{6}$/);
    expect(root.style.getPropertyValue("--venue-accent")).not.toBe("#ffd400");
    expect(root.style.getPropertyValue("--mm")).toBe("3.62px");
  });

  it("stays as it is where nothing is configured", () => {
    const root = document.createElement("html");
    wearLook(root, { accent: null, logo: null, pictures: [], screenSize: null }, upright);
    expect(root.getAttribute("style") ?? "").toBe("");
  });

  it("takes the long side for the long side", () => {
    expect(pxPerMm({ widthMm: 531, heightMm: 299 }, upright)).toBe(3.62);
    expect(pxPerMm({ widthMm: 154, heightMm: 86 }, { innerWidth: 800, innerHeight: 480 })).toBe(5.19);
  });
});
