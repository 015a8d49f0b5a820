// The panel: a head with who is there, and below it the form, the line, or the talk.
import { h } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { keep, recall } from "../lib/kept.js";
import { sentence } from "../lib/problem.js";
import { Changes } from "../talk/changes.js";
import { Composer } from "../talk/composer.js";
import { Log } from "../talk/log.js";
import { Typing } from "../talk/typing.js";
import { Asked } from "./asked.js";
import { Before } from "./before.js";
import { Ending } from "./ending.js";
import { Form } from "./form.js";
import { Menu } from "./menu.js";
import { Queue } from "./queue.js";
import { Rating } from "./rating.js";
import { Reach } from "./reach.js";
import { said } from "./said.js";
import { greeting } from "./there.js";

const DRAFT = "switchboard/draft/"; // what was begun to be written, by session: it lives on over the pages of the shop
const shut = ["closed-hours", "queue-full", "no-agent"];

export class Panel {
  /** @param {{words: object, visitor: import("../client/client.js").Client, title: string, accepted: {get: () => string|undefined, clear: () => void},
   *   known?: object, signIn: () => (() => void)|undefined, out: () => (() => void)|undefined, close: () => void}} options accepted: the prompt that was, until a
   *   chat begins with it; signIn: the page's way to sign in, out: to a window of its own, where it has one */
  constructor({ words, visitor, title, accepted, known, signIn, out, close }) {
    Object.assign(this, { words, visitor, title, accepted, signIn });
    this.face = h("div.face", { "aria-hidden": "true" });
    this.name = h("h2", { part: "title", id: "title" });
    this.state = h("p");
    this.menu = new Menu({ words, visitor, out, end: () => this.ending.ask(visitor.status), fault: (f) => this.fault(f) });
    this.banner = h("div.banner", { role: "status", hidden: true }, words.t("panel.reconnecting"));
    this.problem = h("p.problem", { role: "alert", hidden: true });
    this.trouble = h("div.trouble", { hidden: true }, icon("offline"), h("p", { role: "status" }, words.t("problem.unreachable")),
      this.retry = h("button.button.primary", { type: "button", onclick: () => this.seek() }, words.t("log.retry")));
    const choose = visitor.options.queue && !visitor.options.chosen ? undefined : (queue) => this.choose(queue);
    this.form = new Form({ words, known, choose, submit: (body, again) => this.submit(body, again) });
    this.queue = new Queue({ words, leave: () => this.act("leave-message") });
    this.changes = new Changes({
      open: () => ["queued", "chatting"].includes(visitor.status), mine: (e) => e.author?.kind === "visitor",
      composer: () => this.composer, fault: (f) => (this.fault(f), this.update()), of: () => visitor.session?.id,
      change: (n, text) => (text === undefined ? visitor.withdraw(n) : visitor.correct(n, text)),
    });
    this.log = new Log({
      side: "visitor", words, say: (e) => said(e, words, visitor.session), retry: (key) => visitor.again(key),
      acts: (e) => this.changes.acts(e), act: (name, e) => this.changes.act(name, e),
    });
    this.asked = new Asked({ words, yes: () => this.signIn()?.(), no: () => this.act("identity/refuse") });
    this.ending = new Ending({ words, end: () => this.end(), stay: () => this.focus() });
    this.before = new Before({ words, visitor, opened: () => this.focus() });
    this.next = h("div.next", { hidden: true }, h("strong", {}, words.t("panel.next")), h("p", { dir: "auto" }));
    this.typing = new Typing(words);
    this.reach = new Reach({ words, give: (address) => visitor.reach(address) });
    this.rating = new Rating({ words, rate: (r) => this.act("rating", r) });
    this.composer = new Composer({
      words, send: (text, to) => visitor.say(text, to), correct: (n, text) => this.changes.correct(n, text),
      last: () => this.changes.last(visitor.entries), typing: (on) => visitor.typing(on),
      draft: (text) => visitor.session && keep(`${DRAFT}${visitor.session.id}`, text || undefined),
    });
    this.reopen = h("button.button.primary.wide", { type: "button", onclick: () => this.resume() }, words.t("panel.reopen"));
    this.anew = h("button.button.wide", { type: "button", onclick: () => this.restart() }, words.t("panel.again"));
    this.again = h("div.after", {}, this.reopen, this.anew);
    const shut = h("button.plain", { type: "button", "aria-label": words.t("panel.close"), onclick: close }, icon("down"));
    this.el = h("section.panel", { part: "panel", id: "panel", role: "dialog", "aria-labelledby": "title", hidden: true, tabindex: "-1" },
      h("div.head", { part: "head" }, this.face, h("div.names", {}, this.name, this.state), this.menu.el, shut),
      this.banner, this.problem, this.trouble,
      this.asking = h("div.body", {}, this.form.el, this.before.el),
      this.talk = h("div.body", {}, this.queue.el, this.log.el, this.log.below, this.typing.el, this.asked.el, this.ending.el, this.reach.el, this.next, this.rating.el, this.again, this.composer.el));
    visitor.addEventListener("typing", ({ detail }) => this.typing.show(visitor.session.agent_name ?? "", detail.on));
    visitor.addEventListener("message", () => this.typing.show("", false));
  }

  async submit(body, again) {
    body.prompt = this.accepted.get();
    try {
      await this.visitor.start(body, again);
    } catch (fault) {
      if (shut.includes(fault.code)) this.visitor.refresh("no-store").catch(() => {}); // the form becomes that of a message
      throw fault;
    }
    this.accepted.clear();
    this.composer.input.focus();
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
  async seek() {
    this.retry.disabled = true;
    await this.visitor.begin();
    this.retry.disabled = false;
    if (!this.trouble.hidden) this.retry.focus();
    else this.focus();
  }

  /** resume goes on with the chat that has ended; a shop that takes none any more says so. */
  async resume() {
    this.reopen.disabled = true;
    try {
      await this.visitor.reopen();
    } catch (fault) {
      this.fault(fault);
      this.visitor.renew();
      this.visitor.reread();
    }
    this.reopen.disabled = false;
    this.focus();
  }

  restart() {
    this.visitor.leave();
    this.visitor.refresh().catch(() => {});
    this.form.focus();
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
    if (!talking) return this.before.update(), this.form.update(availability, false);
    if (this.drafted !== session.id) this.begin(session.id);
    this.queue.update(session);
    this.log.update(visitor.entries, visitor.unsent, session.seen_up_to ?? 0);
    this.reach.update(session);
    this.ending.update(status);
    this.asked.update(ended ? undefined : session, !!this.signIn());
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

  /** begin turns to another chat. */
  begin(id) {
    this.drafted = id;
    this.changes.anew();
    this.ending.update("browsing");
    this.composer.show(recall(`${DRAFT}${id}`) ?? "");
  }

  head(session, status, availability) {
    const { words } = this;
    const agent = session?.agent_name;
    const key =
      status === "chatting" ? (session.state === "held" ? "state.held" : "state.chatting")
      : status === "queued" ? (session?.staff === "away" ? "state.away" : "state.queued")
      : status === "ended" ? (session?.state === "messaged" ? "state.messaged" : "state.ended")
      : greeting(availability);
    this.name.textContent = agent || this.title;
    const until = status === "chatting" && session.held_until && words.soon(session.held_until);
    this.state.textContent = until ? words.t("state.held_until", { when: until }) : session || availability ? words.t(key) : "";
    const face = agent ? [...agent][0] : "";
    if (this.face.dataset.face === face) return;
    this.face.dataset.face = face;
    this.face.replaceChildren(face || icon("chat"));
  }

  focus() {
    if (!this.trouble.hidden) this.retry.focus();
    else if (!this.asking.hidden) this.form.focus();
    else if (!this.composer.el.hidden) this.composer.input.focus();
    else if (!this.reach.box.hidden) this.reach.box.focus();
    else this.el.focus();
    this.log.bottom();
  }
}
