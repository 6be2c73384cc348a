// Nothing is drawn with a font that this machine happens to have, and each font comes with its licence.
import { describe, expect, it } from "vitest";
import alphabets from "../features/alphabets.ts?raw";
import { catalogue } from "../words/words";
import fonts from "./fonts.css?raw";

const licences = import.meta.glob<string>("../../public/licences/*.txt", {
  query: "?raw",
  import: "default",
  eager: true,
});

const faces = [...fonts.matchAll(/@font-face \{[^}]*\}/g)].map(([face]) => ({
  weight: Number(/font-weight: (\d+)/.exec(face)?.[1]),
  package: /@fontsource\/([\w-]+)\//.exec(face)?.[1] ?? "",
  ranges: [
    ...(/unicode-range:([^;]*)/.exec(face)?.[1] ?? "").matchAll(/U\+([0-9A-F]+)(?:-([0-9A-F]+))?/g),
  ].map(([, first = "", last]) => [parseInt(first, 16), parseInt(last ?? first, 16)] as const),
}));

describe("the fonts of the screen", () => {
  it.each([400, 700])("have all letters of the catalogue and the keyboards in weight %i", (weight) => {
    const ranges = faces.filter((face) => face.weight === weight).flatMap((face) => face.ranges);
    const letters = new Set(JSON.stringify(catalogue) + alphabets);
    const missing = [...letters].filter((letter) => {
      const code = letter.codePointAt(0) ?? 0;
      return letter !== "\n" && !ranges.some(([first, last]) => first <= code && code <= last);
    });
    expect(missing).toEqual([]);
  });

  it("come with the Open Font License that they ask to be passed on", () => {
    for (const name of new Set(faces.map((face) => face.package))) {
      const text = licences[`../../public/licences/${name}.txt`] ?? "";
      expect(text, name).toContain("SIL Open Font License, Version 1.1");
      expect(text, name).toMatch(/^Copyright \d{4} /);
    }
  });
});
