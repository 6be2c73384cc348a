// The look of a venue for the plain browser.
import type { LookView } from "../generated/api.gen";

const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40">
  <circle cx="20" cy="20" r="18" fill="#00695c"/><path d="M20 8l10 20H10z" fill="#fff"/>
  <path d="M50 12h60M50 24h44" stroke="#00695c" stroke-width="6"/></svg>`;

/** What `?accent`, `?logo` and `?mm` say. */
export function lookOf(options: URLSearchParams): LookView {
  const accent = /^(..)(..)(..)$/.exec(options.get("accent") ?? "")?.slice(1);
  const [widthMm, heightMm] = (options.get("mm") ?? "").split("x").map(Number);
  return {
    accent: accent ? (accent.map((pair) => Number.parseInt(pair, 16)) as [number, number, number]) : null,
    logo: options.has("logo") ? `data:image/svg+xml;base64,${btoa(LOGO)}` : null,
    screenSize: widthMm && heightMm ? { widthMm, heightMm } : null,
  };
}
