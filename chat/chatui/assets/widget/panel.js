// The panel: a head with who is there, and below it the form, the line, or the talk.
import { busy } from "../lib/busy.js";
import { h } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { keep, recall } from "../lib/kept.js";
import { initial, portrait } from "../lib/portrait.js";
import { sentence } from "../lib/problem.js";
import { Changes } from "../talk/changes.js";
import { Composer } from "../talk/composer.js";
import { Log } from "../talk/log.js";
import { Typing } from "../talk/typing.js";
import { Asked } from "./asked.js";
import { Choices } from "./choices.js";
import { Ending } from "./ending.js";
import { Form } from "./form.js";
import { Later } from "./later.js";
import { Menu } from "./menu.js";
import { Peek } from "./peek.js";
import { Queue } from "./queue.js";
import { Rating } from "./rating.js";
import { said } from "./said.js";
import { alone, greeting } from "./there.js";

const DRAFT = "switchboard/draft/"; // what was begun to be written, by session: it lives on over the pages of the shop
const shut = ["closed-hours", "queue-full", "no-agent"];

export class Panel {
  /** @param {{words: object, visitor: import("../client/client.js").Client, title: string, accepted: {get: () => string|undefined, clear: () => void},
   *   known?: object, fetched: typeof import("./fetched.js").fetched, signIn: () => (() => void)|undefined, out: () => (() => void)|undefined, close: () => void}} options accepted: the prompt that was, until a
   *   chat begins with it; signIn: the page's way to sign in, out: to a window of its own, where it has one */
  constructor({ words, visitor, title, accepted, known, fetched, signIn, out, close }) {
    Object.assign(this, { words, visitor, title, accepted, signIn });
    this.face = h("div.face", { "aria-hidden": "true" });
    this.name = h("h2", { part: "title", id: "title", dir: "auto" });
    this.state = h("p");
    this.menu = new Menu({
      words,
      visitor,
      out,
      end: () => this.ending.ask(visitor.status),
      fault: (f) => this.fault(f),
    });
    this.banner = h("div.banner", { role: "status", hidden: true }, words.t("panel.reconnecting"));
    this.problem = h("p.problem", { role: "alert", hidden: true });
    this.trouble = h(
      "div.trouble",
      { hidden: true },
      icon("offline"),
      h("p", { role: "status" }, words.t("problem.unreachable")),
      (this.retry = h("button.button.primary", { type: "button", onclick: () => this.seek() }, words.t("log.retry"))),
    );
    const choose = visitor.options.queue && !visitor.options.chosen ? undefined : (queue) => this.choose(queue);
    this.form = new Form({ words, known, choose, submit: (body, again) => this.submit(body, again) });
    this.queue = new Queue({ words, leave: () => this.act("leave-message") });
    this.changes = new Changes({
      open: () => ["queued", "chatting"].includes(visitor.status),
      mine: (e) => e.author?.kind === "visitor",
      composer: () => this.composer,
      fault: (f) => (this.fault(f), this.update()),
      of: () => visitor.session?.id,
      change: (n, text) => (text === undefined ? visitor.withdraw(n) : visitor.correct(n, text)),
    });
    this.log = new Log({
      side: "visitor",
      words,
      say: (e) => said(e, words, visitor.session),
      retry: (key) => visitor.again(key),
      acts: (e) => this.changes.acts(e),
      act: (name, e) => this.changes.act(name, e),
    });
    this.photos = {}; // of all who spoke while the page was open, by their ids
    this.log.messages.face = (el, { id, name }) => portrait(el, initial(name), this.photos[id], visitor.api.base);
    this.asked = new Asked({ words, yes: () => this.signIn()?.(), no: () => this.act("identity/refuse") });
    this.ending = new Ending({ words, end: () => this.end(), stay: () => this.focus() });
    this.next = h("div.next", { hidden: true }, h("strong", {}, words.t("panel.next")), h("p", { dir: "auto" }));
    this.typing = new Typing(words);
    this.peek = new Peek({ words, allow: (on) => this.allow(on), allowed: () => visitor.peeking });
    const showing = () => this.peek.on && visitor.peeking; // not from the moment on that the tick is taken off
    this.rating = new Rating({ words, rate: (r) => this.act("rating", r) });
    this.composer = new Composer({
      words,
      send: (text, to, files) => visitor.say(text, to, files),
      correct: (n, text) => this.changes.correct(n, text),
      last: () => this.changes.last(visitor.entries),
      typing: (on, text) => visitor.typing(on, showing() ? text : undefined),
      showing,
      draft: (text) => visitor.session && keep(`${DRAFT}${visitor.session.id}`, text || undefined),
    });
    this.choices = new Choices({ words, choose: (text) => (visitor.say(text), this.composer.input.focus()) });
    this.reopen = h(
      "button.button.primary.wide",
      { type: "button", onclick: () => this.resume() },
      words.t("panel.reopen"),
    );
    this.anew = h("button.button.wide", { type: "button", onclick: () => this.restart() }, words.t("panel.again"));
    this.again = h("div.after", {}, this.reopen, this.anew);
    const shut = h(
      "button.plain",
      { type: "button", "aria-label": words.t("panel.close"), onclick: close },
      icon("down"),
    );
    const come = (module) => this.settle(module);
    this.filing = new Later({ name: "files", fetched, words, come: (m) => this.attach(m), done: () => this.update() });
    this.later = new Later({ name: "seldom", fetched, words, come, done: () => this.settled() });
    this.el = h(
      "section.panel",
      { part: "panel", id: "panel", role: "dialog", "aria-labelledby": "title", hidden: true, tabindex: "-1" },
      h("div.head", { part: "head" }, this.face, h("div.names", {}, this.name, this.state), this.menu.el, shut),
      this.banner,
      this.problem,
      this.trouble,
      this.later.el,
      this.filing.el,
      (this.asking = h("div.body", {}, this.form.el)),
      (this.talk = h(
        "div.body",
        {},
        this.queue.el,
        this.log.el,
        this.log.below,
        this.typing.el,
        this.asked.el,
        this.ending.el,
        this.next,
        this.rating.el,
        this.again,
        this.choices.el,
        this.peek.el,
        this.composer.el,
      )),
    );
    visitor.addEventListener("typing", ({ detail }) => this.typing.show(visitor.session.agent_name ?? "", detail.on));
    visitor.addEventListener("message", () => this.typing.show("", false));
  }

  /** attach puts what is sent beside words, which has come, where it belongs. */
  attach({ Files, awaiting }) {
    const { words, visitor, composer } = this;
    const at = () => `sessions/${visitor.session?.id}`;
    const focus = () => composer.input.focus();
    const files = new Files({ words, api: visitor.api, at, most: 10, changed: () => composer.fit(), focus });
    composer.bring(files);
    files.listen(this.talk);
    this.log.messages.files = this.files = files;
    this.log.messages.awaits = awaiting(words, "files");
  }

  /** settle puts what is seldom needed, which has come, where it belongs. */
  settle({ Seldom }) {
    const { words, visitor } = this;
    const seldom = new Seldom({
      words,
      visitor,
      log: this.log,
      fault: (f) => this.fault(f),
      focus: () => this.focus(),
      helped: (id) => this.helped(id),
      turn: (way) => this.turn(way),
    });
    this.form.assist(seldom.answers);
    this.asking.append(seldom.help.el, seldom.before.el);
    this.ending.el.after(seldom.beside);
    this.seldom = seldom;
  }

  /** settled goes on where the focus waited for what has come, or for nothing. */
  settled() {
    this.update();
    if (this.el.matches(":focus")) this.focus();
  }

  async submit(body, again) {
    body.prompt = this.accepted.get();
    try {
      await this.visitor.start(body, again);
    } catch (fault) {
      if (shut.includes(fault.code)) this.visitor.refresh("no-store").catch(() => {}); // the form becomes that of a message
      if (body.call_at) this.times().catch(() => {}); // the time may have passed
      throw fault;
    }
    Object.assign(this, { way: "", turned: undefined });
    this.accepted.clear();
    this.composer.input.focus();
  }

  /** helped tells the shop that an answer helped, and whether that was heard. */
  async helped(id) {
    try {
      await this.visitor.helped(id);
      return true;
    } catch (fault) {
      return void this.fault(fault);
    }
  }

  /** turn makes the form that of a "message", of a "call", or with "" what it is at first. Only the last wish counts. */
  async turn(way) {
    const turned = (this.turned = {});
    try {
      if (way === "call") await this.times();
    } catch (fault) {
      return void this.fault(fault);
    }
    if (turned !== this.turned) return undefined;
    this.way = way;
    this.update();
    return this.form.focus();
  }

  /** times asks at which times the shop can call. */
  async times() {
    this.callTimes = (await this.visitor.help("", undefined, this.words.reader)).call_times ?? [];
    this.update();
  }

  /** choose turns to another queue of the site, and asks what it wants to know. */
  choose(queue) {
    Object.assign(this.visitor.options, { queue, chosen: true });
    this.visitor.renew();
  }

  /** act does something to the session; what does not work is said. */
  async act(name, body) {
    try {
      await this.visitor.act(name, body);
    } catch (fault) {
      this.fault(fault);
    }
  }

  /** allow lets agents see what is typed, or does so no more: what was shown is taken back before the shop is asked. */
  allow(on) {
    this.composer.tell(false);
    return this.visitor.peek(on).catch((fault) => this.fault(fault));
  }

  /** end ends the chat. The question is gone by then: the focus waits on the panel for what comes. */
  end() {
    this.el.focus();
    return this.act("end");
  }

  fault(fault) {
    this.problem.textContent = sentence(fault, this.words, true);
    this.problem.hidden = false;
    clearTimeout(this.fading);
    this.fading = setTimeout(() => (this.problem.hidden = true), 8000);
  }

  /** seek asks for the shop again, at the visitor's wish. */
  seek() {
    return busy(this.retry, () => this.visitor.begin());
  }

  /** resume goes on with the chat that has ended; a shop that takes none any more says so. */
  resume() {
    return busy(this.reopen, async () => {
      try {
        await this.visitor.reopen();
      } catch (fault) {
        this.fault(fault);
        this.visitor.renew();
        this.visitor.reread();
      }
    });
  }

  restart() {
    this.visitor.leave();
    this.visitor.refresh().catch(() => {});
    this.focus();
  }

  /** update shows what is known now. Where that takes away what had the focus, the focus goes to what is there instead. */
  update() {
    const focused = () => this.el.getRootNode().activeElement;
    const inside = !this.el.hidden && this.el.contains(focused());
    this.draw();
    if (inside && !(this.el.contains(focused()) && focused().checkVisibility())) this.focus();
  }

  draw() {
    const { visitor } = this;
    const { session, status, availability } = visitor;
    const talking = session && !visitor.shelved;
    const ended = status === "ended";
    const unknown = !talking && (!availability || visitor.lost);
    this.trouble.hidden = !unknown;
    this.asking.hidden = !!talking || unknown;
    this.talk.hidden = !talking;
    this.banner.hidden = (visitor.up && !visitor.unkept) || unknown;
    const trouble = this.words.t(visitor.unkept ? "panel.unkept" : "panel.reconnecting");
    if (this.banner.textContent !== trouble) this.banner.textContent = trouble;
    this.head(talking ? session : undefined, status, availability);
    this.menu.update(status);
    if (!talking) return this.ask(availability);
    if (this.drafted !== session.id) this.begin(session.id);
    this.queue.update(session);
    if (session.can_attach || visitor.entries.some((e) => e.files || e.awaited)) this.filing.want();
    this.files?.on(session.can_attach, session.id);
    Object.assign(this.photos, session.photos);
    this.log.update(visitor.entries, visitor.unsent, session.seen_up_to ?? 0);
    this.choices.update(visitor.entries, visitor.unsent, status === "chatting", session.verbatim ? "" : session.lang);
    const linked = session.previews && this.log.el.querySelector(".text a");
    if (linked || session.translates || ["queued", "offered", "messaged"].includes(session.state)) this.later.want();
    this.seldom?.update(session);
    this.ending.update(status);
    this.asked.update(ended ? undefined : session, !!this.signIn());
    this.peek.update(ended ? undefined : session);
    this.rating.update(ended ? session : undefined);
    this.again.hidden = !ended;
    this.next.hidden = !session.next_step;
    this.next.lastChild.textContent = session.next_step ?? "";
    this.reopen.hidden = !(session.can_reopen && availability?.accepting);
    this.anew.classList.toggle("primary", this.reopen.hidden);
    this.anew.classList.toggle("quiet", !this.reopen.hidden);
    this.composer.el.hidden = ended;
    if (ended) this.typing.show("", false);
    return undefined;
  }

  /** ask shows what is there before a chat: the help above the form while nothing else answers. */
  ask(availability) {
    if (this.way === "call" && !availability?.help?.call_back) this.way = "";
    const { seldom } = this;
    if (availability?.help || this.visitor.chats) this.later.want();
    seldom?.before.update();
    seldom?.help.update(availability, this.way ?? "");
    this.form.update(availability, this.way, this.callTimes);
    if (!seldom) return;
    const both = [this.form.el, seldom.help.el];
    const [above, below] = this.helps() ? both.reverse() : both;
    if (above.nextElementSibling === below) return;
    const had = this.el.getRootNode().activeElement;
    this.asking.prepend(above, below);
    if (this.asking.contains(had)) had.focus();
  }

  /** helps reports whether the help stands first. */
  helps() {
    return alone(this.visitor.availability) && !this.way;
  }

  /** begin turns to another chat. */
  begin(id) {
    this.drafted = id;
    this.log.hush();
    this.changes.anew();
    this.ending.update("browsing");
    this.composer.show(recall(`${DRAFT}${id}`) ?? "");
  }

  head(session, status, availability) {
    const { words } = this;
    const agent = session?.agent_name;
    const key =
      status === "chatting"
        ? session.state === "held"
          ? "state.held"
          : "state.chatting"
        : status === "queued"
          ? session?.staff === "away"
            ? "state.away"
            : "state.queued"
          : status === "ended"
            ? session?.state === "messaged"
              ? "state.messaged"
              : "state.ended"
            : greeting(availability);
    this.name.textContent = agent || this.title;
    const until = status === "chatting" && session.held_until && words.soon(session.held_until);
    this.state.textContent = until
      ? words.t("state.held_until", { when: until })
      : session || availability
        ? words.t(key)
        : "";
    this.face.toggleAttribute("data-there", key === "state.open" || key === "state.chatting");
    const logo = agent ? undefined : availability?.logo;
    this.face.classList.toggle("logo", !!logo);
    portrait(this.face, agent ? initial(agent) : icon("chat"), logo ?? session?.agent_photo, this.visitor.api.base);
  }

  /** first is where a visitor begins before a chat: at the help, which may have to come yet, or at the form. */
  first() {
    if (!this.helps()) return this.form;
    return this.seldom?.help ?? (this.later.late ? this.form : this.el);
  }

  focus() {
    if (!this.trouble.hidden) this.retry.focus();
    else if (!this.asking.hidden) this.first().focus();
    else if (!this.composer.el.hidden) this.composer.input.focus();
    else if (this.seldom?.reach.box.hidden === false) this.seldom.reach.box.focus();
    else this.el.focus();
    this.log.bottom();
  }
}
