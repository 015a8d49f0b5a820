// Who changed what: the audit trail, for who may see everything, the newest first. It is read when it is opened.
import { busy } from "../lib/busy.js";
import { h } from "../lib/dom.js";
import { sentence } from "../lib/problem.js";

const PAGE = 20;
const SHOWN = 120; // characters of a value

/** short is a value as it is stored, or its beginning. */
function short(value) {
  const text = value === undefined ? "–" : JSON.stringify(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

export class Audit {
  /** @param {{words: object, api: import("../lib/api.js").API, console: string}} options */
  constructor({ words, api, console }) {
    Object.assign(this, { words, api, console, agents: new Map(), queues: new Map() });
    this.rows = h("ol.audit");
    this.more = h(
      "button.button.quiet.small",
      { type: "button", hidden: true, onclick: () => busy(this.more, () => this.read()) },
      words.t("board.more_rows"),
    );
    this.problem = h("p.bad", { role: "alert", hidden: true });
    const details = h(
      "details",
      { ontoggle: () => details.open && this.begin() },
      h("summary", {}, words.t("audit.show")),
      this.rows,
      this.problem,
      this.more,
    );
    this.el = h(
      "section.box.wide",
      { "aria-label": words.t("audit.title"), hidden: true },
      h("h2", {}, words.t("audit.title")),
      details,
    );
  }

  /** update takes the names of a board. */
  update({ agents = [], queues = [] }, me) {
    this.agents = new Map(agents.map((a) => [a.id, a.name || a.id]));
    this.queues = new Map(queues.map((q) => [q.id, q.name || q.id]));
    this.el.hidden = !(me?.everything || me?.powers?.includes("everything"));
  }

  begin() {
    this.rows.replaceChildren();
    this.next = "";
    return this.read();
  }

  async read() {
    this.problem.hidden = true;
    try {
      const page = await this.api.get(`audit?limit=${PAGE}${this.next && `&after=${encodeURIComponent(this.next)}`}`);
      const come = (page.lines ?? []).map((line) => this.row(line));
      this.rows.append(...come);
      this.next = page.next ?? "";
      const last = !this.next && document.activeElement === this.more;
      this.more.hidden = !this.next;
      if (last) come[0]?.focus(); // the button goes, and the focus would
    } catch (fault) {
      this.problem.textContent = sentence(fault, this.words);
      this.problem.hidden = false;
    }
  }

  row({ at, by = {}, act, changes = [], note, erased }) {
    const { words } = this;
    const who =
      this.agents.get(by.id) ??
      (by.role === "visitor" ? words.t("console.visitor") : (by.id ?? words.name("audit.by", by.role)));
    return h(
      "li",
      { tabindex: "-1" },
      h("time", { datetime: at }, words.moment(at)),
      h("p", {}, h("strong", {}, who), " · ", words.name("audit.act", act), erased && ` · ${words.t("reason.erased")}`),
      ...changes.map((c) => this.change(c)),
      note && h("p", { dir: "auto" }, note),
    );
  }

  change({ kind, id, before, after }) {
    const names = { agent: this.agents, queue: this.queues }[kind];
    const name = kind === "session" ? h("a", { href: `${this.console}#${id}` }, id) : (names?.get(id) ?? id);
    const members = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].sort();
    const row = (m) => [
      h("dt", {}, m),
      h(
        "dd",
        { dir: "auto" },
        before?.[m] !== undefined && h("del", {}, short(before[m])),
        " ",
        after?.[m] !== undefined && h("ins", {}, short(after[m])),
      ),
    ];
    return h(
      "div",
      {},
      h("span", {}, this.words.name("audit.kind", kind), " ", name),
      members.length > 0 && h("dl", {}, ...members.flatMap(row)),
    );
  }
}
