import { h, keyed } from "../lib/dom.js";

/** Canned is the list of ready replies above the composer: "/" and a few letters find one, arrows and Enter take it. */
export class Canned {
  constructor({ words, api, composer, locale }) {
    Object.assign(this, { words, api, composer, locale });
    this.list = h("ul", { role: "listbox", id: "canned", "aria-label": words.t("canned.label") });
    this.el = h("div.canned", { hidden: true }, this.list);
    composer.input.addEventListener("input", () => this.look());
    composer.input.addEventListener("keydown", (e) => this.key(e), { capture: true });
    composer.input.setAttribute("aria-controls", "canned");
  }

  async look() {
    const { text } = this.composer;
    if (!text.startsWith("/") || text.includes("\n")) return this.hide();
    const asked = text.slice(1).trim();
    this.asked = asked;
    const { canned = [] } = await this.api.get(`agent/canned?${new URLSearchParams({ q: asked })}`);
    if (this.asked === asked) this.show(canned.slice(0, 6).map((c) => ({ ...c, text: this.words.of(c.text, this.locale()) })));
    return undefined;
  }

  show(items) {
    this.items = items;
    this.at = 0;
    keyed(this.list, items, (c) => c.id, (c) => h("li", { role: "option", id: `canned-${c.id}`, onmousedown: (e) => (e.preventDefault(), this.take(c)) }, h("strong", {}, c.title), h("span", { dir: "auto" }, c.text)));
    this.el.hidden = items.length === 0;
    this.mark();
  }

  mark() {
    [...this.list.children].forEach((li, i) => li.setAttribute("aria-selected", String(i === this.at)));
    this.composer.input.setAttribute("aria-activedescendant", this.el.hidden ? "" : `canned-${this.items[this.at].id}`);
  }

  hide() {
    this.asked = undefined;
    this.el.hidden = true;
    this.composer.input.removeAttribute("aria-activedescendant");
  }

  key(e) {
    if (this.el.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (step) this.at = (this.at + step + this.items.length) % this.items.length;
    else if (e.key === "Enter" || e.key === "Tab") this.take(this.items[this.at]);
    else if (e.key === "Escape") this.hide();
    else return;
    e.preventDefault();
    e.stopImmediatePropagation();
    if (!this.el.hidden) this.mark();
  }

  take(canned) {
    this.composer.text = canned.text;
    this.hide();
    this.composer.input.focus();
  }

  /** begin writes the slash, for the button beside the composer. */
  begin() {
    this.composer.text = "/";
    this.composer.input.focus();
    this.look();
  }
}
