// The one way to the kiosk. The screen shows what `view` says and reports touches with `act`; it decides nothing.
import type { KioskView, LookView, Request } from "../generated/api.gen";

export type Act = (request: Request) => Promise<void>;

export interface Backend {
  /** The view that is valid now. */
  view(): Promise<KioskView>;
  /** What does not change while the kiosk runs: the venue's look, the size of the screen. */
  look(): Promise<LookView>;
  /** Reports a touch. What follows from it arrives as a new view. */
  act: Act;
  /** The newest camera picture in the format of `features/preview.ts`; `null` while there is none. */
  previewFrame(): Promise<ArrayBuffer | null>;
  /** Calls `listener` with every new view until the returned function is called. */
  onView(listener: (view: KioskView) => void): Promise<() => void>;
}

/** Shows the kiosk inside its window; in a plain browser a scripted one, and another one when the address changes. */
export async function connect(show: (backend: Backend) => void): Promise<void> {
  if ("__TAURI_INTERNALS__" in window) return show((await import("./tauri")).tauriBackend);
  const { offered, scriptedBackend } = await import("./scripted");
  // For whoever takes pictures of all screens (gallery/): what there is to see.
  document.documentElement.dataset["offered"] = JSON.stringify(offered);
  const begin = () => show(scriptedBackend(new URLSearchParams(window.location.search)));
  window.addEventListener("popstate", begin);
  begin();
}
