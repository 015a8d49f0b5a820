// What a message says in another language: its reader is shown that, and agents both.
import { h } from "../lib/dom.js";

/**
 * translation is the one that a side is shown of a line: into the language that it reads, where that is known, else the last;
 * undefined: there is none. One's own words agents see in both, and visitors where they chose them in another language.
 */
export function translation(line, side, reads) {
  if (side === "visitor" && line.side === side) return picked(line, reads);
  const all = line.entry?.translations?.filter?.((t) => t.text && t.text !== line.text) ?? [];
  return all.find((t) => t.lang === reads) ?? all.at(-1);
}

/** picked is a choice that was sent as it was offered, in the words that its visitor read. */
function picked({ offer, text, gone }, reads) {
  if (gone || !reads || !offer?.choices?.includes?.(text)) return undefined;
  const other = translation({ entry: offer, text: offer.text }, "visitor", reads);
  const said = other && worded(offer, other).choices[offer.choices.indexOf(text)];
  return said && said !== text ? { lang: other.lang, text: said } : undefined;
}

/** worded is what a message shows beside its words, in the words of its translation where that has some. */
export function worded({ choices, products }, other) {
  const said = (all, i) => (Array.isArray(all) ? all[i] : undefined);
  return {
    choices: choices?.map?.((text, i) => said(other?.choices, i) || text),
    products: products?.map?.((p, i) => ({ ...p, ...said(other?.products, i) })),
  };
}

/**
 * beside puts the other words of a message below it: for an agent the translation itself, for a visitor the way to the original
 * and back, which show takes.
 */
export function beside(el, other, side, words, show) {
  let there = el.querySelector(".translation");
  if (!other) return void there?.remove();
  const agent = side === "agent";
  const text = agent ? other.text : words.t(el.plain ? "log.translation" : "log.original");
  if (!there) {
    there = agent
      ? h("p.translation", { dir: "auto" })
      : h("button.translation", { type: "button", onclick: () => ((el.plain = !el.plain), show()) });
    el.querySelector(".bubble").after(there);
  }
  if (agent) there.lang = other.lang;
  if (there.textContent !== text) there.textContent = text;
  return undefined;
}
