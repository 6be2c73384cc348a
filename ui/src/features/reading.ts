// Reading aloud by touch: the first touch on a control only says it, the next one on the same control soon after does it. Text can be
// touched too, and is said. With real keys (Tab and Enter) a control is said when the focus comes to it, and Enter does it.
//
// One place for all screens: they do not know whether they are being listened to.
import type { Words } from "../words/words";

/** So long a control that was said can be done by touching it again. */
const AGAIN_WITHIN_MS = 8000;
const CONTROLS = "button, input, a[href]";
const TEXTS = "h1, h2, p, li, dt, dd, td, th, label, [role=img], [role=status]";

export type Say = (text: string, element: Element) => void;

export type Reading = {
  /** Somebody came to another screen: the focus that moves with it says nothing. */
  turned: () => void;
  /** Takes all listeners away. */
  end: () => void;
};

/** Listens to every touch in the window before the screens do. */
export function readByTouch(words: () => Words, say: Say): Reading {
  let heard: { control: Element; atMs: number } | undefined;
  let focusFollows = false;

  function isHeard(control: Element | null): boolean {
    return (
      control !== null && heard?.control === control && performance.now() - heard.atMs <= AGAIN_WITHIN_MS
    );
  }

  function mark(control: Element | null): void {
    heard?.control.removeAttribute("data-heard");
    control?.setAttribute("data-heard", "");
    heard = control ? { control, atMs: performance.now() } : undefined;
  }

  /** A press takes the focus, and with it the place where is typed. */
  function press(event: MouseEvent): void {
    if (!isHeard(controlAt(event))) event.preventDefault();
  }

  function touch(event: MouseEvent): void {
    const control = controlAt(event);
    // A click without a finger comes from a key, and what has the focus was said when it came there.
    if (event.detail === 0 || isHeard(control)) {
      focusFollows = true;
      // The same letter twice takes three touches, not four.
      if (event.detail > 0) mark(control);
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    focusFollows = false;
    mark(control);
    const found = control ?? (event.target as Element).closest(TEXTS);
    const name = found && nameOf(found, words());
    if (name) say(name, found);
  }

  function key(): void {
    focusFollows = true;
  }

  function focus(event: FocusEvent): void {
    const control = (event.target as Element).closest(CONTROLS);
    if (!control || !focusFollows) return;
    mark(null);
    say(nameOf(control, words()), control);
  }

  window.addEventListener("mousedown", press, true);
  window.addEventListener("click", touch, true);
  window.addEventListener("keydown", key, true);
  window.addEventListener("focusin", focus, true);
  return {
    turned: () => {
      focusFollows = false;
    },
    end: () => {
      mark(null);
      window.removeEventListener("mousedown", press, true);
      window.removeEventListener("click", touch, true);
      window.removeEventListener("keydown", key, true);
      window.removeEventListener("focusin", focus, true);
    },
  };
}

function controlAt(event: Event): Element | null {
  return (event.target as Element).closest(CONTROLS);
}

/** What is said of an element: its name, and how it stands. */
export function nameOf(element: Element, words: Words): string {
  if (element instanceof HTMLInputElement) {
    const problem = describedBy(element);
    const parts = [textOf(element.labels?.[0] ?? element), element.value || words.speech.empty, problem];
    return parts.filter(Boolean).join(". ");
  }
  const name = element.getAttribute("aria-label") ?? textOf(element);
  return element.getAttribute("aria-pressed") === "true" ? `${name}, ${words.speech.chosen}` : name;
}

function describedBy(element: Element): string {
  const id = element.getAttribute("aria-describedby");
  const description = id === null ? null : document.getElementById(id);
  return description ? textOf(description) : "";
}

/** The pieces of text in an element, with pauses between them; what is only drawn is left out. */
function textOf(element: Element): string {
  const pieces: string[] = [];
  for (const child of element.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) pieces.push(child.textContent ?? "");
    else if (child instanceof Element && child.getAttribute("aria-hidden") !== "true") {
      pieces.push(child.getAttribute("aria-label") ?? textOf(child));
    }
  }
  return pieces
    .map((piece) => piece.trim())
    .filter(Boolean)
    .join(", ");
}
