import { describe, expect, it } from "vitest";
import { accentOf, ENOUGH, grounds } from "./accent";
import { contrast, fromHex, fromOklch, hex, toOklch, type Rgb } from "./colour";

/** A grid over all of sRGB, its corners and its greys included: 4,913 colours. */
function* colours(): Generator<Rgb> {
  const channels = Array.from({ length: 17 }, (_, i) => Math.min(255, i * 16));
  for (const red of channels)
    for (const green of channels) for (const blue of channels) yield [red, green, blue];
}

const INK = fromHex("#211a22");

describe("a venue's colour", () => {
  it("never breaks a contrast, whatever it is", () => {
    const broken: string[] = [];
    for (const colour of colours()) {
      const { accent, accentDeep, accentWash, onAccent } = accentOf(colour);
      const pairs: [string, Rgb, Rgb][] = [
        ["text on a button", onAccent, accent],
        ["text on a pressed button", onAccent, accentDeep],
        ["a picture on its wash", accent, accentWash],
        ["ink on a wash", INK, accentWash],
        ...grounds.map((ground): [string, Rgb, Rgb] => ["accent on a ground", accent, ground]),
      ];
      for (const [what, one, other] of pairs) {
        const found = contrast(one, other);
        if (found < ENOUGH) broken.push(`${hex(colour)}: ${what} has ${found}`);
      }
      if (hex(accentDeep) === hex(accent)) broken.push(`${hex(colour)}: a press is not seen`);
    }
    expect(broken).toEqual([]);
  });

  it("stays what it is where it is dark enough", () => {
    for (const colour of ["#4f2150", "#00404f", "#7a0016", "#1b1b1b"]) {
      expect(hex(accentOf(fromHex(colour)).accent)).toBe(colour);
    }
  });

  it("keeps its hue where it has to be darker", () => {
    for (const colour of ["#ffd400", "#e2001a", "#00a2e8", "#7ed957", "#ff7f50"]) {
      const [before, after] = [fromHex(colour), accentOf(fromHex(colour)).accent].map(toOklch);
      const turned = Math.abs((before?.hue ?? 0) - (after?.hue ?? 0));
      expect(Math.min(turned, 2 * Math.PI - turned), colour).toBeLessThan(0.12);
      expect(after?.lightness, colour).toBeLessThan(before?.lightness ?? 0);
    }
  });
});

describe("colours", () => {
  it("have the contrasts that WCAG gives", () => {
    expect(contrast([255, 255, 255], [0, 0, 0])).toBe(21);
    expect(contrast(fromHex("#777777"), [255, 255, 255])).toBeCloseTo(4.48, 2);
  });

  it("come back from OKLCH as they went", () => {
    const changed = [...colours()].filter((colour) => hex(fromOklch(toOklch(colour))) !== hex(colour));
    expect(changed).toEqual([]);
  });

  it("have the lightness and chroma that the definition's examples have", () => {
    const { lightness, chroma } = toOklch([255, 0, 0]);
    expect(lightness).toBeCloseTo(0.628, 3);
    expect(chroma).toBeCloseTo(0.2577, 3);
  });
});
