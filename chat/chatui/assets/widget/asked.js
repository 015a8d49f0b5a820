// An agent asks who the visitor is: the shop's own login answers, or a no.
import { busy } from "../lib/busy.js";
import { h } from "../lib/dom.js";

export class Asked {
  /** @param {{words: object, yes: () => void, no: () => Promise<void>}} options */
  constructor({ words, yes, no }) {
    this.words = words;
    this.lead = h("p.lead");
    this.yes = h("button.button.primary.small", { type: "button", onclick: yes }, words.t("identity.yes"));
    this.no = h(
      "button.button.quiet.small",
      { type: "button", onclick: () => busy(this.no, no) },
      words.t("identity.no"),
    );
    this.el = h(
      "section.reach.asked",
      { "aria-labelledby": "asked", hidden: true },
      h("h3", { id: "asked" }, words.t("identity.title")),
      this.lead,
      h("div.row", {}, this.yes, this.no),
    );
  }

  /** update shows the question while it is one; way: the page has said how to sign in. */
  update(session, way) {
    this.el.hidden = !session?.identity_asked;
    this.yes.hidden = !way;
    const text = this.words.t(way ? "identity.lead" : "identity.how");
    if (this.lead.textContent !== text) this.lead.textContent = text;
  }
}
