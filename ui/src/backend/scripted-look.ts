// The look of a venue for the plain browser.
import type { LookView } from "../generated/api.gen";

const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40">
  <circle cx="20" cy="20" r="18" fill="#00695c"/><path d="M20 8l10 20H10z" fill="#fff"/>
  <path d="M50 12h60M50 24h44" stroke="#00695c" stroke-width="6"/></svg>`;

/** A picture as a designer makes one: upright, with a ground of its own. */
const MENU = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 900" font-family="serif" fill="#2b2118">
  <rect width="600" height="900" fill="#f3e9d6"/><rect x="24" y="24" width="552" height="852" fill="none" stroke="#8a6d3b" stroke-width="3"/>
  <text x="300" y="150" font-size="64" text-anchor="middle">Menu</text><path d="M220 190h160" stroke="#8a6d3b" stroke-width="3"/>
  <g font-size="38"><text x="70" y="300">Soup</text><text x="530" y="300" text-anchor="end">6,50</text>
  <text x="70" y="390">Bread, butter</text><text x="530" y="390" text-anchor="end">4,80</text>
  <text x="70" y="480">Fish of the day</text><text x="530" y="480" text-anchor="end">19,00</text>
  <text x="70" y="570">Plum cake</text><text x="530" y="570" text-anchor="end">5,20</text></g></svg>`;

/** What `?accent`, `?logo` and `?mm` say. */
export function lookOf(options: URLSearchParams): LookView {
  const accent = /^(..)(..)(..)$/.exec(options.get("accent") ?? "")?.slice(1);
  const [widthMm, heightMm] = (options.get("mm") ?? "").split("x").map(Number);
  return {
    accent: accent ? (accent.map((pair) => Number.parseInt(pair, 16)) as [number, number, number]) : null,
    logo: options.has("logo") ? `data:image/svg+xml;base64,${btoa(LOGO)}` : null,
    pictures: [`data:image/svg+xml;base64,${btoa(MENU)}`],
    screenSize: widthMm && heightMm ? { widthMm, heightMm } : null,
  };
}
