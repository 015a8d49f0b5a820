import { h } from "../lib/dom.js";

const LASTS = 8000;

/** Typing says that the other side writes. It goes by itself when no news comes. */
export class Typing {
  /** @param {object} words */
  constructor(words) {
    this.words = words;
    this.text = h("span");
    this.el = h("div.typing", { "aria-live": "off" });
    this.dots = h("span.dots", { "aria-hidden": "true" }, h("i"), h("i"), h("i"));
  }

  show(name, on) {
    clearTimeout(this.timer);
    this.el.replaceChildren();
    if (!on) return;
    this.text.textContent = this.words.t("typing", { name });
    this.el.append(this.dots, this.text);
    this.timer = setTimeout(() => this.show(name, false), LASTS);
  }
}
