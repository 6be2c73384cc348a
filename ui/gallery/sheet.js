// The contact sheet: one row a screen, one column a language, for each size and theme.

/** The sheet as HTML; the pictures lie beside it. */
export function contactSheet(pictures) {
  const groups = new Map();
  for (const picture of pictures) {
    const title = `${picture.size} ${picture.theme}`;
    groups.set(title, [...(groups.get(title) ?? []), picture]);
  }
  const sections = [...groups].map(
    ([title, group]) => `<h2>${title}</h2><div class="group">${group.map(figure).join("")}</div>`,
  );
  return `<!doctype html><meta charset="utf-8"><title>Einlass: every screen</title>
<style>
  body { margin: 1rem; font: 14px/1.4 sans-serif; background: #ddd }
  .group { display: flex; flex-wrap: wrap; gap: 8px }
  figure { margin: 0; width: 240px }
  img { width: 100%; display: block; border: 1px solid #888 }
  .broken { outline: 4px solid #c00 }
  pre { margin: 0; white-space: pre-wrap; color: #900 }
</style>
${sections.join("\n")}`;
}

function figure({ file, lang, screen, faults }) {
  const broken = faults.length > 0 ? ` class="broken"` : "";
  return `<figure${broken}><a href="${escape(file)}"><img loading="lazy" src="${escape(file)}" alt=""></a>
<figcaption>${escape(screen)} ${escape(lang)}</figcaption><pre>${faults.map(escape).join("\n")}</pre></figure>`;
}

function escape(text) {
  return text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
