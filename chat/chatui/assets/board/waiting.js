import { h, keyed, replace } from "../lib/dom.js";
import { holding } from "../lib/holding.js";
import { may } from "../lib/powers.js";
import { now, tick } from "../lib/ticker.js";
import { verdicts } from "../lib/verdicts.js";
import { mark, via } from "../lib/via.js";

const FIRST = 100; // the priority of a chat that was put first
const AGAIN = 3000; // until a line that could not be read is asked for again

/** Waiting is who stands in line now, and of each why nobody takes it. */
export class Waiting {
  constructor({ words, api, console, hands, fault }) {
    Object.assign(this, { words, api, console, hands, fault });
    this.rows = h("ul.lines.waiting");
    this.el = h(
      "section.box",
      { "aria-label": words.t("why.waiting"), hidden: true },
      h("h2", {}, words.t("why.waiting")),
      this.rows,
    );
  }

  /** update reads the line again; one request at a time, and none while nobody waits. */
  async update(board) {
    this.due = this.board = board;
    this.queues = new Map((board.queues ?? []).map((q) => [q.id, q.name || q.id]));
    if (this.busy) return;
    this.busy = true;
    while (this.due) {
      const some = this.due.waiting > 0;
      this.due = undefined;
      const page = some
        ? await this.api.get("board/sessions?state=queued&state=offered&limit=50").catch(() => undefined)
        : { sessions: [] };
      clearTimeout(this.trying);
      if (!page) this.trying = setTimeout(() => this.update(board), AGAIN); // the next event may be far off
      try {
        if (page) holding(() => this.show(page.sessions ?? []));
      } catch (fault) {
        reportError(fault);
      }
    }
    this.busy = false;
  }

  show(sessions) {
    const line = sessions.sort((a, b) => String(a.queued_at ?? "").localeCompare(String(b.queued_at ?? "")));
    this.el.hidden = line.length === 0;
    keyed(
      this.rows,
      line,
      (s) => `${s.id} ${s.waiting_since ?? ""}`,
      (s) => this.row(s),
      (li, s) => this.refresh(li, s),
    );
  }

  row(session) {
    const at = session.waiting_since ?? session.queued_at;
    const since = tick(
      h("time", { datetime: at }),
      (el) => (el.textContent = this.words.clock((now() - Date.parse(at)) / 1000)),
    );
    const answer = h("div.answer", { "aria-live": "polite" });
    const why = h(
      "details",
      { ontoggle: () => why.open && this.explain(session.id, answer) },
      h("summary", {}, this.words.t("why.nobody")),
      answer,
    );
    const first = h("button.button.quiet.small.first", { type: "button", hidden: true });
    const open = h("a", { href: `${this.console}#${session.id}` });
    return h(
      "li",
      {},
      h("div.who", {}, h("strong", { dir: "auto" }, open, via(session, this.words)), h("span", { dir: "auto" })),
      since,
      first,
      this.hands.of(session, () => this.update(this.board)),
      why,
    );
  }

  refresh(li, s) {
    const [name, sub] = li.querySelector(".who").children;
    name.firstElementChild.textContent = s.contact?.name || this.words.t("console.visitor");
    mark(name.lastElementChild, s, this.words);
    const unwanted = s.unwanted && this.words.t("why.unwanted");
    sub.textContent = [
      unwanted,
      s.presence && !s.presence.here && this.words.t("card.gone_short"),
      this.queues.get(s.queue) ?? s.queue,
      this.words.name("state.agent", s.state),
      s.last_text,
    ]
      .filter(Boolean)
      .join(" · ");
    const first = li.querySelector(".first");
    first.hidden = !may(this.me, "place");
    first.textContent = this.words.t(s.priority > 0 ? "act.usual" : "act.first");
    first.onclick = () => this.put(s.id, s.priority > 0 ? 0 : FIRST);
    this.hands.refresh(li.querySelector(".hands"), s);
    const why = li.querySelector("details:not(.hands)");
    if (why.open) this.explain(s.id, why.lastElementChild);
  }

  /** put moves a chat before or behind the others; what it came to is read again. */
  async put(id, priority) {
    await this.api
      .put(`agent/sessions/${encodeURIComponent(id)}/priority`, { priority })
      .catch((fault) => this.fault(fault));
    this.update(this.board);
  }

  async explain(id, to) {
    const answer = await this.api.get(`board/sessions/${id}/explain`).catch(() => undefined);
    if (answer?.verdicts?.length) replace(to, verdicts(answer.verdicts, this.words));
    else replace(to, h("p.none", {}, this.words.t("why.unknown")));
  }
}
