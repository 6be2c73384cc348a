// Where somebody sits, for the plain browser: rows first, then their seats, some of which are taken.
import type { PlaceView, ScreenView } from "../generated/api.gen";

const rows: PlaceView[] = Array.from({ length: 6 }, (_, i) => ({ name: `Reihe ${i + 1}`, taken: false }));
const seats: PlaceView[] = Array.from({ length: 27 }, (_, i) => ({
  name: `Platz ${i + 1}`,
  taken: i % 5 === 1,
}));

export const seatSamples: Record<string, ScreenView> = {
  seatRows: { name: "seat", path: null, places: rows, gone: null },
  seat: { name: "seat", path: "Reihe 3", places: seats, gone: null },
  seatGone: { name: "seat", path: "Reihe 3", places: seats, gone: "Platz 2" },
  seated: { name: "answer", answer: { kind: "seated", seat: "Reihe 3 / Platz 12" } },
};
