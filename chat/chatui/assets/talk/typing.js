import { h } from "../lib/dom.js";

const LASTS = 8000;
const SHOWN = 60_000; // words that are not sent yet may be thought over

/** Typing says that the other side writes, and what, where that may be seen. It goes by itself when no news comes. */
export class Typing {
  /** @param {object} words @param {string} [mark] what words that are not sent are marked with, where they are seen */
  constructor(words, mark) {
    Object.assign(this, { words, mark });
    this.text = h("span");
    this.el = h("div.typing", { "aria-live": "off" });
    this.dots = h("span.dots", { "aria-hidden": "true" }, h("i"), h("i"), h("i"));
  }

  show(name, on, unsent) {
    clearTimeout(this.timer);
    this.el.replaceChildren();
    if (!on) return;
    this.text.textContent = this.words.t("typing", { name });
    this.el.append(this.dots, this.text);
    if (unsent) this.el.append(h("p.unsent", {}, h("strong", {}, this.mark), h("span", { dir: "auto" }, unsent)));
    this.timer = setTimeout(() => this.show(name, false), unsent ? SHOWN : LASTS);
  }
}
