import { h } from "../lib/dom.js";
import { icon } from "../lib/icons.js";

/** Launcher is the button in the corner. It has a name, says what it opens, and counts what was not read. */
export class Launcher {
  constructor({ words, onclick }) {
    this.words = words;
    this.label = h("span.label");
    this.badge = h("span.badge", { "aria-hidden": "true", hidden: true });
    this.el = h("button.launcher", { type: "button", "aria-expanded": "false", "aria-controls": "panel", onclick }, icon("chat"), this.label, this.badge);
  }

  update({ status, known, accepting, unread }) {
    const door = known ? (accepting ? "launcher.open" : "launcher.closed") : "panel.title";
    const key = status === "queued" ? "launcher.queued" : status === "chatting" ? "launcher.chatting" : door;
    this.label.textContent = this.words.t(key);
    this.el.setAttribute("aria-label", this.words.t(key));
    if (unread) this.el.setAttribute("aria-label", `${this.words.t(key)}, ${this.words.t("launcher.unread", { count: unread })}`);
    this.badge.hidden = !unread;
    this.badge.textContent = this.words.number(unread);
  }
}
