// The venue's colour, made readable: whatever an owner chooses, no contrast breaks.
import { contrast, fromHex, fromOklch, toOklch, type Rgb } from "./colour";

export type Accent = {
  /** Buttons, signs, the frame of what is being typed. */
  accent: Rgb;
  /** A button that is being pressed. */
  accentDeep: Rgb;
  /** The ground of a small picture. */
  accentWash: Rgb;
  /** Text on accent and accentDeep. */
  onAccent: Rgb;
};

/** WCAG 2.2, 1.4.6 (level AAA). */
export const ENOUGH = 7;
/** The grounds of `tokens.css` that an accent stands on: paper, card, sunk. */
export const grounds: readonly Rgb[] = ["#faf5ec", "#fffdf9", "#efe7da"].map(fromHex);
const WHITE: Rgb = [255, 255, 255];

/** The colour itself where it is dark enough, else a darker one of the same hue. */
export function accentOf(rgb: Rgb): Accent {
  const { lightness, chroma, hue } = toOklch(rgb);
  // Pale, so that it is a ground for ink as well; a grey stays grey.
  const accentWash = fromOklch({ lightness: 0.94, chroma: Math.min(chroma, 0.025), hue });
  const isEnough = (colour: Rgb) =>
    [WHITE, accentWash, ...grounds].every((other) => contrast(colour, other) >= ENOUGH);

  let accent = rgb;
  for (let darker = lightness; !isEnough(accent); darker -= 0.01) {
    accent = fromOklch({ lightness: Math.max(0, darker), chroma, hue });
  }
  const own = toOklch(accent).lightness;
  // What is nearly black gets lighter under the finger: darker could not be seen.
  const pressed = own > 0.2 ? own - 0.08 : own + 0.12;
  return {
    accent,
    accentDeep: fromOklch({ lightness: pressed, chroma, hue }),
    accentWash,
    onAccent: WHITE,
  };
}
