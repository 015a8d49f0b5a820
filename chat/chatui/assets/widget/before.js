// The chats that this browser has had before, below the form: each can be read again, and gone on with where the shop allows.
import { h, replace } from "../lib/dom.js";
import { sentence } from "../lib/problem.js";

export class Before {
  /** @param {{words: object, visitor: import("../client/client.js").Client, opened: () => void}} options */
  constructor({ words, visitor, opened }) {
    Object.assign(this, { words, visitor, opened });
    this.list = h("ul", { id: "before", hidden: true });
    this.spoken = h("p.lead", { role: "status" });
    this.button = h(
      "button.button.quiet.small",
      { type: "button", "aria-expanded": "false", "aria-controls": "before", onclick: () => this.toggle() },
      words.t("before.title"),
    );
    this.el = h("section.before", { hidden: true }, this.button, this.spoken, this.list);
  }

  update() {
    const { chats } = this.visitor;
    if (chats === this.chats) return;
    this.chats = chats;
    this.el.hidden = chats === 0;
    this.show(false);
  }

  show(open) {
    this.list.hidden = !open;
    this.button.setAttribute("aria-expanded", String(open));
    this.spoken.textContent = "";
  }

  async toggle() {
    if (!this.list.hidden) return this.show(false);
    let all;
    try {
      all = await this.visitor.past();
    } catch (fault) {
      this.spoken.textContent = sentence(fault, this.words, true);
      return undefined;
    }
    replace(
      this.list,
      all.map((s) => h("li", {}, this.row(s))),
    );
    this.show(all.length > 0);
    if (!all.length) this.spoken.textContent = this.words.t("before.none");
    return undefined;
  }

  row(session) {
    const { words } = this;
    const what = session.agent_name || words.t(session.state === "messaged" ? "state.messaged" : "state.ended");
    return h(
      "button",
      { type: "button", onclick: () => this.open(session) },
      h("time", { datetime: session.created_at }, words.moment(session.created_at)),
      h("span", { dir: "auto" }, what),
    );
  }

  async open({ id }) {
    try {
      await this.visitor.look(id);
      this.opened();
    } catch (fault) {
      this.spoken.textContent = sentence(fault, this.words, true);
    }
  }
}
