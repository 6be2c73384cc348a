// Staff at the screen: the ways of an owner without a technician, and that a PIN is nowhere in the page.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { members, newSecret } from "./backend/samples-members";
import { close, find, isShown, show, touch, typeNumber, write } from "./window-under-test";
import { staffCatalogue } from "./words/staff";
import { fill } from "./words/words";

const { de } = staffCatalogue;
const text = de.members;

beforeEach(() => vi.useFakeTimers());

afterEach(async () => {
  await close();
  vi.useRealTimers();
});

const heading = () => document.querySelector("h1")?.textContent;
const asked = (requests: { kind: string; touch?: unknown }[]) =>
  requests
    .filter(({ kind }) => kind === "lounge")
    .map(({ touch }) => touch as { kind: string; touch?: unknown })
    .filter(({ kind }) => kind === "members")
    .map(({ touch }) => touch);

describe("the list of staff", () => {
  it("is one touch from the overview, and only for whoever makes staff", async () => {
    const { requests } = await show("screen=loungeHomeOwner");
    await touch("members");
    expect(heading()).toBe(text.title);
    expect(asked(requests)).toEqual([{ kind: "openList" }]);
    await show("screen=loungeHomeFull");
    expect(isShown("members")).toBe(false);
  });

  it("names role, area and second code of each, and marks where one is missing", async () => {
    const { requests } = await show("screen=loungeMembers");
    expect(find("member-2").getAttribute("aria-label")).toBe(
      fill(text.row, {
        name: members[2]?.name ?? "",
        role: de.roles.backOffice,
        area: text.areas.venue,
        second: text.secondFactor.missing,
      }),
    );
    expect(document.querySelectorAll(".isMarked")).toHaveLength(1);
    expect(find("member-3").textContent).toBe(fill(text.self, { name: members[3]?.name ?? "" }));
    await touch("member-1");
    expect(asked(requests)).toEqual([{ kind: "open", row: 1 }]);
  });
});

describe("somebody new", () => {
  it("has a name, a role, an area and a PIN that is typed twice", async () => {
    const { requests } = await show("screen=loungeMembersNew");
    await touch("key-G");
    await write("ina");
    await touch("pick-place", "role-1", "area-2", "picked");
    expect(find("place").textContent).toContain(`${de.roles.shiftLead}, Café`);
    await touch("desk-pin");
    await typeNumber("024680");
    await touch("desk-again");
    await typeNumber("024680");
    await touch("save");
    expect(asked(requests).at(-1)).toEqual({
      kind: "enrol",
      typed: { name: "Gina", role: "shiftLead", area: 2 },
      pin: { from: "typed", pin: "024680", again: "024680" },
    });
    expect(find("said").textContent).toContain(de.said.enrolled);
  });

  it("may have the PIN made, which is shown until it is noted", async () => {
    const { requests } = await show("screen=loungeMembersNew");
    await touch("key-G", "make-pin");
    expect(asked(requests).at(-1)).toMatchObject({ kind: "enrol", pin: { from: "made" } });
    expect(find("made-pin").textContent).toBe("3091 4782");
    await touch("noted");
    expect(asked(requests).at(-1)).toEqual({ kind: "return" });
    expect(document.body.textContent).not.toContain("4782");
  });

  it("keeps the PIN where another thing is wrong, and asks for it anew where it is wrong itself", async () => {
    const { requests } = await show("screen=loungeMembersNew");
    const pins = async (pin: string, again: string) => {
      await touch("desk-pin");
      await typeNumber(pin);
      await touch("desk-again");
      await typeNumber(again);
      await touch("save");
    };
    await pins("246802", "246802");
    expect(find("desk-name-problem").textContent).toContain(text.problems.name);
    await touch("key-G", "save");
    expect(asked(requests).at(-1)).toMatchObject({ pin: { from: "typed", pin: "246802", again: "246802" } });
    await show("screen=loungeMembersNew");
    await touch("key-G");
    await pins("246802", "246803");
    expect(find("desk-again-problem").textContent).toContain(text.problems.pinAgain);
    expect(find<HTMLInputElement>("desk-name").value).toBe("G");
    expect([find("desk-pin").textContent, find("desk-again").textContent].join("")).not.toContain("•");
  });

  it("leaves nothing of the digits in the page", async () => {
    const pages: string[] = [];
    for (const digits of ["777777", "309147"]) {
      await show("screen=loungeMembersNew");
      await touch("desk-pin");
      await typeNumber(digits);
      pages.push(document.body.outerHTML);
    }
    expect(pages[0]).toBe(pages[1]);
    expect(pages[0]).toContain("•".repeat(6));
  });
});

describe("one of staff", () => {
  it("is given another role or area by a touch each", async () => {
    const { requests } = await show("screen=loungeMembersPlace");
    expect(find("role-2").getAttribute("aria-pressed")).toBe("true");
    expect(find("area-4").getAttribute("aria-pressed")).toBe("true");
    await touch("role-4", "area-0", "save");
    expect(asked(requests)).toEqual([{ kind: "place", role: "technician", area: 0 }]);
  });

  it("goes after one question, in which the no is the easy answer", async () => {
    const { requests } = await show("screen=loungeMembersOne");
    await touch("dismiss", "ask-no", "dismiss");
    expect(find("ask-no").classList.contains("main")).toBe(true);
    expect(asked(requests)).toEqual([]);
    await touch("ask-yes");
    expect(asked(requests)).toEqual([{ kind: "dismiss" }]);
    expect(find("said").textContent).toContain(de.said.dismissed);
    await show("screen=loungeMembersOneOwner");
    await touch("dismiss", "ask-yes");
    expect(find("said").textContent).toContain(de.said.notAllowed.lastOwner);
  });

  it("is told to be without the second code that the role needs, with the way to it first", async () => {
    const { requests } = await show("screen=loungeMembersOneMissing");
    expect(document.body.textContent).toContain(fill(text.missing, { name: members[2]?.name ?? "" }));
    expect(document.querySelector("main ul button")?.getAttribute("data-testid")).toBe("make-second");
    expect(isShown("take-second")).toBe(false);
    await touch("make-second");
    expect(find("secret").textContent).toBe(newSecret.text);
    await typeNumber("000000");
    expect(find("outcome").textContent).toContain(text.wrongCode);
    expect(find("secret").textContent, "the app has that one already").toBe(newSecret.text);
    await typeNumber("123456");
    expect(asked(requests)).toEqual([
      { kind: "makeSecondFactor" },
      { kind: "confirmSecondFactor", code: "000000" },
      { kind: "confirmSecondFactor", code: "123456" },
    ]);
    expect(isShown("secret")).toBe(false);
  });

  it("loses the second code after a question", async () => {
    const { requests } = await show("screen=loungeMembersOneOwner");
    await touch("take-second", "ask-no");
    expect(asked(requests)).toEqual([]);
    await touch("take-second", "ask-yes");
    expect(asked(requests)).toEqual([{ kind: "takeSecondFactor" }]);
  });

  it("is a touch away from whatever page is about them", async () => {
    for (const face of ["Place", "Pin", "MadePin", "NewSecret"]) {
      const { requests } = await show(`screen=loungeMembers${face}`);
      await touch("back");
      expect(asked(requests), face).toEqual([{ kind: "return" }]);
    }
    for (const face of ["One", "New"]) {
      const { requests } = await show(`screen=loungeMembers${face}`);
      await touch("back");
      expect(asked(requests), face).toEqual([{ kind: "openList" }]);
    }
  });
});
