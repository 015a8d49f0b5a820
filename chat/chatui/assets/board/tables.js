import { h, keyed } from "../lib/dom.js";
import { may, steers } from "../lib/powers.js";
import { initial, portrait } from "../lib/portrait.js";
import { sentence } from "../lib/problem.js";
import { Places } from "./places.js";

const desks = ["missed", "planned-break"]; // breaks that no agent began, and need no words of theirs

/** Queues is a table, one line a queue. */
export class Queues {
  constructor({ words }) {
    this.words = words;
    const head = ["queue", "waiting", "oldest", "active", "free"].map((k) =>
      h("th", { scope: "col" }, words.t(`board.col.${k}`)),
    );
    this.rows = h("tbody");
    this.el = h(
      "section.box",
      { "aria-label": words.t("board.queues") },
      h("h2", {}, words.t("board.queues")),
      h("table", {}, h("thead", {}, h("tr", {}, ...head)), this.rows),
    );
  }

  update(queues) {
    const { words } = this;
    keyed(
      this.rows,
      queues,
      (q) => q.id,
      () => h("tr", {}, h("th", { scope: "row" }), ...[1, 2, 3, 4].map(() => h("td"))),
      (tr, q) => {
        const text = [q.waiting, q.waiting ? words.clock(q.oldest_wait_seconds ?? 0) : "–", q.active, q.free];
        tr.firstElementChild.replaceChildren(
          q.name || q.id,
          ...(q.open === false ? [h("span.chip", {}, words.t("board.closed"))] : []),
          ...(q.late ? [h("span.chip", {}, words.t("board.late", { count: q.late }))] : []),
          ...(q.overdue ? [h("span.chip", {}, words.t("board.overdue", { count: q.overdue }))] : []),
        );
        [...tr.children]
          .slice(1)
          .forEach(
            (td, i) => (td.textContent = typeof text[i] === "number" ? words.number(text[i]) : (text[i] ?? "0")),
          );
        tr.classList.toggle("busy", q.waiting > 0);
      },
    );
  }
}

/** Agents is a list, one line an agent with a bar of its load. */
export class Agents {
  constructor({ words, capacity, base }) {
    Object.assign(this, { words, base });
    this.known = new Map();
    this.names = new Map();
    this.places = new Places(
      capacity,
      (fault) => this.fault(fault),
      () => this.again(),
    );
    this.reading = h("p.lead", { hidden: true }, words.t("board.reading"));
    this.problem = h("p.bad", { role: "alert", hidden: true });
    this.rows = h("ul.agents");
    this.el = h(
      "section.box",
      { "aria-label": words.t("board.agents") },
      h("h2", {}, words.t("board.agents")),
      this.reading,
      this.problem,
      this.rows,
    );
  }

  fault(fault) {
    this.problem.textContent = sentence(fault, this.words);
    this.problem.hidden = false;
    clearTimeout(this.fading);
    this.fading = setTimeout(() => (this.problem.hidden = true), 8000);
    this.again();
  }

  again() {
    this.update([...this.known.values()]);
  }

  /** by names who looks: what they may not change has no buttons. */
  by(me) {
    this.me = me;
    this.again();
  }

  /** update shows the agents; queues are the board's, of which it takes the names. */
  update(agents, queues) {
    this.me = agents.find((a) => a.id === this.me?.id) ?? this.me;
    this.reading.hidden = !this.me || may(this.me, "place");
    if (queues) this.names = new Map(queues.map((q) => [q.id, q.name || q.id]));
    this.known = new Map(agents.map((a) => [a.id, a]));
    keyed(
      this.rows,
      agents,
      (a) => a.id,
      (a) => this.row(a),
      (li, a) => this.refresh(li, a),
    );
  }

  row(agent) {
    const less = h(
      "button.plain.less",
      {
        type: "button",
        "aria-label": this.words.t("board.less", { name: agent.name }),
        onclick: () => this.step(agent.id, -1),
      },
      "−",
    );
    const more = h(
      "button.plain.more",
      {
        type: "button",
        "aria-label": this.words.t("board.more", { name: agent.name }),
        onclick: () => this.step(agent.id, 1),
      },
      "+",
    );
    return h(
      "li",
      {},
      h("span.face", { "aria-hidden": "true" }),
      h("div.who", {}, h("strong", { dir: "auto" }, agent.name), h("span", { dir: "auto" })),
      h("span.chip"),
      h("div.load", { role: "img" }, h("i")),
      h("span.num"),
      h("span.capacity", {}, less, more, h("small", { hidden: true }, this.words.t("board.not_yours"))),
    );
  }

  step(id, by) {
    const agent = this.known.get(id);
    if (!agent) return;
    this.places.step(agent, by);
    this.again();
  }

  /** mode says how an agent stands: what they said, and what the desk knows besides. */
  mode({ mode, reason, shift, hosted }) {
    const { words } = this;
    const why = mode === "break" && !desks.includes(reason) && reason;
    return [
      words.name("mode", mode),
      why,
      shift?.outside && words.t("board.outside"),
      hosted && words.t("board.hosted"),
    ]
      .filter(Boolean)
      .join(" · ");
  }

  refresh(li, a) {
    const capacity = this.places.shown(a);
    const share = capacity ? Math.min(1, a.load / capacity) : a.load ? 1 : 0;
    li.dataset.mode = a.mode;
    portrait(li.querySelector(".face"), initial(a.name), a.photo, this.base);
    li.querySelector(".who span").textContent = (a.queues ?? []).map((id) => this.names.get(id) ?? id).join(", ");
    const chip = li.querySelector(".chip");
    chip.textContent = chip.title = this.mode(a);
    const free = !!this.me && steers(this.me, a);
    const [less, more, why] = li.querySelector(".capacity").children;
    less.hidden = more.hidden = !free;
    why.hidden = free || !this.me || !may(this.me, "place");
    const load = li.querySelector(".load");
    load.setAttribute("aria-label", this.words.t("status.load", { load: a.load, capacity }));
    load.classList.toggle("full", share >= 1);
    load.firstElementChild.style.setProperty("--share", String(share));
    li.querySelector(".num").textContent = `${this.words.number(a.load)} / ${this.words.number(capacity)}`;
  }
}
