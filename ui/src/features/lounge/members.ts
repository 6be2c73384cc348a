// Those who work here, in words.
import type { MembersView, MemberView, RoleView, WorkplaceView } from "../../generated/api.gen";
import type { StaffWords } from "../../words/staff";
import { fill } from "../../words/words";

/** All roles, from the door to the machines. */
export const roles = [
  "entrance",
  "shiftLead",
  "backOffice",
  "owner",
  "technician",
] as const satisfies readonly RoleView[];

export function workplaceText(workplace: WorkplaceView, staff: StaffWords): string {
  return workplace.kind === "zone" ? workplace.path : staff.members.areas[workplace.kind];
}

/** What the page is called. */
export function membersTitle(page: MembersView, staff: StaffWords): string {
  const text = staff.members;
  switch (page.kind) {
    case "list":
      return text.title;
    case "one":
      return nameOf(page.member, staff);
    case "form":
      return page.aim === "new" ? text.new : page.typed.name;
    case "madePin":
      return fill(staff.signIn.pin, { name: page.name });
    case "newSecret":
      return fill(staff.signIn.code, { name: page.name });
  }
}

/** Whether the page is about somebody whose own page is the way back; else that is the list of all. */
export function isBehindMember(page: MembersView): boolean {
  return page.kind === "form" ? page.aim !== "new" : page.kind === "madePin" || page.kind === "newSecret";
}

export function nameOf(member: MemberView, staff: StaffWords): string {
  return member.oneself ? fill(staff.members.self, { name: member.name }) : member.name;
}
