// What every page about those who work here is given.
import type { KioskView, MemberRequest, MembersView } from "../../../generated/api.gen";
import type { StaffWords } from "../../../words/staff";
import type { Words } from "../../../words/words";

export type MembersProps<Kind extends MembersView["kind"]> = {
  page: Extract<MembersView, { kind: Kind }>;
  kiosk: KioskView;
  staff: StaffWords;
  words: Words;
  send: (touch: MemberRequest) => void;
  touched: () => void;
};
