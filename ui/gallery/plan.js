// Which pages are looked at, each of them once.

export const THEMES = {
  normal: "",
  high: "contrast=high",
  large: "text=large",
  low: "controls=low",
  all: "contrast=high&text=large&controls=low",
};
/** The staff's sheet comes down only where a screen is higher than an arm (LoungeFrame.svelte); a visitor's keys on every upright one. */
const HIGHER_THAN_AN_ARM_PX = 1200;
const SIZES = ["1080x1920", "1280x800", "800x480"];

/**
 * Pages in groups of one size, theme and language. Pages that are the same are looked at once: the staff's screens are in fewer
 * languages than the visitors', and a lying screen is low as it is.
 */
export function planned(offered, wanted) {
  const seen = new Set();
  const groups = [];
  for (const size of wanted.sizes?.split(",") ?? SIZES) {
    const [width, height] = size.split("x").map(Number);
    const isUpright = height > width;
    for (const theme of chosen(wanted.themes, Object.keys(THEMES))) {
      const look = isUpright ? THEMES[theme] : THEMES[theme].replace(/&?controls=low/, "");
      for (const lang of chosen(wanted.langs, offered.languages)) {
        const screens = [];
        for (const screen of chosen(wanted.screens, offered.screens)) {
          const isStaffs = offered.staffScreens.includes(screen);
          const page = [size, look, isStaffs ? offered.staffLanguages[lang] : lang, screen].join(" ");
          if (seen.has(page)) continue;
          seen.add(page);
          const isLow = look.includes("controls=low") && (!isStaffs || height >= HIGHER_THAN_AN_ARM_PX);
          screens.push({ screen, lowestTop: isLow ? height / 2 : 0 });
        }
        if (screens.length > 0) groups.push({ size, width, height, theme, lang, screens });
      }
    }
  }
  return groups;
}

/** A name that is on no list would show the start screen, and nobody would notice. */
function chosen(names, all) {
  const asked = names?.split(",") ?? all;
  const unknown = asked.filter((name) => !all.includes(name));
  if (unknown.length > 0) throw new Error(`there is no ${unknown.join(", ")}`);
  return asked;
}
