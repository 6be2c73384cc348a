// The faces of the status page. Notices on top of it come from `?notices=…`, other printers from `?printer=…`.
import type { PaperEndView, PrinterIsView, ScreenView, StatusView } from "../generated/api.gen";

const well: StatusView = {
  sealedBy: "tpm",
  retentionDays: 30,
  lastDestruction: { day: "06.09.2026", visits: 214, events: 611, on: "07.10.2026" },
  destructionOverdue: false,
  ownerKeyProved: "21.09.2026",
  ownerKeyDue: false,
  clock: "synchronised",
  lastCopy: "07.10.2026",
  recovered: null,
  freeMb: 48_210,
  refused: [
    { reason: "foreign", count: 31 },
    { reason: "expired", count: 2 },
  ],
  letters: 0,
  events: 18_402,
  version: "0.1.0",
  papers: { printer: "ready", isBusy: false, last: { end: "printed", at: "14:05" }, unsettled: [] },
};

const worried: StatusView = {
  ...well,
  sealedBy: "file",
  destructionOverdue: true,
  ownerKeyProved: "14.08.2026",
  ownerKeyDue: true,
  clock: "doubtful",
  lastCopy: null,
  recovered: "02.10.2026",
  papers: {
    printer: "paperOut",
    isBusy: false,
    last: { end: "unknown", at: "14:05" },
    unsettled: [
      { paper: 18_390, at: "14:05" },
      { paper: 18_402, at: "14:07" },
    ],
  },
  freeMb: 412,
  refused: [
    { reason: "foreign", count: 1_204 },
    { reason: "malformed", count: 12 },
    { reason: "version", count: 1 },
    { reason: "issuer", count: 48 },
    { reason: "signature", count: 3 },
    { reason: "notYet", count: 2 },
    { reason: "expired", count: 117 },
    { reason: "stale", count: 3 },
    { reason: "dead", count: 4 },
    { reason: "closed", count: 9 },
    { reason: "full", count: 66 },
    { reason: "reEntry", count: 5 },
    { reason: "unconfirmed", count: 8 },
  ],
};

/** A machine on its first day. */
const fresh: StatusView = {
  ...well,
  sealedBy: "systemdCredential",
  lastDestruction: null,
  ownerKeyProved: null,
  clock: "running",
  lastCopy: null,
  refused: [],
  events: 7,
};

export const statusSamples: Record<string, ScreenView> = {
  status: { name: "status", status: well },
  statusWorried: { name: "status", status: worried },
  statusFresh: { name: "status", status: fresh },
};

export const printers: readonly PrinterIsView[] = [
  "ready",
  "paperLow",
  "paperOut",
  "coverOpen",
  "jammed",
  "faulty",
  "offline",
  "doubtful",
  "unreachable",
  "missing",
];

const ends: readonly PaperEndView[] = ["printed", "sent", "failed", "unknown"];

/** The same page, `of` a printer and how its last paper went: `jammed`, `ready,sent`; `busy` when it prints. */
export function withPrinter(screen: ScreenView, of: string): ScreenView {
  if (screen.name !== "status") return screen;
  const words = of.split(",");
  const { papers } = screen.status;
  const end = ends.find((end) => words.includes(end));
  return {
    name: "status",
    status: {
      ...screen.status,
      papers: {
        ...papers,
        printer: printers.find((printer) => words.includes(printer)) ?? papers.printer,
        isBusy: words.includes("busy"),
        last: end ? { end, at: "14:05" } : papers.last,
      },
    },
  };
}
