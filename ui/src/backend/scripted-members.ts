// The part of the scripted kiosk that makes and changes members of staff: enough to go from page to page.
import type {
  LoungePageView,
  LoungeSaidView,
  MemberRequest,
  MembersView,
  MemberView,
} from "../generated/api.gen";
import { madePin, memberFaces, memberForm, members, newSecret } from "./samples-members";

type Step = { members: MembersView; said: LoungeSaidView | null };

/** Answers a touch; whose page it was is found by name. */
export function membersStep(touch: MemberRequest, page: LoungePageView): Step {
  const now: MembersView = page.name === "members" ? page.members : list();
  const shown = (members: MembersView, said: LoungeSaidView | null = null): Step => ({ members, said });
  const who = memberOf(now);
  switch (touch.kind) {
    case "openList":
      return shown(list());
    case "open":
      return shown(one(members[touch.row]));
    case "return":
      return shown(one(who));
    case "openNew":
      return shown(memberForm());
    case "enrol": {
      const { typed, pin } = touch;
      if (typed.name.trim() === "") return shown(memberForm({ typed, problem: "name" }));
      if (pin.from === "made")
        return shown({ ...madePin, name: typed.name } as MembersView, { kind: "enrolled" });
      if (pin.pin !== pin.again) return shown(memberForm({ typed, problem: "pinAgain" }));
      if (pin.pin.length < 6) return shown(memberForm({ typed, problem: "pin" }));
      return shown(one({ ...who, name: typed.name, role: typed.role }), { kind: "enrolled" });
    }
    case "openPlace":
    case "openPin":
      return shown(
        memberForm({
          aim: touch.kind === "openPin" ? "pin" : "place",
          typed: { name: who.name, role: who.role, area: 0 },
        }),
      );
    case "place":
      return shown(one({ ...who, role: touch.role }), { kind: "set" });
    case "setPin":
      return touch.pin.from === "made" ? shown(madePin, { kind: "set" }) : shown(one(who), { kind: "set" });
    case "makeSecondFactor":
      return shown({ ...newSecret, name: who.name });
    case "confirmSecondFactor":
      return touch.code === "000000"
        ? shown({ ...newSecret, name: who.name, wrong: true })
        : shown(one({ ...who, secondFactor: "set" }), { kind: "set" });
    case "takeSecondFactor":
      return shown(one({ ...who, secondFactor: "no" }), { kind: "set" });
    case "dismiss":
      return who.oneself
        ? shown(one(who), { kind: "notAllowed", why: "lastOwner" })
        : shown(
            { kind: "list", rows: members.filter(({ name }) => name !== who.name) },
            { kind: "dismissed" },
          );
  }
}

function memberOf(page: MembersView): MemberView {
  const fallback = members[0] as MemberView;
  if (page.kind === "one") return page.member;
  const name = page.kind === "form" ? page.typed.name : page.kind === "list" ? "" : page.name;
  return members.find((member) => member.name === name) ?? fallback;
}

function list(): MembersView {
  return memberFaces[""] ?? { kind: "list", rows: [] };
}

function one(member: MemberView | undefined): MembersView {
  return member ? { kind: "one", member } : list();
}
