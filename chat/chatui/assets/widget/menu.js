import { h, keyed } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { chime, sound, sounds } from "../lib/chime.js";
import { sentence } from "../lib/problem.js";
import { clear } from "../lib/kept.js";
import { sure } from "../lib/sure.js";

/** Menu holds what is seldom needed: end the chat, have the transcript sent, be forgotten. */
export class Menu {
  constructor({ words, visitor, out, end, fault }) {
    Object.assign(this, { words, visitor, out, end, fault });
    this.list = h("ul", { hidden: true, id: "menu" });
    this.button = h(
      "button.plain",
      {
        type: "button",
        "aria-label": words.t("menu.label"),
        "aria-expanded": "false",
        "aria-controls": "menu",
        onclick: () => this.toggle(),
      },
      icon("more"),
    );
    this.el = h(
      "div.menu",
      { onkeydown: (e) => this.key(e), onfocusout: (e) => !this.el.contains(e.relatedTarget) && this.toggle(false) },
      this.button,
      this.list,
    );
  }

  update(status) {
    const items = [];
    if (status === "queued" || status === "chatting")
      items.push({ name: "end", act: () => (this.toggle(false), this.end()) });
    const out = (status === "queued" || status === "chatting") && this.out();
    if (out) items.push({ name: "popout", act: () => (this.toggle(false), out()) });
    if (this.visitor.session?.can_mail) items.push({ name: "transcript", act: (button) => this.transcript(button) });
    if (status === "queued" || status === "chatting") {
      const ring = (on) => (sound(on), this.toggle(false), this.update(status), on && chime());
      items.push(sounds() ? { name: "mute", act: () => ring(false) } : { name: "unmute", act: () => ring(true) });
    }
    if (this.visitor.session) items.push({ name: "forget", act: () => this.forget() });
    this.el.hidden = items.length === 0;
    keyed(
      this.list,
      items,
      (i) => i.name,
      (i) =>
        h(
          "li",
          {},
          h("button", { type: "button", onclick: (e) => i.act(e.currentTarget) }, this.words.t(`menu.${i.name}`)),
        ),
    );
  }

  toggle(open = this.list.hidden) {
    this.list.hidden = !open;
    this.button.setAttribute("aria-expanded", String(open));
    if (open) this.list.querySelector("button")?.focus();
  }

  key(e) {
    if (e.key !== "Escape" || this.list.hidden) return;
    e.stopPropagation();
    this.toggle(false);
    this.button.focus();
  }

  /** transcript has the chat mailed, and says so in its own place until the menu is opened again. */
  async transcript(button) {
    if (button.ariaDisabled === "true") return;
    button.ariaDisabled = "true";
    try {
      await this.visitor.transcript();
      button.textContent = this.words.t("menu.transcript_sent");
    } catch (fault) {
      button.textContent = sentence(fault, this.words, true);
    }
    setTimeout(() => {
      this.toggle(false);
      Object.assign(button, { ariaDisabled: "false", textContent: this.words.t("menu.transcript") });
    }, 2500);
  }

  async forget() {
    this.toggle(false);
    this.button.focus(); // where the focus is again after the question
    const t = (name) => this.words.t(name);
    if (!(await sure(this.el.closest(".panel"), this.words, t("menu.forget_sure"), t("menu.forget")))) return undefined;
    try {
      await this.visitor.erase();
    } catch (fault) {
      return this.fault(fault);
    }
    clear();
    return location.reload();
  }
}
