// Colours as numbers: sRGB (IEC 61966-2-1), OKLCH (Björn Ottosson, 2020: equal steps look equal), contrast (WCAG 2.2).

/** Red, green and blue from 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** Lightness and chroma from 0 to 1 (chroma rarely above 0.4), hue in radians. */
export type Oklch = { lightness: number; chroma: number; hue: number };

/** The contrast of two colours, from 1 to 21. */
export function contrast(one: Rgb, other: Rgb): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

/** `#rrggbb`. */
export function hex(rgb: Rgb): string {
  return `#${rgb.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}

/** Reads `#rrggbb`. */
export function fromHex(text: string): Rgb {
  const channels = /^#(..)(..)(..)$/
    .exec(text)
    ?.slice(1)
    .map((pair) => Number.parseInt(pair, 16));
  if (!channels || channels.some(Number.isNaN)) throw new Error(`${text} is no colour`);
  return channels as unknown as Rgb;
}

export function toOklch(rgb: Rgb): Oklch {
  const [r, g, b] = rgb.map(linear) as [number, number, number];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const bb = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  return {
    lightness: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    chroma: Math.hypot(a, bb),
    hue: Math.atan2(bb, a),
  };
}

/** The nearest colour that a screen can show: lightness and hue stay, chroma gives way. */
export function fromOklch({ lightness, chroma, hue }: Oklch): Rgb {
  let [possible, impossible] = [0, chroma];
  if (isShowable(linearOf({ lightness, chroma, hue }))) possible = chroma;
  for (let i = 0; i < 20 && possible < chroma; i += 1) {
    const middle = (possible + impossible) / 2;
    if (isShowable(linearOf({ lightness, chroma: middle, hue }))) possible = middle;
    else impossible = middle;
  }
  return linearOf({ lightness, chroma: possible, hue }).map(encoded) as unknown as Rgb;
}

function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map(linear) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function linear(channel: number): number {
  const value = channel / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function encoded(value: number): number {
  const bounded = Math.min(1, Math.max(0, value));
  const channel = bounded <= 0.0031308 ? bounded * 12.92 : 1.055 * bounded ** (1 / 2.4) - 0.055;
  return Math.round(channel * 255);
}

function linearOf({ lightness, chroma, hue }: Oklch): [number, number, number] {
  const [a, b] = [chroma * Math.cos(hue), chroma * Math.sin(hue)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

function isShowable(channels: readonly number[]): boolean {
  return channels.every((channel) => channel > -0.0005 && channel < 1.0005);
}
