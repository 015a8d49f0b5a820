// The log of a conversation: entries of the timeline, and below them what is still on its way.
import { h, keyed, replace } from "../lib/dom.js";
import { icon } from "../lib/icons.js";

const messages = new Set(["message.created", "note.created"]);
const marks = { sending: "clock", sent: "check", failed: "alert", read: "checks" };

/**
 * Log shows a conversation from the side of "visitor" or "agent".
 * @typedef {{key: string, kind: string, side: string, text: string, at: string, name?: string, state?: string, n?: number}} Line
 */
export class Log {
  /** @param {{side: string, words: object, me?: () => string, say: (entry) => {text: string, warn?: boolean}|undefined, retry: (key: string) => void}} options */
  constructor({ side, words, say, retry, me = () => "" }) {
    Object.assign(this, { side, words, say, retry, me });
    this.el = h("div.log", { role: "log", "aria-live": "polite", "aria-relevant": "additions", tabindex: "0" });
    this.el.setAttribute("aria-label", words.t("log.label"));
    this.low = true; // the newest message is in view, and is to stay there
    this.el.addEventListener("scroll", () => (this.low = this.el.scrollHeight - this.el.scrollTop - this.el.clientHeight < 80), { passive: true });
    new ResizeObserver(() => this.low && this.bottom()).observe(this.el);
  }

  /** @param {object[]} entries @param {object[]} pending @param {number} readBy the other side has read up to here */
  update(entries, pending, readBy) {
    const lines = this.lines(entries, pending, readBy);
    const { low } = this;
    keyed(this.el, lines, (l) => l.key, (l) => (l.kind === "line" ? this.divider(l) : this.message(l)), (el, l) => this.refresh(el, l));
    if (low || lines.at(-1)?.state === "sending") this.bottom();
  }

  bottom() {
    this.el.scrollTop = this.el.scrollHeight;
  }

  lines(entries, pending, readBy) {
    const lines = [];
    let day = "";
    const own = entries.filter((e) => e.author.kind === this.side && e.n <= readBy).at(-1)?.n;
    for (const e of entries) {
      const on = new Date(e.at).toDateString();
      if (on !== day && day) lines.push({ kind: "line", key: `day-${on}`, text: this.words.moment(e.at).split(",")[0] });
      day = on;
      if (messages.has(e.kind)) lines.push({ ...this.line(e), state: e.n <= (own ?? 0) ? "read" : "sent" });
      else this.system(e, lines);
    }
    for (const m of pending) lines.push({ key: m.key, kind: m.kind ?? "message.created", side: this.side, name: this.me(), text: m.text, at: m.at, state: m.state });
    lines.forEach((l, i) => {
      const same = (o) => o && o.kind === l.kind && o.side === l.side && o.name === l.name;
      l.first = !same(lines[i - 1]);
      l.last = !same(lines[i + 1]);
    });
    return lines;
  }

  line(e) {
    return { key: e.command || `n-${e.n}`, kind: e.kind, side: e.author.kind, name: e.author.name, text: e.erased ? this.words.t("log.erased") : e.text, erased: e.erased, at: e.at, n: e.n };
  }

  system(e, lines) {
    const said = this.say(e);
    if (said) lines.push({ kind: "line", key: `n-${e.n}`, ...said });
  }

  divider(line) {
    return h("div.line", { class: line.warn ? "line warn" : "line" }, h("span", { text: line.text }));
  }

  message(line) {
    const own = line.side === this.side;
    const note = line.kind === "note.created";
    const by = note ? [icon("note"), this.words.t("log.note_by", { name: line.name ?? "" })] : [line.name ?? ""];
    return h("div.msg", {}, (!own || note) && h("span.by", {}, ...by), h("p.text", { dir: "auto" }), h("span.foot"));
  }

  refresh(el, line) {
    if (line.kind === "line") return;
    const own = line.side === this.side;
    el.className = "msg";
    for (const [name, on] of Object.entries({ own, note: line.kind === "note.created", first: line.first, last: line.last, sending: line.state === "sending", erased: line.erased })) el.classList.toggle(name, !!on);
    const text = el.querySelector(".text");
    if (text.textContent !== line.text) text.textContent = line.text;
    const by = el.querySelector(".by");
    if (by) by.hidden = !line.first;
    this.foot(el.querySelector(".foot"), line, own);
  }

  foot(foot, line, own) {
    const state = own && line.kind !== "note.created" ? line.state : "";
    if (foot.dataset.shown === `${state}${line.at}`) return;
    foot.dataset.shown = `${state}${line.at}`;
    foot.className = `foot ${state === "failed" ? "fault" : state}`;
    replace(foot,
      h("time", { datetime: line.at, text: this.words.time(line.at) }),
      state && icon(marks[state]),
      state && h("span.sr", { text: this.words.t(`log.${state}`) }),
      state === "failed" && h("button", { type: "button", onclick: () => this.retry(line.key) }, this.words.t("log.retry")));
  }
}
