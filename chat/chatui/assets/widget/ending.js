// Before a chat ends at the visitor's word, they are asked: an end by mistake costs them their place or their agent.
import { h } from "../lib/dom.js";

export class Ending {
  /** @param {{words: object, end: () => void, stay: () => void}} options stay: the visitor goes on, and needs the focus somewhere */
  constructor({ words, end, stay }) {
    Object.assign(this, { words, end, stay });
    this.title = h("h3", { id: "ending" });
    this.lead = h("p.lead", { id: "ending-lead" });
    this.no = h(
      "button.button.primary.small",
      { type: "button", onclick: () => this.answer(stay) },
      words.t("ending.no"),
    );
    this.yes = h("button.button.quiet.small", { type: "button", onclick: () => this.answer(end) }, words.t("menu.end"));
    this.el = h(
      "section.reach.ending",
      {
        role: "group",
        "aria-labelledby": "ending",
        "aria-describedby": "ending-lead",
        hidden: true,
        onkeydown: (e) => this.key(e),
      },
      this.title,
      this.lead,
      h("div.row", {}, this.no, this.yes),
    );
  }

  /** ask puts the question, with the focus on what changes nothing. */
  ask(status) {
    this.title.textContent = this.words.t("ending.title");
    this.lead.textContent = this.words.t(`ending.${status}`);
    this.el.hidden = false;
    this.no.focus();
  }

  /** update takes the question away once there is nothing to end. */
  update(status) {
    if (status !== "queued" && status !== "chatting") this.el.hidden = true;
    else if (!this.el.hidden) this.lead.textContent = this.words.t(`ending.${status}`);
  }

  answer(act) {
    this.el.hidden = true;
    act();
  }

  key(e) {
    if (e.key !== "Escape") return;
    e.stopPropagation(); // the panel stays open
    this.answer(this.stay);
  }
}
