// What every page of the lounge is given.
import type { KioskView, LoungePageView, LoungeRequest, LoungeView } from "../../generated/api.gen";
import type { StaffWords } from "../../words/staff";
import type { Words } from "../../words/words";

export type LoungeProps<Name extends LoungePageView["name"]> = {
  page: Extract<LoungePageView, { name: Name }>;
  lounge: LoungeView;
  kiosk: KioskView;
  staff: StaffWords;
  /** The screens' words in the staff's language, for what both have. */
  words: Words;
  send: (touch: LoungeRequest) => void;
  /** Somebody is still at work, though the kiosk has nothing to do. */
  touched: () => void;
};
