// The log of a conversation: entries of the timeline, and below them what is still on its way.
import { h, keyed, replace } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { linked } from "../lib/links.js";
import { sentence } from "../lib/problem.js";

const messages = new Set(["message.created", "note.created"]);
const marks = { sending: "clock", sent: "check", failed: "alert", read: "checks" };

/**
 * Log shows a conversation from the side of "visitor" or "agent".
 * Entries are kept by their number, and what is on its way by its command: both in a namespace of their own, for the command
 * of a message is whatever its writer's browser chose.
 * @typedef {{key: string, kind: string, side: string, text: string, at: string, name?: string, state?: string, why?: string, command?: string}} Line
 */
export class Log {
  /** @param {{side: string, words: object, me?: () => string, say: (entry, owner: string) => {text: string, warn?: boolean}|undefined, retry: (command: string) => void}} options owner: who had the session before the entry */
  constructor({ side, words, say, retry, me = () => "" }) {
    Object.assign(this, { side, words, say, retry, me });
    this.el = h("div.log", { role: "log", "aria-live": "polite", "aria-relevant": "additions", tabindex: "0" });
    this.el.setAttribute("aria-label", words.t("log.label"));
    this.below = h("button.below", { type: "button", hidden: true, onclick: () => this.bottom() }, icon("down"), words.t("log.below"));
    this.low = true; // the newest message is in view, and is to stay there
    this.unfolded = new Set(); // of the desk's lines, the rows that the reader has opened
    this.el.addEventListener("scroll", () => this.scrolled(), { passive: true });
    new ResizeObserver(() => this.low && this.bottom()).observe(this.el);
  }

  /** @param {object[]} entries @param {object[]} pending @param {number} readBy the other side has read up to here */
  update(entries, pending, readBy) {
    this.again = () => this.update(entries, pending, readBy);
    const lines = this.lines(entries, pending, readBy);
    const { low } = this;
    const come = entries.findLast((e) => messages.has(e.kind) && e.author?.kind !== this.side)?.n ?? 0;
    this.adopt(entries);
    keyed(this.el, lines, (l) => l.key, (l) => (l.kind === "fold" ? this.fold(l) : l.kind === "line" ? this.divider(l) : this.message(l)), (el, l) => this.refresh(el, l));
    if (low || lines.at(-1)?.state === "sending") this.bottom();
    else if (come > (this.met ?? come)) this.below.hidden = false;
    this.met = come;
  }

  /** scrolled notes whether the newest message is in view. */
  scrolled() {
    this.low = this.el.scrollHeight - this.el.scrollTop - this.el.clientHeight < 80;
    if (this.low) this.below.hidden = true;
  }

  /** clear empties the log for another conversation. */
  clear() {
    this.el.replaceChildren();
    this.unfolded.clear();
    this.below.hidden = this.low = true;
    this.met = undefined;
  }

  /** adopt gives what was on its way the number it was given, so that it stays where it stands. */
  adopt(entries) {
    for (const el of this.el.children) {
      if (!el.dataset.key?.startsWith("c:")) continue;
      const come = entries.findLast((e) => e.author?.kind === this.side && `c:${e.command}` === el.dataset.key);
      if (come) el.dataset.key = `m:${come.n}`;
    }
  }

  bottom() {
    this.el.scrollTop = this.el.scrollHeight;
  }

  lines(entries, pending, readBy) {
    const lines = [];
    let day = "";
    let owner = "";
    const own = entries.findLast((e) => e.author?.kind === this.side && e.n <= readBy)?.n;
    for (const e of entries) {
      const on = new Date(e.at).toDateString();
      if (on !== day && day) lines.push({ kind: "line", key: `d:${on}`, text: this.words.day(e.at) });
      day = on;
      if (messages.has(e.kind)) lines.push({ ...this.line(e), state: e.n <= (own ?? 0) ? "read" : "sent" });
      else this.system(e, lines, owner);
      if (e.kind === "session.assigned") owner = e.agent;
    }
    for (const m of pending) {
      const kind = m.kind ?? "message.created";
      const why = m.state === "failed" ? sentence({ code: m.reason }, this.words, this.side === "visitor") : "";
      lines.push({ key: `c:${m.key}`, command: m.key, kind, side: this.side, name: this.me(), text: m.text, at: m.at, state: m.state, why });
    }
    lines.forEach((l, i) => {
      const same = (o) => o && o.kind === l.kind && o.side === l.side && o.name === l.name;
      l.first = !same(lines[i - 1]);
      l.last = !same(lines[i + 1]);
    });
    return this.side === "agent" ? this.folded(lines) : lines;
  }

  /**
   * folded leaves of three and more lines of the desk, one after the other, the last and a button for the rest. What came
   * after the last message, and what warns, stays.
   */
  folded(lines) {
    const out = [];
    for (let i = 0; i < lines.length; ) {
      let end = i;
      while (lines[end]?.key.startsWith("s:") && !lines[end].warn) end++;
      if (end === i) end++;
      const [row, first] = [lines.slice(i, end), lines[i].key];
      if (row.length < 3 || end === lines.length || this.unfolded.has(first)) out.push(...row);
      else out.push({ kind: "fold", key: `f:${first}`, first, count: row.length - 1 }, row.at(-1));
      i = end;
    }
    return out;
  }

  fold({ first, count }) {
    const open = () => (this.unfolded.add(first), this.again?.());
    return h("div.line", {}, h("button", { type: "button", onclick: open }, this.words.t("talk.more", { count })));
  }

  line(e) {
    const text = e.erased ? this.words.t("log.erased") : e.text ?? "";
    return { key: `m:${e.n}`, kind: e.kind, side: e.author?.kind, name: e.author?.name, text, erased: e.erased, at: e.at };
  }

  system(e, lines, owner) {
    const said = this.say(e, owner);
    if (said) lines.push({ kind: "line", key: `s:${e.n}`, ...said });
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
    if (line.kind === "fold") return;
    if (line.kind === "line") {
      if (el.textContent !== line.text) el.firstElementChild.textContent = line.text; // a name is known now, or how a message will be answered
      return;
    }
    const own = line.side === this.side;
    el.className = "msg";
    for (const [name, on] of Object.entries({ own, note: line.kind === "note.created", first: line.first, last: line.last, sending: line.state === "sending", erased: line.erased })) el.classList.toggle(name, !!on);
    const text = el.querySelector(".text");
    if (text.textContent !== line.text) replace(text, linked(line.text));
    const by = el.querySelector(".by");
    if (by) by.hidden = !line.first;
    this.foot(el.querySelector(".foot"), line, own);
  }

  foot(foot, line, own) {
    const quiet = line.kind === "note.created" && !["sending", "failed"].includes(line.state); // nobody reads it on the other side
    const state = own && !quiet ? line.state : "";
    const shown = `${state} ${line.at} ${line.why ?? ""}`;
    if (foot.dataset.shown === shown) return;
    foot.dataset.shown = shown;
    foot.className = `foot ${state === "failed" ? "fault" : state}`;
    replace(foot,
      h("time", { datetime: line.at, text: this.words.time(line.at) }),
      state && icon(marks[state]),
      state && h(line.why ? "span" : "span.sr", { text: this.words.t(`log.${state}`) }),
      line.why && h("span.why", {}, line.why),
      state === "failed" && h("button", { type: "button", onclick: () => this.retry(line.command) }, this.words.t("log.retry")));
  }
}
