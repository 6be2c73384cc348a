// Puts what the kiosk says about the look of the page onto its root: the style sheets do the rest.
import type { Comfort, LookView, ScreenSize } from "../generated/api.gen";
import { accentOf } from "./accent";
import { hex } from "./colour";

/** What a visitor chose: attributes that `styles/themes.css` knows. */
export function wearComfort(root: HTMLElement, comfort: Comfort): void {
  Object.assign(root.dataset, comfort);
}

/** What the venue is: its colour, and how many pixels of this page a millimetre has. */
export function wearLook(
  root: HTMLElement,
  look: LookView,
  page: { innerWidth: number; innerHeight: number },
): void {
  if (look.accent) {
    const { accent, accentDeep, accentWash, onAccent } = accentOf(look.accent);
    root.style.setProperty("--venue-accent", hex(accent));
    root.style.setProperty("--venue-accent-deep", hex(accentDeep));
    root.style.setProperty("--venue-accent-wash", hex(accentWash));
    root.style.setProperty("--venue-on-accent", hex(onAccent));
  }
  if (look.screenSize) root.style.setProperty("--mm", `${pxPerMm(look.screenSize, page)}px`);
}

/** The page fills the screen, upright or lying, however the size was written down. */
export function pxPerMm(size: ScreenSize, page: { innerWidth: number; innerHeight: number }): number {
  const long = Math.max(page.innerWidth, page.innerHeight) / Math.max(size.widthMm, size.heightMm);
  return Math.round(long * 100) / 100;
}
