import type { LoungeSaidView } from "../../generated/api.gen";
import type { StaffWords } from "../../words/staff";
import { fill } from "../../words/words";

export type SaidText = { text: string; isDone: boolean };

/** What became of the last touch, in words, and whether anything was done. */
export function saidText(said: LoungeSaidView | null, staff: StaffWords): SaidText | null {
  switch (said?.kind) {
    case undefined:
      return null;
    case "allOut":
      return { text: fill(staff.said.allOut, { people: said.people }), isDone: true };
    case "notAllowed":
      return { text: staff.said.notAllowed[said.why], isDone: false };
    case "notPassed":
      return { text: staff.said.notPassed, isDone: false };
    case "notATime":
      return { text: staff.said.notATime, isDone: false };
    case "checkedIn":
    case "checkedOut":
    case "annulled":
    case "corrected":
    case "enrolled":
    case "dismissed":
    case "extended":
    case "set":
    case "removed":
    case "replaced":
    case "unlocked":
      return { text: staff.said[said.kind], isDone: true };
  }
}
