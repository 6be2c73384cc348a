// The faces of the own data: shown, saved, given up.
import type { ContactView, OwnDataView, ScreenView } from "../generated/api.gen";

export const ownContact: ContactView = {
  firstName: "Besucherin",
  lastName: "Zwölf",
  phone: "+493055501",
  email: "besucherin@example.org",
  street: "Am Alten Güterbahnhof 112 b",
  postcode: "10115",
  town: "Musterstadt",
  child: null,
};

export function ownDataOf(contact: ContactView | null, also: Partial<OwnDataView> = {}): OwnDataView {
  return {
    contact,
    language: "de",
    consent: "visitor",
    validUntil: "06.10.2027",
    keptUntil: "06.11.2026",
    inside: false,
    ...also,
  };
}

const organised = ownDataOf(
  { ...ownContact, phone: null, firstName: "", street: "" },
  { consent: "organiser" },
);

export const ownDataSamples: Record<string, ScreenView> = {
  ownData: { name: "ownData", own: ownDataOf(ownContact), face: "shown" },
  ownDataSaved: {
    name: "ownData",
    own: ownDataOf({ ...ownContact, child: "Kind" }, { consent: "guardian" }),
    face: "saved",
  },
  ownDataOfGroup: { name: "ownData", own: { ...organised, language: null, keptUntil: null }, face: "shown" },
  ownDataUnreadable: { name: "ownData", own: ownDataOf(null), face: "shown" },
  ownDataLanguage: { name: "ownData", own: ownDataOf(ownContact), face: "choosingLanguage" },
  ownDataAsk: { name: "ownData", own: ownDataOf(ownContact, { inside: true }), face: "asking" },
  ownDataAskNothingKept: { name: "ownData", own: ownDataOf(ownContact, { keptUntil: null }), face: "asking" },
  forgotten: { name: "forgotten", keptUntil: "06.11.2026", inside: false },
  forgottenInside: { name: "forgotten", keptUntil: "06.11.2026", inside: true },
};
