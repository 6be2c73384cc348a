// The code as a picture: an SVG path of dark modules, one unit each.
import { correction, generate } from "lean-qr";

/** Light modules around a symbol (ISO/IEC 18004, 4.2). */
const QUIET = 4;

export type Picture = { side: number; path: string };

export function picture(text: string): Picture {
  const symbol = generate(text, { minCorrectionLevel: correction.M, maxCorrectionLevel: correction.M });
  let path = "";
  for (let y = 0; y < symbol.size; y++) {
    for (let x = 0; x < symbol.size; x++) {
      if (!symbol.get(x, y)) continue;
      let width = 1;
      while (symbol.get(x + width, y)) width++;
      path += `M${x + QUIET} ${y + QUIET}h${width}v1h-${width}z`;
      x += width;
    }
  }
  return { side: symbol.size + 2 * QUIET, path };
}
