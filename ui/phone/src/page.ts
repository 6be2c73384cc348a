// The page: takes the pass out of its address, keeps it, and shows the code of each half minute.
import { makeCode, makeNonce, readPass, stepAt, STEP_MS, type Pass } from "./pass";
import { picture } from "./picture";
import { forget, keep, kept } from "./store";
import { button, codePicture, countdown, element, message, validity } from "./view";
import { catalogue, languageOf } from "./words";

const TICK_MS = 250;

/** Shows the page in `main`; ends what it began when called. */
export function start(main: HTMLElement): () => void {
  const language = languageOf(navigator.languages);
  const words = catalogue[language];
  document.documentElement.lang = language;
  document.title = words.title;
  let stop = (): void => undefined;
  let awake: WakeLockSentinel | undefined;

  function show(...content: Node[]): void {
    stop();
    stop = () => undefined;
    main.replaceChildren(...content);
  }

  /** Takes the pass out of the address, so that neither history nor a shared address has it. */
  function takeGiven(): string {
    const given = location.hash.slice(1);
    if (given) history.replaceState(null, "", location.pathname + location.search);
    return given;
  }

  function begin(): void {
    const given = takeGiven();
    const before = kept();
    if (!("subtle" in crypto)) show(message(words.cannot, words.cannotText));
    else if (!given) showKept();
    else if (!readPass(given)) show(message(words.broken, words.brokenText));
    else if (before && before !== given && readPass(before)) askReplace(given);
    else take(given);
  }

  function take(given: string): void {
    const pass = readPass(given);
    const isKept = keep(given);
    // Asked so that the browser does not throw it away when room is short; it may say no.
    void navigator.storage?.persist?.().catch(() => false);
    if (pass) showPass(pass, isKept);
  }

  function showKept(): void {
    const pass = readPass(kept() ?? "");
    if (pass) showPass(pass, true);
    else show(message(words.none, words.noneText));
  }

  function askReplace(given: string): void {
    const yes = button("yes", words.yesReplace, "plain", () => take(given));
    show(message(words.replaceAsk, words.replaceText, button("no", words.no, "main", showKept), yes));
  }

  function askDelete(): void {
    const yes = button("yes", words.yesDelete, "plain", () => {
      forget();
      showKept();
    });
    show(message(words.deleteAsk, words.deleteText, button("no", words.no, "main", showKept), yes));
  }

  function showPass(pass: Pass, isKept: boolean): void {
    const field = element("div", { class: "field" });
    const { ring, tell } = countdown();
    const number = element("p", { class: "number", "data-testid": "number" }, pass.pinId);
    const numberPart = element("div", { hidden: "" }, element("p", {}, words.number), number);
    const turn = button("turn", words.showNumber, "plain", () => {
      numberPart.hidden = !numberPart.hidden;
      turn.textContent = numberPart.hidden ? words.showNumber : words.hideNumber;
    });
    const offline = element("p", { class: "offline", "data-testid": "offline", hidden: "" }, words.offline);
    const notes = element("div", { class: "notes" }, offline);
    if (!isKept) notes.append(element("p", { class: "off", "data-testid": "not-kept" }, words.notKept));
    notes.append(element("p", {}, words.clock));
    show(
      element("header", {}, element("h1", {}, words.title), ring),
      field,
      element("p", { class: "hold" }, words.hold),
      validity(pass, today(), words, language),
      numberPart,
      element("div", { class: "choice" }, turn, button("delete", words.delete, "plain", askDelete)),
      notes,
    );
    void isOffline().then((ready) => (offline.hidden = !ready));
    stop = keepShowing(pass, (code, leftS) => {
      if (code !== undefined) field.replaceChildren(...(code ? [codePicture(picture(code), words)] : []));
      tell(leftS, words);
    });
  }

  /** Tells a new code whenever a half minute begins, and how many seconds it has left. A page that nobody sees shows none. */
  function keepShowing(pass: Pass, tell: (code: string | undefined, leftS: number) => void): () => void {
    let shown = -1;
    async function look(): Promise<void> {
      const now = Date.now();
      const step = stepAt(now);
      const leftS = Math.ceil(((step + 1) * STEP_MS - now) / 1000);
      if (document.hidden) {
        shown = -1;
        return tell("", leftS);
      }
      if (step === shown) return tell(undefined, leftS);
      shown = step;
      const code = await makeCode(pass, step, makeNonce());
      // Something else may be on the screen by now, or a newer code.
      if (shown === step) tell(code, leftS);
    }
    function comeBack(): void {
      void look();
      if (!document.hidden) void stayAwake();
    }
    comeBack();
    const timer = setInterval(() => void look(), TICK_MS);
    document.addEventListener("visibilitychange", comeBack);
    return () => {
      shown = -2;
      clearInterval(timer);
      document.removeEventListener("visibilitychange", comeBack);
      void awake?.release().catch(() => undefined);
      awake = undefined;
    };
  }

  /** The screen stays on while the code is held up, where the browser can do that. */
  async function stayAwake(): Promise<void> {
    awake = await navigator.wakeLock?.request("screen").catch(() => undefined);
  }

  /** A pass that was read while the page is open. That its own was taken out of the address is no news. */
  function another(): void {
    if (location.hash.length > 1) begin();
  }

  begin();
  window.addEventListener("hashchange", another);
  return () => {
    stop();
    window.removeEventListener("hashchange", another);
  };
}

/** The calendar day of the phone, as a UTC midnight. */
function today(): Date {
  const now = new Date();
  return new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()));
}

/** Whether the page is kept on the phone by now: the claim is made only when it is true. */
async function isOffline(): Promise<boolean> {
  if (!("serviceWorker" in navigator) || !("caches" in window)) return false;
  await navigator.serviceWorker.ready;
  return (await caches.match("./")) !== undefined;
}
