// Chats that are over are looked for by what the shop knows of them; while there is a search, what it found stands in the
// place of the lists.
import { busy } from "../lib/busy.js";
import { h, replace } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { most } from "../lib/letters.js";
import { sentence } from "../lib/problem.js";
import { face, name } from "./inbox.js";

export class Past {
  /** @param {{words: object, work: import("./work.js").Work, open: (id: string) => void, searching: (on: boolean) => void}} options */
  constructor({ words, work, open, searching }) {
    Object.assign(this, { words, work, open, searching });
    const label = words.t("past.label");
    this.input = most(
      h("input.input", { type: "search", name: "q", "aria-label": label, placeholder: label, dir: "auto" }),
      100,
    );
    this.input.addEventListener("input", () => this.input.value === "" && this.clear());
    this.said = h("p.none", { role: "status" });
    this.found = h("ul", {});
    this.further = h(
      "button.button.quiet.small",
      { type: "button", hidden: true, onclick: () => busy(this.further, () => this.look(this.next)) },
      words.t("past.further"),
    );
    this.list = h(
      "section",
      { hidden: true, "aria-label": words.t("past.title"), "data-list": "past" },
      h("h2", {}, words.t("past.title")),
      this.said,
      this.found,
      this.further,
    );
    const form = h(
      "form.search",
      { role: "search", onsubmit: (e) => (e.preventDefault(), this.look()), onkeydown: (e) => this.key(e) },
      icon("search"),
      this.input,
    );
    this.el = h("div.past-search", {}, form, this.list);
  }

  focus() {
    this.input.focus();
    this.input.select();
  }

  key(e) {
    if (e.key !== "Escape") return;
    e.stopPropagation();
    if (this.input.value === "") this.input.blur(); // the keys of the console are commands again
    this.input.value = "";
    this.clear();
  }

  /** clear shows the lists again. */
  clear() {
    this.round = undefined;
    this.list.hidden = true;
    this.searching(false);
  }

  /** look searches from a page on; without one it begins, with nothing found yet. */
  async look(after) {
    const q = after ? this.q : this.input.value.trim();
    if (!q) return this.clear();
    const focused = !!after && document.activeElement === this.further;
    const round = (this.round = {});
    this.list.hidden = false;
    this.searching(true);
    if (!after) this.anew(q);
    this.said.textContent = this.words.t("past.looking");
    try {
      const query = new URLSearchParams({ q, ...(after ? { after } : {}) });
      const page = await this.work.api.get(`agent/past?${query}`);
      if (round === this.round) this.show(page, focused);
    } catch (fault) {
      if (round === this.round) this.said.textContent = sentence(fault, this.words);
    }
    return undefined;
  }

  /** loose reports whether the focus is nowhere else: nobody has moved it meanwhile. */
  get loose() {
    const { activeElement: at, body } = document;
    return at === body || at === this.further;
  }

  /** anew begins a search: nothing of the one before goes on. */
  anew(q) {
    Object.assign(this, { q, next: undefined });
    this.further.hidden = true;
    replace(this.found);
  }

  show({ sessions = [], next }, focused) {
    const before = this.found.childElementCount;
    this.found.append(...sessions.map((s) => h("li", {}, this.row(s))));
    this.next = next;
    const loose = focused && this.loose;
    this.further.hidden = !next;
    const count = this.found.childElementCount;
    this.said.textContent = this.words.t("past.found", { count });
    if (loose && !next) (this.found.children[before]?.firstElementChild ?? this.input).focus();
  }

  row(s) {
    const { words } = this;
    const at = s.ended_at ?? s.closed_at ?? s.created_at;
    return h(
      "button.row",
      { type: "button", onclick: () => this.open(s.id) },
      face(s, words),
      h(
        "span.main",
        {},
        h("strong", { dir: "auto" }, name(s, words)),
        h("span.text", { dir: "auto" }, s.last_text || this.work.queue(s.queue)),
      ),
      h(
        "span.side",
        {},
        h("time", { datetime: at }, words.moment(at)),
        h("span.queue-name", {}, s.agent_name || this.work.queue(s.queue)),
      ),
    );
  }
}
