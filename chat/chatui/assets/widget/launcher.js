import { h } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { there } from "./there.js";

/** Launcher is the button in the corner. It has a name, says what it opens, and counts what was not read. */
export class Launcher {
  constructor({ words, onclick }) {
    this.words = words;
    this.label = h("span.label");
    this.badge = h("span.badge", { "aria-hidden": "true", hidden: true });
    this.el = h(
      "button.launcher",
      { part: "launcher", type: "button", "aria-expanded": "false", "aria-controls": "panel", onclick },
      icon("chat"),
      this.label,
      this.badge,
    );
  }

  /** update follows the visitor's status and the availability; what it invites to is what can be had. */
  update({ status, availability, unread, invites, lost, coming }) {
    const offer = !availability
      ? "panel.title"
      : !availability.accepting
        ? "launcher.closed"
        : there(availability) === "away"
          ? "launcher.wait"
          : "launcher.open";
    const key = lost
      ? "problem.unreachable"
      : status === "queued"
        ? "launcher.queued"
        : status === "chatting"
          ? "launcher.chatting"
          : offer;
    this.label.textContent = this.words.t(key);
    this.el.setAttribute("aria-label", this.words.t(key));
    if (unread)
      this.el.setAttribute("aria-label", `${this.words.t(key)}, ${this.words.t("launcher.unread", { count: unread })}`);
    else if (invites) this.el.setAttribute("aria-label", `${this.words.t(key)}, ${this.words.t("prompt.label")}`);
    this.el.classList.toggle("lost", !!lost);
    this.el.setAttribute("aria-busy", String(!!coming));
    this.badge.hidden = !unread && !invites;
    this.badge.textContent = unread ? this.words.number(unread) : "1";
  }
}
