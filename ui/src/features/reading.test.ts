import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Request } from "../generated/api.gen";
import { close, find, screenName, settle, show } from "../window-under-test";
import { catalogue } from "../words/words";

beforeEach(() => vi.useFakeTimers());

afterEach(async () => {
  await close();
  vi.useRealTimers();
});

/** A finger, where `click()` would be a key. */
async function finger(element: Element): Promise<void> {
  for (const type of ["mousedown", "mouseup", "click"]) {
    element.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true, detail: 1 }));
  }
  await settle();
}

const said = (requests: Request[]) =>
  requests.filter((request) => request.kind === "say").map(({ text }) => text);

describe("a screen that is read aloud", () => {
  it("says a control at the first touch and does it at the second", async () => {
    const { requests } = await show("speech=on");
    await finger(find("open-keypad"));
    expect(requests).toEqual([{ kind: "say", text: "Ohne Code, Nummer eintippen", language: "de" }]);
    expect(screenName()).toBe("attract");
    expect(find("open-keypad").hasAttribute("data-heard")).toBe(true);
    await finger(find("open-keypad"));
    expect(screenName()).toBe("keypad");
  });

  it("does nothing when the second touch comes late or elsewhere", async () => {
    const { requests } = await show("speech=on&screen=goOrStay");
    await finger(find("go"));
    await vi.advanceTimersByTimeAsync(8001);
    await finger(find("go"));
    await finger(find("stay"));
    await finger(find("go"));
    expect(requests.map(({ kind }) => kind)).toEqual(["say", "say", "say", "say"]);
    await vi.advanceTimersByTimeAsync(7999);
    await finger(find("go"));
    expect(requests.at(-1)).toEqual({ kind: "go" });
  });

  it("says a text where a text is touched", async () => {
    const { requests } = await show("speech=on&screen=passReady");
    await finger(find("pin-id"));
    await finger(document.querySelector("h1") as Element);
    expect(said(requests)).toEqual(["1234 5678 9012", catalogue.de.passReady.title]);
  });

  it("says a letter's key once for two of that letter", async () => {
    const { requests } = await show("speech=on&screen=formName");
    await finger(find("key-N"));
    await finger(find("key-N"));
    for (let i = 0; i < 3; i += 1) await finger(find("key-n"));
    expect(find<HTMLInputElement>("field-firstName").value).toBe("Nnn");
    expect(said(requests)).toEqual(["N", "n"]);
  });

  it("says a field with what stands in it and what is wrong, and leaves the focus where it is", async () => {
    const { requests } = await show("speech=on&screen=formNameProblems");
    const press = new MouseEvent("mousedown", { bubbles: true, cancelable: true, detail: 1 });
    find("field-firstName").dispatchEvent(press);
    expect(press.defaultPrevented).toBe(true);
    await finger(find("field-firstName"));
    await finger(find("field-lastName"));
    expect(said(requests)).toEqual(["Vorname. Besucherin", "Nachname. leer. Bitte ausfüllen."]);
  });

  it("says the field that the next-field key leads to, and not the one a screen begins with", async () => {
    const { requests } = await show("speech=on&screen=formName");
    expect(said(requests)).toEqual([]);
    await finger(find("key-enter"));
    await finger(find("key-enter"));
    expect(said(requests)).toEqual([catalogue.de.keyboard.enter, "Nachname. leer"]);
  });

  it("is used with Tab and Enter as well", async () => {
    const { requests } = await show("speech=on");
    window.dispatchEvent(new KeyboardEvent("keydown", { key: "Tab" }));
    find("help").focus();
    expect(said(requests)).toEqual([catalogue.de.help]);
    find("help").click();
    await settle();
    expect(screenName()).toBe("help");
  });

  it("says a language in that language", async () => {
    const { requests } = await show("speech=on");
    await finger(find("languages"));
    await finger(find("languages"));
    requests.length = 0;
    await finger(find("lang-en"));
    await finger(find("lang-de"));
    expect(requests).toEqual([
      { kind: "say", text: "English", language: "en" },
      { kind: "say", text: `Deutsch, ${catalogue.de.speech.chosen}`, language: "de" },
    ]);
  });
});

describe("reading aloud", () => {
  it("is switched on by one touch on the first screen, and off by two", async () => {
    const { requests } = await show("");
    await finger(find("read-aloud"));
    expect(requests).toEqual([{ kind: "readAloud", on: true }]);
    expect(find("reading").textContent).toBe(catalogue.de.readAloud.how);
    await finger(find("read-aloud"));
    await finger(find("read-aloud"));
    expect(requests.at(-1)).toEqual({ kind: "readAloud", on: false });
    expect(document.querySelector("[data-testid=reading]")).toBeNull();
    await finger(find("help"));
    expect(screenName()).toBe("help");
  });

  it("is not offered where there is no voice", async () => {
    await show("speech=none");
    expect(document.querySelector("[data-testid=read-aloud]")).toBeNull();
  });
});
