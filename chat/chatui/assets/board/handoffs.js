// Chats that go on elsewhere, by phone, mail or ticket, and are not done there yet: the late ones first.
import { busy } from "../lib/busy.js";
import { h, keyed } from "../lib/dom.js";
import { holding } from "../lib/holding.js";
import { may } from "../lib/powers.js";
import { sentence } from "../lib/problem.js";
import { Seldom } from "./seldom.js";

const MOST = 5; // pages
const AGAIN = 60_000; // the board says nothing of them

export class Handoffs {
  /**
   * @param {{words: object, api: import("../lib/api.js").API, console: string, fault: (fault: Error) => void}} options
   */
  constructor({ words, api, console, fault }) {
    Object.assign(this, { words, api, console, fault });
    this.rows = h("ul.lines.handoffs");
    const title = words.t("handoffs.title");
    this.el = h("section.box", { "aria-label": title, hidden: true }, h("h2", {}, title), this.rows);
    this.reading = new Seldom(() => this.read());
  }

  /** update takes the names of a board, and reads the hand-offs again where that was long ago. */
  update({ queues = [], outgoing }) {
    this.queues = new Map(queues.map((q) => [q.id, q.name || q.id]));
    const left = outgoing?.waiting !== this.waiting; // one of them may have been taken just now
    this.waiting = outgoing?.waiting;
    if (!left && Date.now() - (this.at ?? 0) < AGAIN) return;
    this.at = Date.now();
    this.reading.ask();
  }

  async read() {
    const all = [];
    let next = "";
    for (let n = 0; n < MOST && (n === 0 || next); n++) {
      const page = await this.api.get(`handoffs${next && `?after=${encodeURIComponent(next)}`}`);
      all.push(...(page.handoffs ?? []));
      next = page.next ?? "";
    }
    holding(() => this.show(all));
  }

  show(all) {
    const due = (x) => (x.late ? "0" : "1") + (x.deadline ?? "9");
    all.sort((a, b) => due(a).localeCompare(due(b)));
    const rows = [...this.rows.children];
    const { activeElement: focus } = document;
    const at = rows.findIndex((li) => li.contains(focus));
    this.el.hidden = all.length === 0;
    keyed(
      this.rows,
      all,
      (x) => x.id,
      (x) => this.row(x),
      (li, x) => this.refresh(li, x),
    );
    if (at < 0) return;
    if (rows[at].isConnected) focus.focus();
    else this.focus(at);
  }

  /** focus goes to the row that stands in the place of one that is gone, else to the heading before. */
  focus(at) {
    const row = this.rows.children[at] ?? this.rows.lastElementChild;
    if (row) return row.querySelector("summary").focus();
    /** @type {HTMLElement | null} */
    let box = this.el;
    while (box?.hidden) box = /** @type {HTMLElement | null} */ (box.previousElementSibling);
    const heading = box?.querySelector("h2");
    heading?.setAttribute("tabindex", "-1");
    return heading?.focus();
  }

  row({ id, session }) {
    const { words } = this;
    const open = h("a", { href: `${this.console}#${session}` });
    const outcome = h("input.input", { "aria-label": words.t("handoffs.outcome"), required: true, maxlength: 500 });
    const problem = h("p.bad", { role: "alert", hidden: true });
    const done = h("button.button.quiet.small", { type: "submit" }, words.t("handoffs.done"));
    const form = h("form", {}, outcome, done, problem);
    form.addEventListener("submit", (e) => {
      e.preventDefault();
      busy(form, () => this.done(id, outcome, problem));
    });
    const ways = h("details.hands", {}, h("summary", {}, words.t("handoffs.end")), h("div.answer", {}, form));
    return h("li", {}, h("div.who", {}, h("strong", {}, open), h("span")), h("span.chip"), ways);
  }

  refresh(li, x) {
    const { words } = this;
    const [name, sub] = li.querySelector(".who").children;
    const queue = this.queues.get(x.queue) ?? x.queue ?? x.session;
    name.firstElementChild.textContent = [queue, words.name("handoffs.way", x.to)].join(" · ");
    sub.textContent = [
      words.moment(x.at),
      x.taken_at ? x.receipt : words.t("handoffs.untaken"),
      x.deadline && words.t("handoffs.by", { at: words.moment(x.deadline) }),
    ]
      .filter(Boolean)
      .join(" · ");
    const chip = li.querySelector(".chip");
    chip.hidden = !x.late;
    chip.textContent = words.t("handoffs.late");
    li.querySelector(".hands").hidden = !may(this.me, "answer");
  }

  /** done says how a hand-off ended; what is refused stands beside what was written. */
  async done(id, outcome, problem) {
    problem.hidden = true;
    try {
      await this.api.post(`handoffs/${encodeURIComponent(id)}/done`, { outcome: outcome.value.trim() });
      this.reading.ask(true);
    } catch (fault) {
      problem.textContent = sentence(fault, this.words);
      problem.hidden = false;
      if (fault.status === 404) this.reading.ask(true); // somebody else did
    }
  }
}
