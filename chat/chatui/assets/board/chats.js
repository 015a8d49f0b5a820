// The chats that agents have now: whose they are, how long, and what a supervisor may do with them.
import { h, keyed } from "../lib/dom.js";
import { holding } from "../lib/holding.js";
import { now, tick } from "../lib/ticker.js";
import { mark, via } from "../lib/via.js";
import { Seldom } from "./seldom.js";

const PAGE = 50;
const query = `state=active&state=held&state=wrapping&limit=${PAGE}`;

export class Chats {
  /** @param {{words: object, api: import("../lib/api.js").API, console: string, hands: import("./hands.js").Hands}} options */
  constructor({ words, api, console, hands }) {
    Object.assign(this, { words, api, console, hands, pages: 1 });
    this.rows = h("ul.lines.chats");
    this.more = h(
      "button.button.quiet.small",
      { type: "button", hidden: true, onclick: () => (this.pages++, this.reading.ask(true)) },
      words.t("board.more_rows"),
    );
    this.el = h(
      "section.box",
      { tabindex: "-1", "aria-label": words.t("board.running"), hidden: true },
      h("h2", {}, words.t("board.running")),
      this.rows,
      this.more,
    );
    this.reading = new Seldom(() => this.read());
  }

  /** update reads the chats again, where the board says that there are any. */
  update({ queues = [], agents = [] }) {
    this.queues = new Map(queues.map((q) => [q.id, q.name || q.id]));
    this.agents = new Map(agents.map((a) => [a.id, a.name || a.id]));
    if (queues.some((q) => q.active) || agents.some((a) => a.sessions) || this.reading.busy)
      this.reading.ask(); // what is being read may be of before
    else this.show([]);
  }

  async read() {
    const all = [];
    let next = "";
    for (let n = 0; n < this.pages && (n === 0 || next); n++) {
      const page = await this.api.get(`board/sessions?${query}${next && `&after=${encodeURIComponent(next)}`}`);
      all.push(...(page.sessions ?? []));
      next = page.next ?? "";
    }
    this.more.hidden = !next;
    holding(() => this.show(all));
  }

  show(sessions) {
    this.el.hidden = sessions.length === 0;
    if (!sessions.length) Object.assign(this, { pages: 1 });
    keyed(
      this.rows,
      sessions,
      (s) => s.id,
      (s) => this.row(s),
      (li, s) => this.refresh(li, s),
    );
  }

  row(session) {
    const at = session.assigned_at ?? session.created_at;
    const since = tick(
      h("time", { datetime: at }),
      (el) => (el.textContent = this.words.clock((now() - Date.parse(at)) / 1000)),
    );
    const open = h("a", { href: `${this.console}#${session.id}` });
    return h(
      "li",
      {},
      h("div.who", {}, h("strong", { dir: "auto" }, open, via(session, this.words)), h("span", { dir: "auto" })),
      since,
      this.hands.of(session, () => this.reading.ask(true)),
    );
  }

  refresh(li, s) {
    const { words } = this;
    const [name, sub] = li.querySelector(".who").children;
    name.firstElementChild.textContent = s.contact?.name || words.t("console.visitor");
    mark(name.lastElementChild, s, words);
    sub.textContent = [
      s.overdue_at && words.t("console.overdue"),
      s.agent_name || this.agents.get(s.agent) || s.agent,
      this.queues.get(s.queue) ?? s.queue,
      words.name("state.agent", s.state),
      s.last_text,
    ]
      .filter(Boolean)
      .join(" · ");
    this.hands.refresh(li.querySelector(".hands"), s);
  }
}
