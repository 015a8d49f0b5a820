// What a shop offers beside the chat: its questions, a phone, a call, a message, pages. It stands first while nobody can answer.
import { backoff } from "../lib/api.js";
import { h, keyed, link, replace } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { dialled } from "../lib/links.js";
import { answer } from "./answer.js";
import { alone } from "./there.js";

const FEW = 5; // questions that are shown at once

export class Help {
  /**
   * @param {{words: object, visitor: import("../client/client.js").Client, helped: (id: string) => Promise<boolean>,
   *   turn: (way: string) => void}} options turn: makes the form that of a "message", of a "call", or with "" what it is
   */
  constructor({ words, visitor, helped, turn }) {
    Object.assign(this, { words, visitor, helped, turn, open: false, shape: "" });
    this.title = h("h3", { id: "help", tabindex: "-1" }, words.t("help.title"));
    this.list = h("div", { id: "questions" });
    this.more = h("button.button.quiet.small", { type: "button", onclick: () => this.all() });
    this.asks = h(
      "button.button.quiet.small",
      { type: "button", "aria-controls": "questions", onclick: () => this.toggle() },
      words.t("help.questions"),
    );
    this.ways = h("div.ways");
    this.pages = h("ul");
    this.el = h(
      "section.help",
      { "aria-labelledby": "help", hidden: true },
      this.title,
      this.asks,
      this.list,
      this.more,
      this.ways,
      this.pages,
    );
  }

  /** update shows what the site offers; way is what the form is now. */
  update(availability, way) {
    const help = availability?.help;
    this.el.hidden = !help;
    if (!help) return;
    this.questions(availability, alone(availability));
    const shape = JSON.stringify([help, way, availability.accepting, this.first]);
    if (shape === this.shape) return;
    this.shape = shape;
    const had = this.ways.querySelector(":focus")?.dataset.way;
    replace(this.ways, this.phone(help.phone), ...this.buttons(help, way, availability.accepting));
    if (had) this.ways.querySelector(`[data-way="${had}"]`)?.focus();
    replace(this.pages, ...(help.pages ?? []).map((p) => h("li", {}, link(p.url, this.words.of(p.label) || p.url))));
    this.pages.hidden = !help.pages?.length;
  }

  /** questions has those of the site shown, at once where they stand first, else when they are wanted. */
  questions({ site, help }, first) {
    const of = JSON.stringify([site, help.questions]);
    if (of !== this.of) Object.assign(this, { of, found: undefined, few: true });
    if (first !== this.first) Object.assign(this, { first, open: first });
    if (this.open && help.questions && !this.later) this.fetch();
    this.show();
  }

  show() {
    const all = this.found ?? [];
    keyed(
      this.list,
      this.open ? all.slice(0, this.few ? FEW : undefined) : [],
      (a) => JSON.stringify([a.id, a.title, a.text]),
      (a) => answer(a, { words: this.words, helped: this.helped }),
    );
    this.asks.hidden = !this.visitor.availability?.help?.questions || this.first;
    this.asks.setAttribute("aria-expanded", String(this.open));
    this.more.hidden = !this.open || !this.few || all.length <= FEW;
    this.more.textContent = this.words.t("help.all", { count: all.length });
  }

  toggle() {
    this.open = !this.open;
    if (this.open) this.fetch();
    this.show();
  }

  /** all shows every question, and goes to the first that was not there. */
  all() {
    this.few = false;
    this.show();
    this.list.children[FEW]?.querySelector("summary").focus();
  }

  /** fetch has the questions come, where they are not here. That it fails is not seen: they are asked for again. */
  async fetch(n = 0) {
    if (this.found || this.asking || !this.el.isConnected) return;
    this.asking = true;
    const { of } = this;
    const found = await this.visitor.help("", undefined, this.words.reader).catch((fault) => !fault.again && {});
    this.asking = false;
    if (found && of === this.of) this.found = found.answers ?? [];
    else this.later = setTimeout(() => this.retry(n + 1), backoff(n));
    this.show();
  }

  /** retry asks for the questions once more while they are looked at. */
  retry(n) {
    this.later = 0;
    if (this.open && this.el.checkVisibility()) this.fetch(n);
  }

  phone(phone) {
    if (!phone) return undefined;
    const { words } = this;
    const to = dialled(phone.number);
    const open = phone.open;
    const at = open ? phone.next_close_at : phone.next_open_at;
    const when = open ? "help.phone_until" : at ? "help.phone_from" : "help.phone_closed";
    return h(
      "p.phone",
      {},
      icon("phone"),
      h(to ? "a" : "strong", { href: to && `tel:${to}`, dir: "ltr", "data-way": "phone" }, phone.number),
      (at || !open) && h("span", {}, words.t(when, { at: at && words.soon(at) })),
    );
  }

  /** buttons are the ways to another form than the one that is there, or down to it. */
  buttons({ call_back: calls, write }, way, accepting) {
    const ways = [];
    if (calls && way !== "call") ways.push(["call", "help.call_back", "call"]);
    if (accepting && write && way !== "message") ways.push(["message", "help.write", "message"]);
    if (accepting && (way || this.first)) ways.push(["chat", "help.chat", ""]);
    if (!accepting) ways.push(["message", "help.write", ""]);
    return ways.map(([name, key, to]) =>
      h(
        "button.button.quiet.small",
        { type: "button", "data-way": name, onclick: () => this.turn(to) },
        this.words.t(key),
      ),
    );
  }

  focus() {
    this.title.focus();
  }
}
