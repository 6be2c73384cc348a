// The lines of the status page: what each says, and whether somebody has to look after it.
import type { Language, NoticeView, StatusView } from "../generated/api.gen";
import { fill, type Words } from "../words/words";

export type StatusRow = {
  name: keyof Words["status"]["rows"];
  value: string;
  /** Whether it is in order; `null` where there is nothing to judge. */
  fine: boolean | null;
};

/** All lines, those to be looked after first. */
export function statusRows(
  status: StatusView,
  notices: readonly NoticeView[],
  language: Language,
  words: Words,
): StatusRow[] {
  const rows = [
    ...deviceRows(status, notices, words),
    ...keyRows(status, words),
    ...dataRows(status, notices, language, words),
  ];
  return [...rows.filter(({ fine }) => fine === false), ...rows.filter(({ fine }) => fine !== false)];
}

function deviceRows(view: StatusView, notices: readonly NoticeView[], words: Words): StatusRow[] {
  const { status } = words;
  const blind = notices.includes("cameraLost");
  const rows: StatusRow[] = [
    { name: "camera", value: blind ? status.cameraLost : status.ready, fine: !blind },
    printerRow(view, words),
  ];
  // Whether there is a gate at all, only its trouble tells.
  if (notices.includes("gateUnavailable")) {
    rows.push({ name: "gate", value: status.gateUnavailable, fine: false });
  }
  const { last } = view.papers;
  if (last) {
    const fine = last.end === "printed" || last.end === "sent";
    rows.push({ name: "paper", value: fill(status.papers[last.end], { at: last.at }), fine });
  }
  return rows;
}

function printerRow({ papers }: StatusView, { status }: Words): StatusRow {
  const { printer, isBusy } = papers;
  if (printer !== "ready") return { name: "printer", value: status.printerIs[printer], fine: false };
  return { name: "printer", value: isBusy ? status.printing : status.ready, fine: true };
}

function keyRows({ sealedBy, ownerKeyProved, ownerKeyDue, clock }: StatusView, words: Words): StatusRow[] {
  const { status } = words;
  const proved = ownerKeyProved === null ? status.neverProved : fill(status.proved, { day: ownerKeyProved });
  return [
    { name: "deviceKey", value: status.sealedBy[sealedBy], fine: sealedBy !== "file" },
    { name: "ownerKey", value: ownerKeyDue ? `${proved}, ${status.due}` : proved, fine: !ownerKeyDue },
    { name: "clock", value: status.clocks[clock], fine: clock !== "doubtful" },
  ];
}

function dataRows(
  view: StatusView,
  notices: readonly NoticeView[],
  language: Language,
  words: Words,
): StatusRow[] {
  const { status } = words;
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1, numberingSystem: "latn" });
  const low = notices.includes("diskLow");
  const free = fill(status.free, { size: number.format(view.freeMb / 1000) });
  const refused = view.refused.filter(({ count }) => count > 0);
  return [
    { name: "destruction", value: destruction(view, number, words), fine: !view.destructionOverdue },
    { name: "copy", value: view.lastCopy ?? status.noneYet, fine: view.lastCopy !== null },
    {
      name: "database",
      value: view.recovered === null ? status.intact : fill(status.recoveredOn, { day: view.recovered }),
      fine: !notices.includes("recovered"),
    },
    { name: "disk", value: low ? `${free}, ${status.low}` : free, fine: !low },
    {
      name: "refused",
      value:
        refused
          .map(({ reason, count }) => `${status.refusals[reason]} ${number.format(count)}`)
          .join(" · ") || status.none,
      fine: null,
    },
    {
      name: "letters",
      value: view.letters === 0 ? status.none : number.format(view.letters),
      fine: notices.includes("lettersStuck") ? false : null,
    },
    { name: "retention", value: fill(status.days, { days: view.retentionDays }), fine: null },
    { name: "events", value: number.format(view.events), fine: null },
    { name: "version", value: view.version, fine: null },
  ];
}

function destruction(view: StatusView, number: Intl.NumberFormat, words: Words): string {
  const { lastDestruction: last, destructionOverdue } = view;
  const { destroyed, noneYet, overdue } = words.status;
  const value = last
    ? fill(destroyed, {
        day: last.day,
        visits: number.format(last.visits),
        events: number.format(last.events),
        on: last.on,
      })
    : noneYet;
  return destructionOverdue ? `${value}. ${overdue}` : value;
}
