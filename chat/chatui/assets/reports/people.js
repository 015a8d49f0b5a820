import { h, keyed } from "../lib/dom.js";
import { sentence } from "../lib/problem.js";
import { percent, sum } from "./figures.js";

const MOST = 50; // agents whose working time is read

/** People are the agents: what they did, how they were judged, and when they worked. */
export class People {
  constructor({ words, api }) {
    Object.assign(this, { words, api });
    const columns = ["agent", "closed", "handle", "satisfied", "available", "shift", "occupancy"];
    const head = columns.map((name) => h("th", { scope: "col" }, words.t(`report.col.${name}`)));
    this.rows = h("tbody");
    const label = words.t("board.agents");
    const table = h("table", {}, h("caption.sr", {}, label), h("thead", {}, h("tr", {}, ...head)), this.rows);
    this.el = h(
      "section.box",
      { "aria-label": label },
      h("h2", {}, label),
      (this.problem = h("p.bad", { role: "alert", hidden: true })),
      h("div.wide-table", { tabindex: "0", role: "group", "aria-label": label }, table),
    );
  }

  update({ agents, team }, { from, to }) {
    const did = new Map(agents.map((row) => [row.agent, row]));
    const names = new Map(team.map((agent) => [agent.id, agent.name]));
    const people = [...new Set([...names.keys(), ...did.keys()])].map((id) => ({ id, name: names.get(id) ?? id }));
    people.sort((a, b) => (did.get(b.id)?.closed ?? 0) - (did.get(a.id)?.closed ?? 0) || a.name.localeCompare(b.name));
    const round = (this.round = {});
    keyed(
      this.rows,
      people,
      (p) => p.id,
      () => this.row(),
      (tr, p) => this.refresh(tr, p, did.get(p.id)),
    );
    this.problem.hidden = true;
    this.attended(people.slice(0, MOST), `from=${from}&to=${to}`, round);
  }

  row() {
    return h("tr", {}, h("th", { scope: "row", dir: "auto" }), ...Array.from({ length: 6 }, () => h("td")));
  }

  refresh(tr, { name }, did) {
    const { words } = this;
    const judged = did?.csat;
    const cells = [
      words.number(did?.closed ?? 0),
      did?.handle?.count ? words.clock(did.handle.mean_seconds) : "–",
      judged?.ratings ? `${percent(words, judged.positive, judged.ratings)} (${words.number(judged.ratings)})` : "–",
      "…",
      "…",
      "…",
    ];
    const [head, ...rest] = tr.children;
    head.textContent = name;
    rest.forEach((td, n) => (td.textContent = cells[n]));
  }

  /** attended fills in when they worked, one agent after the other, while these are the ones shown. */
  async attended(people, query, round) {
    const rows = new Map([...this.rows.children].map((tr) => [tr.dataset.key, tr]));
    for (const [id, tr] of rows) if (!people.some((p) => p.id === id)) this.unread(tr);
    let down; // the first fault after which nobody else can be read either
    for (const { id } of people) {
      const fault = down ?? (await this.read(id, query, round, rows.get(id)));
      if (round !== this.round) return;
      if (!fault) continue;
      this.unread(rows.get(id));
      this.fault(fault);
      if (fault.again) down = fault;
    }
  }

  /** read shows when one of them worked, and returns what went wrong. Who is gone has no log any more, and worked no time. */
  async read(id, query, round, tr) {
    try {
      const { days } = await this.api.get(`agents/${encodeURIComponent(id)}/attendance?${query}`);
      if (round === this.round) this.times(tr, days ?? []);
    } catch (fault) {
      if (fault.status !== 404) return fault;
      if (round === this.round) this.times(tr, []);
    }
    return undefined;
  }

  /** unread says that it is not known when somebody worked, which is not that they never did. */
  unread(tr) {
    [...tr.children].slice(-3).forEach((td) => (td.textContent = this.words.t("report.unread")));
  }

  /** fault says below the heading why; the first one is enough. */
  fault(fault) {
    if (!this.problem.hidden) return;
    this.problem.textContent = this.words.t("report.unread.why", { why: sentence(fault, this.words) });
    this.problem.hidden = false;
  }

  times(tr, days) {
    const { words } = this;
    const of = (name) => sum(days, (day) => day[name]);
    const [available, planned, kept, accepting, busy] = ["available", "planned", "kept", "accepting", "busy"].map(
      (name) => of(`${name}_seconds`),
    );
    const cells = [
      available ? words.span(available) : "–",
      percent(words, kept, planned),
      percent(words, busy, accepting),
    ];
    [...tr.children].slice(-3).forEach((td, n) => (td.textContent = cells[n]));
  }
}
