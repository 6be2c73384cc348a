// Which pages are looked at, each of them once.

export const THEMES = {
  normal: "",
  high: "contrast=high",
  large: "text=large",
  low: "controls=low",
  all: "contrast=high&text=large&controls=low",
};
const SIZES = ["1080x1920", "1280x800", "800x480"];

/**
 * Pages in groups of one size, theme and language. Pages that are the same are looked at once: the staff's screens are in fewer
 * languages than the visitors', and a lying screen is low as it is.
 */
export function planned(offered, wanted) {
  const seen = new Set();
  const groups = [];
  for (const size of chosen(wanted.sizes, SIZES)) {
    const [width, height] = size.split("x").map(Number);
    const isUpright = height > width;
    for (const theme of chosen(wanted.themes, Object.keys(THEMES))) {
      const look = isUpright ? THEMES[theme] : THEMES[theme].replace(/&?controls=low/, "");
      for (const lang of chosen(wanted.langs, offered.languages)) {
        const screens = chosen(wanted.screens, offered.screens).filter((screen) => {
          const spoken = offered.staffScreens.includes(screen) ? offered.staffLanguages[lang] : lang;
          const page = [size, look, spoken, screen].join(" ");
          return !seen.has(page) && seen.add(page);
        });
        if (screens.length > 0) groups.push({ size, width, height, isUpright, theme, lang, screens });
      }
    }
  }
  return groups;
}

function chosen(names, all) {
  return names?.split(",") ?? all;
}
