// The page as its holder meets it. The clock of the tests stands still unless it is moved.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import vectors from "../../../src-tauri/crates/vault/tests/vectors/phone-1.json";
import { start } from "./page";
import { keep, kept } from "./store";
import { catalogue } from "./words";

const START = Date.UTC(2026, 11, 1, 12, 0, 10);
const OTHER = `AQ${vectors.given.slice(2, 40)}A${vectors.given.slice(41)}`;

let stop = (): void => undefined;
let main: HTMLElement;
let hidden = false;

beforeEach(() => {
  vi.useFakeTimers({ now: START, toFake: ["Date", "setInterval", "clearInterval"] });
  vi.spyOn(navigator, "languages", "get").mockReturnValue(["de-AT", "en"]);
  vi.spyOn(document, "hidden", "get").mockImplementation(() => hidden);
  hidden = false;
});

afterEach(() => {
  stop();
  main.remove();
  vi.unstubAllGlobals();
  localStorage.clear();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function open(given: string): void {
  history.replaceState(null, "", given ? `/#${given}` : "/");
  main = document.createElement("main");
  document.body.append(main);
  stop = start(main);
}

const find = (testid: string) => main.querySelector<HTMLElement>(`[data-testid="${testid}"]`);
const path = () => find("code")?.querySelector("path")?.getAttribute("d");

async function code(): Promise<string> {
  // The browser makes it in its own time, which is the machine's.
  return vi.waitFor(
    () => {
      const drawn = path();
      if (!drawn) throw new Error("no code yet");
      return drawn;
    },
    { timeout: 10_000 },
  );
}

function touch(testid: string): void {
  const button = find(testid);
  if (!button) throw new Error(`there is no ${testid}`);
  button.click();
}

async function later(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
}

describe("the page", () => {
  it("keeps the pass of its address, and takes it out of the address", async () => {
    open(vectors.given);
    await code();
    expect(location.hash).toBe("");
    expect(kept()).toBe(vectors.given);
  });

  it("shows a code of version 5 with its quiet zone, and the kept pass when it comes back", async () => {
    keep(vectors.given);
    open("");
    await code();
    expect(find("code")?.getAttribute("viewBox")).toBe("0 0 45 45");
    expect(find("validity")?.textContent).toBe("Gültig bis 21. November 2027");
  });

  it("shows a new code each half minute and the same one in between", async () => {
    open(vectors.given);
    const first = await code();
    expect(find("ring")?.getAttribute("aria-label")).toBe("Neuer Code in 20 Sekunden");
    await later(19_000);
    expect(path()).toBe(first);
    expect(find("ring")?.getAttribute("aria-label")).toBe("Neuer Code in 1 Sekunden");
    await later(1_250);
    await vi.waitFor(() => expect(path()).not.toBe(first));
  });

  it("shows no old code to whoever comes back to it", async () => {
    open(vectors.given);
    const first = await code();
    hidden = true;
    document.dispatchEvent(new Event("visibilitychange"));
    expect(path()).toBeUndefined();
    vi.setSystemTime(START + 600_000);
    hidden = false;
    document.dispatchEvent(new Event("visibilitychange"));
    expect(await code()).not.toBe(first);
  });

  it("shows the number only when asked", async () => {
    open(vectors.given);
    await code();
    const part = find("number")?.parentElement;
    expect(part?.hidden).toBe(true);
    touch("turn");
    expect(part?.hidden).toBe(false);
    expect(find("number")?.textContent).toBe(vectors.pinId);
    touch("turn");
    expect(part?.hidden).toBe(true);
  });

  it("asks before it deletes the pass, and deletes it", async () => {
    open(vectors.given);
    await code();
    touch("delete");
    expect(path()).toBeUndefined();
    touch("no");
    await code();
    touch("delete");
    touch("yes");
    expect(kept()).toBeUndefined();
    expect(main.textContent).toContain(catalogue.de.none);
    await later(60_000);
    expect(path()).toBeUndefined();
  });

  it("does not let an address replace a pass unasked", async () => {
    keep(vectors.given);
    open(OTHER);
    expect(main.textContent).toContain(catalogue.de.replaceAsk);
    touch("no");
    await code();
    expect(kept()).toBe(vectors.given);
    stop();
    open(OTHER);
    touch("yes");
    await code();
    expect(kept()).toBe(OTHER);
  });

  it("says when the pass is not valid today", () => {
    vi.setSystemTime(Date.UTC(2026, 10, 20, 12));
    open(vectors.given);
    expect(find("validity")?.textContent).toBe("Gilt erst ab 21. November 2026");
    stop();
    vi.setSystemTime(Date.UTC(2027, 10, 22, 12));
    open("");
    expect(find("validity")?.textContent).toBe("Abgelaufen am 21. November 2027");
  });

  it("says so when the address is cut, and loses nothing", async () => {
    keep(vectors.given);
    open(vectors.given.slice(0, 90));
    expect(main.textContent).toContain(catalogue.de.broken);
    expect(kept()).toBe(vectors.given);
  });

  it("still shows the code where nothing can be kept, and says that it is not", async () => {
    const full = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
    vi.stubGlobal("localStorage", { getItem: full, setItem: full, removeItem: full });
    open(vectors.given);
    await code();
    expect(find("not-kept")?.textContent).toBe(catalogue.de.notKept);
  });
});
