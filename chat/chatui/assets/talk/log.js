// The log of a conversation: entries of the timeline, and below them what is still on its way.
import { h, keyed } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { sentence } from "../lib/problem.js";
import { Messages, beginning } from "./message.js";

const SETTLES = 200; // the pages of a conversation have come, and what comes then is new

const messages = new Set(["message.created", "note.created"]);

/** spoken reports whether an entry is a message of its own, and not a note that puts other words in the place of another's. */
const spoken = (e) => messages.has(e.kind) && !e.of;

/**
 * Log shows a conversation from the side of "visitor" or "agent".
 * Entries are kept by their number, and what is on its way by its command: both in a namespace of their own, for the command
 * of a message is whatever its writer's browser chose.
 * @typedef {{key: string, kind: string, side: string, text: string, at: string, name?: string, author?: object, state?: string, why?: string, command?: string,
 *   entry?: object, gone?: boolean, changed?: number, to?: {n: number, name: string, text: string}, offer?: object}} Line
 * offer: the last message of the shop before it, whose choices it may answer
 */
export class Log {
  /** @param {{side: string, words: object, me?: () => string, say: (entry, owner: string) => {text: string, warn?: boolean}|undefined, retry: (command: string) => void, acts?: (entry: object) => string[], act?: (name: string, entry: object) => void}} options owner: who had the session before the entry; acts: what may be done with a message */
  constructor({ side, words, say, retry, acts, act, me = () => "" }) {
    Object.assign(this, { side, words, say, me });
    this.messages = new Messages({ words, side, retry, acts, act, show: (n) => this.show(n) });
    this.el = h("div.log", {
      part: "log",
      role: "log",
      "aria-live": "off",
      "aria-relevant": "additions",
      tabindex: "0",
      onkeydown: (e) => this.key(e),
    });
    this.el.setAttribute("aria-label", words.t("log.label"));
    this.below = h(
      "button.below",
      { type: "button", hidden: true, onclick: () => this.bottom() },
      icon("down"),
      words.t("log.below"),
    );
    this.hush();
    this.low = true; // the newest message is in view, and is to stay there
    this.unfolded = new Set(); // of the desk's lines, the rows that the reader has opened
    this.el.addEventListener("scroll", () => this.scrolled(), { passive: true });
    new ResizeObserver(() => this.low && this.bottom()).observe(this.el);
  }

  /**
   * @param {object[]} entries @param {object[]} pending @param {number} readBy the other side has read up to here
   * @param {{read?: number, delivered?: number}} [carried] how far a messenger brought them
   */
  update(entries, pending, readBy, carried) {
    this.there = carried?.delivered ?? 0;
    this.again = () => this.update(entries, pending, readBy, carried);
    const lines = this.lines(entries, pending, Math.max(readBy, carried?.read ?? 0));
    const { low } = this;
    const come = entries.findLast((e) => spoken(e) && e.author?.kind !== this.side)?.n ?? 0;
    this.adopt(entries);
    keyed(
      this.el,
      lines,
      (l) => l.key,
      (l) => (l.kind === "fold" ? this.fold(l) : l.kind === "line" ? this.divider(l) : this.messages.build(l)),
      (el, l) => this.refresh(el, l),
    );
    this.rove();
    if (this.quiet && entries.length) {
      this.quiet = false;
      setTimeout(() => !this.quiet && (this.el.ariaLive = "polite"), SETTLES);
    }
    if (low || lines.at(-1)?.state === "sending") this.bottom();
    else if (come > (this.met ?? come)) this.below.hidden = false;
    this.met = come;
  }

  /** scrolled notes whether the newest message is in view. */
  scrolled() {
    this.low = this.el.scrollHeight - this.el.scrollTop - this.el.clientHeight < 80;
    if (this.low) this.below.hidden = true;
  }

  /** hush has what was said before this conversation was opened be told by nobody but its reader. */
  hush() {
    this.el.ariaLive = "off";
    this.quiet = true;
  }

  /** clear empties the log for another conversation. */
  clear() {
    this.hush();
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

  /** reached is how far a message of one's own came. */
  reached(n, read) {
    if (n <= read) return "read";
    return n <= this.there ? "delivered" : "sent";
  }

  lines(entries, pending, readBy) {
    const lines = [];
    this.known = new Map(entries.map((e) => [e.n, e]));
    let day = "";
    let owner = "";
    let offer;
    const own = entries.findLast((e) => e.author?.kind === this.side && e.n <= readBy)?.n;
    for (const e of entries) {
      const on = new Date(e.at).toDateString();
      if (on !== day && day) lines.push({ kind: "line", key: `d:${on}`, text: this.words.day(e.at) });
      day = on;
      if (spoken(e)) lines.push({ ...this.line(e), offer, state: this.reached(e.n, own ?? 0) });
      else this.system(e, lines, owner);
      if (spoken(e) && e.author?.kind !== "visitor") offer = e;
      if (e.kind === "session.assigned") owner = e.agent;
    }
    for (const m of pending) {
      const kind = m.kind ?? "message.created";
      const why = m.state === "failed" ? sentence({ code: m.reason }, this.words, this.side === "visitor") : "";
      lines.push({
        key: `c:${m.key}`,
        command: m.key,
        kind,
        side: this.side,
        name: this.me(),
        text: m.text,
        at: m.at,
        state: m.state,
        why,
        to: this.quoted(m),
        offer,
      });
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
    const gone = !!(e.erased || e.withdrawn);
    const entry = gone ? undefined : e;
    return {
      key: `m:${e.n}`,
      kind: e.kind,
      side: e.author?.kind,
      name: e.author?.name,
      author: e.author,
      text: this.text(e),
      gone,
      entry,
      changed: e.changed,
      to: this.quoted(e),
      at: e.at,
    };
  }

  /** text is what there is to be read of a message. */
  text(e) {
    if (e.erased) return this.words.t("log.erased");
    return e.withdrawn ? this.words.t("log.withdrawn") : (e.text ?? "");
  }

  /** quoted is the message that one answers. */
  quoted({ reply_to: n }) {
    const to = this.known.get(n);
    return to && { n, name: to.author?.name ?? "", text: beginning(this.text(to)) };
  }

  system(e, lines, owner) {
    const said = this.say(e, owner);
    if (said) lines.push({ kind: "line", key: `s:${e.n}`, ...said });
  }

  divider(line) {
    return h("div.line", { class: line.warn ? "line warn" : "line" }, h("span", { text: line.text }));
  }

  refresh(el, line) {
    if (line.kind === "fold") return;
    if (line.kind !== "line") this.messages.refresh(el, line);
    else if (el.textContent !== line.text) el.firstElementChild.textContent = line.text; // a name is known now, or how a message will be answered
  }

  /** show goes to a message. */
  show(n) {
    const el = [...this.el.children].find((other) => other.dataset.key === `m:${n}`);
    if (!el) return;
    el.tabIndex = -1;
    el.scrollIntoView({ block: "center" });
    el.focus({ preventScroll: true });
    el.classList.remove("found");
    void el.offsetWidth; // so that it is pointed out anew
    el.classList.add("found");
  }

  /** rove makes of the buttons at the messages one stop of the Tab key: arrows lead on from there. */
  rove() {
    const all = [...this.el.querySelectorAll(".more")];
    const at = all.find((el) => el === el.getRootNode().activeElement) ?? all.at(-1);
    for (const el of all) el.tabIndex = el === at ? 0 : -1;
  }

  key(e) {
    const by = { ArrowUp: -1, ArrowDown: 1 }[e.key];
    if (!by || !e.target.classList.contains("more")) return;
    const all = [...this.el.querySelectorAll(".more")];
    e.preventDefault();
    all[all.indexOf(e.target) + by]?.focus();
    this.rove();
  }
}
