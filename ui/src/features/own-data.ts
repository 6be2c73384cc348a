// The own data as lines: what each is called, and what stands there.
import type { IconName } from "../components/icons";
import type { ContactView, OwnDataView } from "../generated/api.gen";
import { catalogue, fill, type Words } from "../words/words";

export type Point = {
  icon: IconName;
  title: string;
  text: string;
  /** A key of its own, which changes it. */
  change?: { testid: string; label: string; onclick: () => void };
};

/** `changeLanguage` where the pass can be answered in another language from here. */
export function ownDataPoints(own: OwnDataView, words: Words, changeLanguage: () => void): Point[] {
  const text = words.ownData;
  const read = (line: (contact: ContactView) => string) =>
    own.contact === null ? text.unreadable : line(own.contact);
  const child = own.contact?.child ?? null;
  return [
    ...(child === null ? [] : [{ icon: "people", title: words.form.fields.child, text: child } as const]),
    {
      icon: "person",
      title: text.name,
      text: read(({ firstName, lastName }) => some(" ", firstName, lastName)),
    },
    { icon: "speech", title: text.reach, text: read(({ phone, email }) => some(", ", phone, email)) },
    {
      icon: "page",
      title: text.address,
      text: read(({ street, postcode, town }) => some(", ", street, some(" ", postcode, town))),
    },
    language(own, words, changeLanguage),
    { icon: "shield", title: text.consent, text: text.consents[own.consent] },
    { icon: "pass", title: text.pass, text: fill(text.passUntil, { until: own.validUntil }) },
    {
      icon: "calendar",
      title: text.visits,
      text: own.keptUntil === null ? text.visitsNone : fill(text.visitsUntil, { until: own.keptUntil }),
    },
  ];
}

function language(own: OwnDataView, words: Words, onclick: () => void): Point {
  const title = words.attract.languages;
  const chosen = own.language === null ? words.ownData.language.none : catalogue[own.language].ownName;
  const point: Point = { icon: "globe", title, text: chosen };
  // What cannot be read cannot be changed.
  if (own.contact === null) return point;
  const label = `${title}: ${chosen}. ${words.ownData.change}`;
  return { ...point, change: { testid: "change-language", label, onclick } };
}

/** What giving the pass up takes away at once, and what stays. */
export function givingUpPoints(own: OwnDataView, words: Words): Point[] {
  const { ask, visits, visitsNone } = words.ownData;
  const points: Point[] = [
    { icon: "trash", title: ask.now, text: ask.nowText },
    own.keptUntil === null
      ? { icon: "calendar", title: visits, text: visitsNone }
      : { icon: "calendar", title: fill(ask.later, { until: own.keptUntil }), text: ask.laterText },
  ];
  if (own.inside) points.push({ icon: "leave", title: ask.inside, text: ask.insideText });
  return points;
}

function some(between: string, ...parts: (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== "").join(between);
}
