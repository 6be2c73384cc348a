// The backend inside the window: three commands and one event.
import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { KioskView, LookView } from "../generated/api.gen";
import type { Backend } from "./backend";

export const tauriBackend: Backend = {
  view: () => invoke<KioskView>("view"),
  look: () => invoke<LookView>("look"),
  act: (request) => invoke("act", { request }),
  previewFrame: () => invoke<ArrayBuffer | null>("preview_frame"),
  onView: (listener) => listen<KioskView>("view-changed", (event) => listener(event.payload)),
};
