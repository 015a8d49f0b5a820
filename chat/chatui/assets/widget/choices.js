// Answers that the last message offers: the one that is chosen is sent as the visitor's own words.
import { h, keyed } from "../lib/dom.js";
import { translation, worded } from "../talk/translated.js";

/** offered are the choices of the last message, while it is the last and somebody else's; shown is how its reader reads one. */
function offered(entries, unsent, reads) {
  const last = entries.findLast((e) => e.kind === "message.created");
  if (unsent.length || !last || last.author?.kind === "visitor" || last.withdrawn || last.erased) return [];
  if (!Array.isArray(last.choices)) return [];
  const other = reads && translation({ entry: last, text: last.text }, "visitor", reads);
  const { choices } = worded(last, other);
  return last.choices.map((text, i) => ({ n: last.n, text, shown: choices[i] }));
}

export class Choices {
  /** @param {{words: object, choose: (text: string) => void}} options */
  constructor({ words, choose }) {
    Object.assign(this, { choose });
    this.label = words.t("choices.label");
    this.box = h("div.choices", { role: "group", "aria-label": this.label, hidden: true });
    this.spoken = h("p.sr", { role: "status" }); // they are not part of the log, which tells the message alone
    this.el = h("div", {}, this.spoken, this.box);
  }

  /** update shows what can be chosen now; open: the chat goes on; reads: the language that translations are shown in. */
  update(entries, unsent, open, reads) {
    const all = open ? offered(entries, unsent, reads) : [];
    keyed(
      this.box,
      all,
      (c) => `${c.n} ${c.text} ${c.shown}`,
      (c) =>
        h("button.button.quiet.small", { type: "button", dir: "auto", onclick: () => this.choose(c.text) }, c.shown),
    );
    this.box.hidden = !all.length;
    const said = all.length ? `${this.label}: ${all.map((c) => c.shown).join(", ")}` : "";
    if (this.spoken.textContent !== said) this.spoken.textContent = said;
  }
}
