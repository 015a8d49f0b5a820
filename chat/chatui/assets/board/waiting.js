import { h, keyed, replace } from "../lib/dom.js";
import { now, tick } from "../lib/ticker.js";
import { verdicts } from "../lib/verdicts.js";

const AGAIN = 3000; // until a line that could not be read is asked for again

/** Waiting is who stands in line now, and of each why nobody takes it. */
export class Waiting {
  constructor({ words, api }) {
    Object.assign(this, { words, api });
    this.rows = h("ul.waiting");
    this.el = h(
      "section.box",
      { "aria-label": words.t("why.waiting"), hidden: true },
      h("h2", {}, words.t("why.waiting")),
      this.rows,
    );
  }

  /** update reads the line again; one request at a time, and none while nobody waits. */
  async update(board) {
    this.due = board;
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
        if (page) this.show(page.sessions ?? []);
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
      (el) => (el.textContent = this.words.clock((now() - new Date(at)) / 1000)),
    );
    const answer = h("div.answer", { "aria-live": "polite" });
    const why = h(
      "details",
      { ontoggle: () => why.open && this.explain(session.id, answer) },
      h("summary", {}, this.words.t("why.nobody")),
      answer,
    );
    return h("li", {}, h("div.who", {}, h("strong"), h("span")), since, why);
  }

  refresh(li, s) {
    const [name, sub] = li.querySelector(".who").children;
    name.textContent = s.contact?.name || this.words.t("console.visitor");
    const unwanted = s.unwanted && this.words.t("why.unwanted");
    sub.textContent = [
      unwanted,
      this.queues.get(s.queue) ?? s.queue,
      this.words.name("state.agent", s.state),
      s.last_text,
    ]
      .filter(Boolean)
      .join(" · ");
    const why = li.querySelector("details");
    if (why.open) this.explain(s.id, why.lastElementChild);
  }

  async explain(id, to) {
    const answer = await this.api.get(`board/sessions/${id}/explain`).catch(() => undefined);
    if (answer?.verdicts?.length) replace(to, verdicts(answer.verdicts, this.words));
    else replace(to, h("p.none", {}, this.words.t("why.unknown")));
  }
}
