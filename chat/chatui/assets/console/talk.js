// The middle of the console: one chat, what can be done with it, and the line to write on.
import { h, keyed } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { may } from "../lib/powers.js";
import { Changes } from "../talk/changes.js";
import { Composer, LONG, SINGLE } from "../talk/composer.js";
import { Log } from "../talk/log.js";
import { Typing } from "../talk/typing.js";
import { Canned } from "./canned.js";
import { Carried, channel, writable } from "./carried.js";
import { Drafts } from "./drafts.js";
import { name } from "./inbox.js";
import { mentioned } from "./mentions.js";
import { Products } from "./products.js";
import { said } from "./said.js";
import { standing } from "./standing.js";
import { ways } from "./ways.js";

const can = {
  first: ["queued", "offered"],
  usual: ["queued", "offered"],
  transfer: ["active", "held", "queued", "offered"],
  escalate: ["active", "held"],
  tags: ["active", "held", "wrapping"],
  contact: ["queued", "offered", "active", "held", "wrapping", "messaged"],
  identity: ["active", "held"],
  conclude: ["active", "held"],
  ban: ["active", "held", "wrapping"],
  follow: ["active", "held"],
  join: ["active", "held"],
  part: ["active", "held"],
  "take-over": ["active", "held"],
  hold: ["active"],
  resume: ["held"],
  close: ["active", "held", "queued", "offered"],
  finish: ["wrapping"],
  pick: ["queued", "offered"],
  answer: ["messaged"],
  settle: ["messaged"],
  reopen: ["closed", "abandoned"],
};
const waiting = ["queued", "offered"];
const anybodys = ["pick", "answer", "settle", "reopen"]; // the rest is its owner's, or a supervisor's
const hands = ["first", "usual", "transfer", "close"]; // on the line: who may place, may move, end and put first who waits
const FIRST = 100; // the priority of a chat that was put first
const asks = ["tags", "contact", "escalate", "ban", "conclude"];
const colleagues = ["follow", "join", "part", "take-over"]; // of a chat that somebody else has
const bare = [...asks, "identity"]; // shown without their words
const ends = ["close", "finish", "settle"]; // ask for an outcome where the queue has some
const marks = {
  tags: "tag",
  escalate: "mail",
  ban: "ban",
  contact: "pen",
  identity: "user",
  conclude: "next",
  follow: "eye",
  join: "users",
  part: "out",
  "take-over": "transfer",
  first: "up",
  usual: "down",
  transfer: "transfer",
  hold: "hold",
  resume: "play",
  close: "check",
  finish: "check",
  pick: "plus",
  answer: "chat",
  settle: "check",
  reopen: "back",
};

export class Talk {
  constructor({ words, work, transfer, more, undo, back, details, fault }) {
    Object.assign(this, { words, work, transfer, more, undo, fault });
    this.title = h("h2", { dir: "auto" });
    this.sub = h("p", { dir: "auto" });
    this.acts = h("div.acts", { role: "toolbar", "aria-label": words.t("talk.actions") });
    this.note = h(
      "button.plain.note-toggle",
      {
        type: "button",
        "aria-pressed": "false",
        "aria-label": words.t("talk.note"),
        title: words.t("talk.note"),
        onclick: () => this.private(!this.noting),
      },
      icon("note"),
    );
    const stay = (e) => e.preventDefault(); // the cursor stays where it is
    const bolt = h(
      "button.plain",
      {
        type: "button",
        "aria-label": words.t("canned.label"),
        title: words.t("canned.hint"),
        onmousedown: stay,
        onclick: () => this.ready(),
      },
      icon("bolt"),
    );
    this.products = new Products({ words, api: work.api, send: (p) => this.offer(p) });
    this.shelf = this.products.button(() => this.session && this.products.show(this.session.id));
    this.drafts = new Drafts();
    this.concluded = new Map(); // how chats are to end, by session, until they have
    this.composer = new Composer({
      words,
      before: [this.note, bolt, this.shelf],
      empty: (text) => text === "" || text === "/",
      send: (text, to, files) => this.send(text, to, files),
      correct: (n, text) => this.changes.correct(n, text),
      max: () => (this.session?.split_at && !this.noting ? LONG : SINGLE),
      last: () => this.changes.last(this.open?.timeline.entries ?? []),
      typing: (on) => this.tell(on),
      draft: (text) => this.session && this.drafts.put(this.session.id, this.kind, text),
    });
    this.canned = new Canned({
      words,
      api: work.api,
      composer: this.composer,
      session: () => this.session,
      known: () => this.known(),
    });
    this.changes = new Changes({
      open: () => this.writes && !this.noteOnly,
      mine: (e) => e.author?.kind === "agent" && e.author.id === work.me?.id && !e.template, // approved words stay
      composer: () => this.composer,
      change: (n, text) => work.change(this.session.id, n, text),
      fault,
      of: () => this.session?.id,
      left: (id, text) => this.drafts.add(id, "message", text),
    });
    more.end = (session, act, body) => (act === "close" ? this.close(session, body) : work.act(session.id, act, body));
    const known = { words, who: (id) => work.who(id), queue: (id) => work.queue(id) };
    this.log = new Log({
      side: "agent",
      words,
      me: () => work.me?.name ?? "",
      say: (e, owner) => said(e, { ...known, owner }),
      retry: (key) => this.open?.outbox.retry(key),
      acts: (e) => this.changes.acts(e),
      act: (act, e) => this.changes.act(act, e),
    });
    this.carried = new Carried({ words, closed: () => this.session && this.update(this.session.id) });
    this.over = h("p.over", { role: "status", tabindex: "-1", hidden: true });
    this.typing = new Typing(words, words.t("talk.unsent"));
    this.empty = h("div.nothing", {}, icon("chat"), h("p", {}, words.t("talk.nothing")));
    this.main = h(
      "div.talk",
      { hidden: true },
      h(
        "header",
        {},
        h("button.plain.back", { type: "button", "aria-label": words.t("talk.back"), onclick: back }, icon("back")),
        h("div.names", {}, this.title, this.sub),
        this.acts,
        h(
          "button.plain.details",
          { type: "button", "aria-label": words.t("card.label"), onclick: details },
          icon("user"),
        ),
      ),
      this.log.el,
      this.log.below,
      this.typing.el,
      this.canned.el,
      this.over,
      this.carried.el,
      this.composer.el,
      this.products.el,
    );
    this.el = h("section.middle", { tabindex: "-1" }, this.empty, this.main);
    this.ways = ways(this, words, work);
    const here = (detail) => this.session && detail.session === this.session.id;
    work.addEventListener(
      "typing",
      ({ detail }) => here(detail) && this.typing.show(name(this.session, words), detail.on, detail.text),
    );
    work.addEventListener("message", ({ detail }) => here(detail) && this.typing.show("", false));
  }

  get session() {
    return this.open?.session;
  }

  /** kind is what is being written: a message, or a note that only agents see. */
  get kind() {
    return this.noting ? "note" : "message";
  }

  update(id) {
    const before = this.session?.id;
    if (before !== id) this.composer.tell(false);
    this.open = this.work.talks.get(id);
    this.drafts.of(this.work.me?.id);
    this.main.hidden = !this.open;
    this.empty.hidden = !!this.open;
    if (!this.open) return;
    const { session, timeline, outbox } = this.open;
    const { mine, beside, text } = standing(this.open, this.work, this.words);
    const writes = mine || !!beside;
    this.writes = writes;
    const wasNoteOnly = this.noteOnly;
    const closed = !writable(session.carried); // the messenger takes nothing now
    this.noteOnly = session.state === "wrapping" || beside === "follows" || closed; // the visitor hears nothing of it
    if (before !== session.id) this.fresh();
    else if (this.noteOnly !== wasNoteOnly) this.private(this.noteOnly, false);
    this.title.textContent = name(session, this.words);
    const whose = !mine && session.agent ? session.agent_name || this.work.who(session.agent) : "";
    const by = session.carried && channel(session.carried);
    this.sub.textContent = [by, this.work.queue(session.queue), this.words.name("state.agent", session.state), whose]
      .filter(Boolean)
      .join(" · ");
    const names = this.open.gone ? [] : this.allowed(mine, session).filter((n) => can[n].includes(session.state));
    keyed(
      this.acts,
      names,
      (n) => n,
      (n) => this.action(n),
    );
    this.log.update(timeline.entries, outbox.items, session.seen_up_to ?? 0, session.carried);
    this.carried.update(writes ? session.carried : undefined);
    if (!["active", "held"].includes(session.state)) this.typing.show("", false);
    if (!writes) this.canned.hide();
    this.say(text);
    const cursor = !writes && document.activeElement === this.composer.input;
    this.composer.el.hidden = !writes;
    this.shelf.hidden = !this.work.me?.can_show || this.noteOnly;
    this.ways?.forEach((way) => way.update());
    if (cursor) this.over.focus(); // what is being typed must not become commands
    if (!document.hidden) this.work.read(session.id);
  }

  /** allowed are the acts that the agent may do to a session: own ones, anybody's, and a supervisor's, by their powers. */
  allowed(mine, { state, queue, priority = 0, contact = {} }) {
    const { me } = this.work;
    const answers = may(me, "answer");
    if (waiting.includes(state))
      return [...(answers ? ["contact", "pick"] : []), ...(may(me, "place") ? hands : [])].filter(
        (n) => n !== (priority > 0 ? "first" : "usual"),
      );
    if (!answers) return [];
    const aside = this.besides(mine);
    const steers = mine || me?.role === "supervisor";
    const there = Object.keys(can).filter(
      (n) => (n !== "escalate" || me.can_escalate) && !(colleagues.includes(n) && !aside.includes(n)),
    );
    const { asked_at: asked, refused } = contact.identity ?? {};
    const serves = me?.everything || me?.queues?.includes(queue); // who sees a chat by a note alone does not
    const known = contact.signed_in || (asked && !refused);
    const all = there.filter(
      (n) =>
        (steers || anybodys.includes(n) || (n === "contact" && serves) || aside.includes(n)) &&
        !(known && n === "identity"),
    );
    return mine || may(me, "place") ? all : all.filter((n) => n !== "transfer"); // to hand on what is not one's own is to place
  }

  /** besides are the ways to take part in a chat that a colleague has. */
  besides(mine) {
    const { session } = this;
    if (mine || !session.agent || session.agent === this.work.me?.id) return [];
    const how = this.work.beside(session);
    const over = may(this.work.me, "place") ? ["take-over"] : [];
    return [...(how ? ["part"] : ["follow"]), ...(how === "joined" ? [] : ["join"]), ...over];
  }

  /** say tells below the conversation why nothing can be written here. */
  say(text) {
    this.over.hidden = text === "";
    if (this.over.textContent !== text) this.over.textContent = text;
  }

  fresh() {
    const { id } = this.session;
    this.changes.anew();
    this.log.clear();
    this.canned.hide();
    this.private(!this.drafts.get(id, "message") && !!this.drafts.get(id, "note"), false);
    this.typing.show("", false);
  }

  action(name) {
    if (bare.includes(name)) {
      const label = this.words.t(`act.${name}`);
      return h(
        "button.plain",
        { type: "button", "data-act": name, "aria-label": label, title: label, onclick: () => this.act(name) },
        icon(marks[name]),
      );
    }
    const label = this.words.t(`act.${name}`); // a narrow window has no room for it
    const strong = name === "pick" || name === "answer" ? "button.small.primary" : "button.small.quiet";
    return h(
      `button.${strong}`,
      { type: "button", "data-act": name, "aria-label": label, title: label, onclick: () => this.act(name) },
      icon(marks[name]),
      h("span", {}, label),
    );
  }

  async act(name) {
    const { id } = this.session;
    try {
      if (asks.includes(name) || (ends.includes(name) && this.session.outcomes?.length))
        this.more.show(name, { ...this.session, ...this.concluded.get(id) });
      else if (name === "transfer") await this.transfer.show(id);
      else if (name === "first" || name === "usual") await this.work.priority(id, name === "first" ? FIRST : 0);
      else if (name === "close") this.close(this.session);
      else await this.work.act(id, name, name === "hold" ? { for_seconds: 600 } : {});
      if (["pick", "answer", "resume", "reopen"].includes(name) && !this.composer.el.hidden)
        this.composer.input.focus();
    } catch (fault) {
      this.fault(fault);
    }
  }

  /** known is what ready replies may name. */
  known() {
    const { contact = {}, queue } = this.session ?? {};
    return { name: contact.name, agent: this.work.me?.name, queue: this.work.queue(queue) };
  }

  /**
   * close ends a chat in a moment; what is written meanwhile takes that back. A body, also an empty one, says how it ends:
   * it takes the place of one that was given before, and is asked for again as it was until the chat has ended.
   */
  close(session, body) {
    const { id } = session;
    if (body) {
      this.undo.back(id);
      this.concluded.set(id, body);
    }
    const text = this.words.t("undo.closing", { name: name(session, this.words) });
    this.undo.later(id, text, () =>
      this.work.act(id, "close", body ?? {}).then(
        () => this.concluded.delete(id),
        (fault) => this.fault(fault),
      ),
    );
  }

  /** press does what a key stands for, where there is its button, and tells whether there was one. */
  press(act) {
    const button = this.main.hidden ? undefined : this.acts.querySelector(`[data-act="${act}"]`);
    button?.click();
    return !!button;
  }

  async send(text, to, files) {
    this.undo.back(this.session.id);
    const { outbox } = this.open;
    if (!this.noting) return void outbox.add(text, "message.created", to, undefined, undefined, files);
    this.private(this.noteOnly);
    await this.work.team.named(text);
    const told = mentioned(text, this.work.team.people, this.work.me?.id);
    outbox.add(text, "note.created", to, told.length ? told : undefined, undefined, files);
  }

  /** offer sends a product with the words that stand on the line, or with its name. */
  offer({ id, title }) {
    const { session, composer } = this;
    if (session?.id !== this.products.session || composer.el.hidden) return void this.fault({ code: "wrong-state" }); // it moved on while the list was open
    if (this.noting) this.private(false);
    this.undo.back(session.id);
    this.canned.hide();
    const { text, to } = composer.take();
    this.open.outbox.add(text || title, "message.created", to, undefined, [id]);
    composer.input.focus();
  }

  /** ready opens the ready replies, where there is a line to write them on. */
  ready() {
    if (this.session && !this.composer.el.hidden) this.canned.begin();
  }

  /** private turns to the note, or back to the message; each keeps what was written of it. */
  private(on, focus = true) {
    if (!this.session) return;
    this.noting = on || this.noteOnly;
    this.canned.hide();
    this.composer.show(this.drafts.get(this.session.id, this.kind));
    if (focus && !this.composer.el.hidden) this.composer.input.focus();
    this.ways?.forEach((way) => way.update());
    this.note.setAttribute("aria-pressed", String(this.noting));
    this.composer.el.classList.toggle("private", this.noting);
    this.composer.input.placeholder = this.words.t(this.noting ? "talk.note_placeholder" : "talk.placeholder");
  }

  tell(on) {
    if (!this.noting && this.session?.state === "active" && !this.canned.open)
      this.work.api.post(`agent/sessions/${this.session.id}/typing`, { on }, { keepalive: !on }).catch(() => {});
  }
}
