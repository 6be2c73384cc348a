// What every screen is given.
import type { Act } from "../backend/backend";
import type { KioskView, ScreenView } from "../generated/api.gen";
import type { Words } from "../words/words";

export type ScreenProps<Name extends ScreenView["name"]> = {
  screen: Extract<ScreenView, { name: Name }>;
  kiosk: KioskView;
  words: Words;
  act: Act;
};

/** The line at the top of a sheet: whose entrance this is, and whether it is only shown. */
export function letterhead(kiosk: KioskView, words: Words): { venue: string; badge: string | undefined } {
  return { venue: kiosk.venue, badge: kiosk.demo ? words.demo : undefined };
}
