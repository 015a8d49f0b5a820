// The middle of the console: one chat, what can be done with it, and the line to write on.
import { h, keyed } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { Composer } from "../talk/composer.js";
import { Log } from "../talk/log.js";
import { Typing } from "../talk/typing.js";
import { Canned } from "./canned.js";
import { name } from "./inbox.js";
import { said } from "./said.js";

const can = {
  transfer: ["active", "held"],
  escalate: ["active", "held"],
  tags: ["active", "held", "wrapping"],
  ban: ["active", "held", "wrapping"],
  hold: ["active"],
  resume: ["held"],
  close: ["active", "held"],
  finish: ["wrapping"],
  pick: ["queued", "offered"],
  answer: ["messaged"],
  settle: ["messaged"],
  reopen: ["closed", "abandoned"],
};
const asks = ["tags", "escalate", "ban"];
const marks = { tags: "tag", escalate: "mail", ban: "ban", transfer: "transfer", hold: "hold", resume: "play", close: "check", finish: "check", pick: "plus", answer: "chat", settle: "check", reopen: "back" };

export class Talk {
  constructor({ words, work, transfer, more, back, details, fault }) {
    Object.assign(this, { words, work, transfer, more, fault });
    this.title = h("h2");
    this.sub = h("p");
    this.acts = h("div.acts", { role: "toolbar", "aria-label": words.t("talk.actions") });
    this.note = h("button.plain.note-toggle", { type: "button", "aria-pressed": "false", "aria-label": words.t("talk.note"), title: words.t("talk.note"), onclick: () => this.private(!this.noting) }, icon("note"));
    const bolt = h("button.plain", { type: "button", "aria-label": words.t("canned.label"), title: words.t("canned.hint"), onclick: () => this.canned.begin() }, icon("bolt"));
    this.composer = new Composer({ words, send: (text) => this.send(text), typing: (on) => this.tell(on), before: [this.note, bolt] });
    this.canned = new Canned({ words, api: work.api, composer: this.composer, locale: () => this.session?.contact?.locale ?? words.locale });
    const who = (id) => (id === work.me?.id ? work.me?.name : "");
    this.log = new Log({ side: "agent", words, me: () => work.me?.name ?? "", say: (e) => said(e, words, who, (id) => work.queue(id)), retry: (key) => this.open?.outbox.retry(key) });
    this.typing = new Typing(words);
    this.empty = h("div.nothing", {}, icon("chat"), h("p", {}, words.t("talk.nothing")));
    this.main = h("div.talk", { hidden: true },
      h("header", {}, h("button.plain.back", { type: "button", "aria-label": words.t("talk.back"), onclick: back }, icon("back")), h("div.names", {}, this.title, this.sub), this.acts,
        h("button.plain.details", { type: "button", "aria-label": words.t("card.label"), onclick: details }, icon("user"))),
      this.log.el, this.typing.el, this.canned.el, this.composer.el);
    this.el = h("main.middle", {}, this.empty, this.main);
    work.addEventListener("typing", ({ detail }) => detail.session === this.session?.id && this.typing.show(name(this.session, words), detail.on));
    work.addEventListener("message", () => this.typing.show("", false));
  }

  get session() {
    return this.open?.session;
  }

  update(id) {
    const before = this.session?.id;
    this.open = this.work.talks.get(id);
    this.main.hidden = !this.open;
    this.empty.hidden = !!this.open;
    if (!this.open) return;
    const { session, timeline, outbox } = this.open;
    if (before !== session.id) this.fresh();
    this.title.textContent = name(session, this.words);
    this.sub.textContent = `${this.work.queue(session.queue)} · ${this.words.t(`state.agent.${session.state}`)}`;
    const names = Object.keys(can).filter((n) => can[n].includes(session.state));
    keyed(this.acts, names, (n) => n, (n) => this.action(n));
    this.log.update(timeline.entries, outbox.items, session.seen_up_to ?? 0);
    this.composer.el.hidden = !["active", "held", "wrapping"].includes(session.state);
    if (!document.hidden) this.work.read(session.id);
  }

  fresh() {
    this.log.el.replaceChildren();
    this.composer.text = "";
    this.private(false);
    this.typing.show("", false);
  }

  action(name) {
    if (asks.includes(name)) {
      const label = this.words.t(`act.${name}`);
      return h("button.plain", { type: "button", "data-act": name, "aria-label": label, title: label, onclick: () => this.act(name) }, icon(marks[name]));
    }
    const strong = name === "pick" || name === "answer" ? "button.small.primary" : "button.small.quiet";
    return h(`button.${strong}`, { type: "button", "data-act": name, onclick: () => this.act(name) }, icon(marks[name]), h("span", {}, this.words.t(`act.${name}`)));
  }

  async act(name) {
    const { id } = this.session;
    try {
      if (asks.includes(name)) this.more.show(name, this.session);
      else if (name === "transfer") await this.transfer.show(id);
      else await this.work.act(id, name, name === "hold" ? { for_seconds: 600 } : {});
    } catch (fault) {
      this.fault(fault);
    }
  }

  send(text) {
    this.open.outbox.add(text, this.noting ? "note.created" : "message.created");
    this.private(false);
  }

  private(on) {
    this.noting = on;
    this.note.setAttribute("aria-pressed", String(on));
    this.composer.el.classList.toggle("private", on);
    this.composer.input.placeholder = this.words.t(on ? "talk.note_placeholder" : "talk.placeholder");
  }

  tell(on) {
    if (!this.noting && this.session?.state === "active" && !this.composer.text.startsWith("/")) this.work.api.post(`agent/sessions/${this.session.id}/typing`, { on }).catch(() => {});
  }
}
