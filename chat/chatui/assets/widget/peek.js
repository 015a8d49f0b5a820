// Whether agents see what the visitor types before it is sent: off until the visitor ticks it, where the shop asks at all.
import { h } from "../lib/dom.js";

export class Peek {
  /**
   * @param {{words: object, allow: (on: boolean) => Promise<void>, allowed: () => boolean}} options allow asks the shop, and
   *   never fails; allowed: what holds
   */
  constructor({ words, allow, allowed }) {
    Object.assign(this, { allow, allowed });
    this.tick = h("input", { type: "checkbox", name: "peek", onchange: () => this.change() });
    this.el = h("label.tick.peek", { hidden: true }, this.tick, h("span", {}, words.t("peek.allow")));
  }

  /** on reports whether the visitor has it ticked now, whatever the shop has heard of it. */
  get on() {
    return this.tick.checked;
  }

  /** update shows the question in a chat whose shop asks it, with what holds. */
  update(session) {
    this.el.hidden = !session?.peek;
    if (!this.busy) this.tick.checked = this.allowed();
  }

  /** change has the shop know. The box keeps the focus and can be changed meanwhile: the last word is told too. */
  async change() {
    if (this.busy) return;
    this.busy = true;
    this.tick.setAttribute("aria-busy", "true");
    for (let told; told !== this.on; ) await this.allow((told = this.on));
    this.tick.removeAttribute("aria-busy");
    this.busy = false;
    this.tick.checked = this.allowed(); // which says nothing new after a refusal
  }
}
