// What a supervisor does with a chat from the board: gives it to somebody, moves it to another queue, ends it.
import { h, replace } from "../lib/dom.js";
import { may } from "../lib/powers.js";
import { sure } from "../lib/sure.js";

/** Hands knows the team as the board shows it, and acts on chats. */
export class Hands {
  /**
   * @param {{words: object, api: import("../lib/api.js").API, undo: import("../console/undo.js").Undo,
   *   fault: (fault: Error) => void}} options
   */
  constructor({ words, api, undo, fault }) {
    Object.assign(this, { words, api, undo, fault, agents: [], queues: [] });
  }

  /** update takes the team of a board. */
  update({ agents = [], queues = [] }) {
    Object.assign(this, { agents, queues });
  }

  /** of is what can be done with a chat, folded away; done is called when something was. */
  of(session, done) {
    const el = h(
      "details.hands",
      { ontoggle: () => el.open && this.fill(el) },
      h("summary", {}, this.words.t("hands.title")),
      h("div.answer"),
    );
    el.done = done;
    this.refresh(el, session);
    return el;
  }

  refresh(el, session) {
    const other = ["queue", "agent", "state", "outcome_needed"].some((name) => el.session?.[name] !== session[name]);
    el.session = session;
    if (el.open && other) this.fill(el);
    el.hidden = !may(this.me, "place");
  }

  fill(el) {
    const { words } = this;
    const { session, done } = el;
    const free = (a) =>
      `${a.name} · ${words.number(a.load)} / ${words.number(a.capacity)} · ${words.name("mode", a.mode)}`;
    const agents = this.agents
      .filter((a) => a.id !== session.agent && a.mode !== "offline")
      .map((a) => [a.id, free(a)]);
    const queues = this.queues.filter((q) => q.id !== session.queue && !q.retired).map((q) => [q.id, q.name || q.id]);
    replace(
      el.lastElementChild,
      this.row("assign", agents, (id) => this.try(() => this.assign(session.id, id), done)),
      session.state !== "wrapping" && this.row("move", queues, (id) => this.try(() => this.move(session.id, id), done)),
      session.state !== "wrapping" && this.ending(session, done),
    );
  }

  /** ending is the button that ends a chat, with the outcomes to choose from where the queue needs one. */
  ending(session, done) {
    const { words } = this;
    const needed = session.outcome_needed && ["active", "held"].includes(session.state);
    if (!needed)
      return h(
        "p",
        {},
        h(
          "button.button.quiet.small",
          { type: "button", "data-act": "end", onclick: () => this.end(session, done) },
          words.t("hands.end"),
        ),
      );
    const outcomes = ["", ...(session.outcomes ?? [])].map((o) => [o, o || words.t("more.outcome.none")]);
    return this.row(
      "end",
      outcomes,
      (outcome) => this.end(session, done, { outcome }),
      words.t("more.outcome"),
      words.t("hands.end"),
    );
  }

  /** row is a choice with the button that does it. */
  row(name, options, act, label = this.words.t(`hands.${name}`), does = this.words.t(`hands.${name}.go`)) {
    if (!options.length) return false;
    const choice = h(
      "select.input",
      { "aria-label": label, required: true },
      ...options.map(([value, text]) => h("option", { value }, text)),
    );
    const go = h("button.button.quiet.small", { type: "submit" }, does);
    return h("form", { "data-act": name, onsubmit: (e) => (e.preventDefault(), act(choice.value)) }, choice, go);
  }

  async try(act, done) {
    try {
      await act();
    } catch (fault) {
      this.fault(fault);
    }
    done();
  }

  /** assign gives a chat to an agent; one whose hands are full gets it where the supervisor says so again. */
  async assign(id, agent) {
    const path = `board/sessions/${encodeURIComponent(id)}/assign`;
    try {
      await this.api.post(path, { agent });
    } catch (fault) {
      const name = this.agents.find((a) => a.id === agent)?.name ?? agent;
      const asked = () =>
        sure(document.body, this.words, this.words.t("hands.override", { name }), this.words.t("hands.assign.go"));
      if (fault.code !== "at-capacity" || !(await asked())) throw fault;
      await this.api.post(path, { agent, override: true });
    }
  }

  move(id, queue) {
    return this.api.sure(
      "POST",
      `agent/sessions/${encodeURIComponent(id)}/transfer`,
      { queue, if_unavailable: "queue" },
      { tries: 3 },
    );
  }

  end({ id, contact }, done, body = {}) {
    const name = contact?.name || this.words.t("console.visitor");
    const act = () =>
      this.try(() => this.api.sure("POST", `agent/sessions/${encodeURIComponent(id)}/close`, body, { tries: 3 }), done);
    this.undo.later(id, this.words.t("undo.closing", { name }), act);
  }
}
