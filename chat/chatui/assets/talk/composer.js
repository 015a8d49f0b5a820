// The line to write on. Enter sends, Shift+Enter breaks the line; typing is told at most every few seconds. Above it stands
// what is being answered or corrected, if anything is.
import { h } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { letters } from "../lib/letters.js";
import { beginning } from "./message.js";

const grows = CSS.supports("field-sizing", "content");
/** SINGLE is how many characters one message has at most, LONG a text that the shop makes several of. */
export const SINGLE = 4000;
export const LONG = 20_000;

const NEAR = 200; // from so many characters before the end on it is said how many are left
const STEPS = [200, 50, 10, 0]; // it is read out where one of them is passed, not at every key
const TOLD = 4000; // a typing sign lasts a little longer than this on the other side
const SHOWN = 1000; // how often what is typed is shown at most, to who may see it

export class Composer {
  /**
   * max says how many characters a message may have; draft hears of every change; typing hears of the words so far as often as showing says that they are seen; empty tells of a text whether there is nothing to send; last is one's own last message
   * that can be corrected.
   * @param {{words: object, send: (text: string, replyTo?: number, files?: object[]) => void, correct?: (n: number, text: string) => void, last?: () => object|undefined, typing: (on: boolean, text: string) => void, showing?: () => boolean, max?: () => number, before?: Node[],
   *   draft?: (text: string) => void, empty?: (text: string) => boolean}} options
   */
  constructor({
    words,
    send,
    typing,
    correct = () => {},
    last = () => {},
    draft = () => {},
    showing = () => false,
    empty = (text) => text === "",
    max = () => SINGLE,
    before = [],
  }) {
    Object.assign(this, {
      words,
      max,
      over: -NEAR,
      aim: undefined,
      onsend: send,
      oncorrect: correct,
      last,
      ontyping: typing,
      showing,
      ondraft: draft,
      empty,
    });
    this.input = h("textarea", {
      part: "input",
      rows: "1",
      placeholder: words.t("composer.placeholder"),
      "aria-label": words.t("composer.label"),
      enterkeyhint: "send",
      dir: "auto",
    });
    this.button = h(
      "button.send",
      { part: "send", type: "submit", "aria-label": words.t("composer.send"), disabled: true },
      icon("send"),
    );
    this.button.firstElementChild.classList.add("flip");
    this.about = h(
      "div.about",
      { hidden: true },
      h("p", {}, h("strong"), " ", h("span", { dir: "auto" })),
      h(
        "button.plain",
        { type: "button", "aria-label": words.t("composer.drop"), onclick: () => (this.drop(), this.input.focus()) },
        icon("close"),
      ),
    );
    this.left = h("p.left", { id: "left", hidden: true });
    this.spoken = h("p.sr", { role: "status" });
    this.el = h(
      "form.composer",
      { part: "composer", onsubmit: (e) => (e.preventDefault(), this.submit()) },
      this.about,
      ...before,
      this.input,
      this.button,
      this.left,
      this.spoken,
    );
    this.input.addEventListener("input", () => this.changed());
    this.input.addEventListener("keydown", (e) => this.key(e));
    this.input.addEventListener("blur", () => this.tell(false));
    addEventListener("pagehide", () => this.tell(false)); // another page of the same visitor may stay
  }

  get text() {
    return this.input.value;
  }

  /** bring has messages bring files along: see files.js. */
  bring(files) {
    this.files = files;
    this.input.before(files.buttons);
    this.el.prepend(files.el);
  }

  /** show puts a text there that was written before: nobody is told that it is being typed. */
  show(value) {
    this.drop();
    if (this.input.value === value) return;
    this.input.value = value;
    this.tell(false);
    this.fit();
  }

  /** answer and correct turn the line to a message of the timeline, until it is sent or dropped. */
  answer(entry) {
    this.turn("reply", entry);
  }

  correct(entry) {
    const before = this.aim?.how === "correct" ? this.aim.before : this.input.value;
    this.turn("correct", entry, before);
    this.input.value = entry.text;
    this.fit();
  }

  turn(how, { n, text }, before) {
    if (this.aim?.how === "correct" && how === "reply") this.drop();
    this.aim = { how, n, before };
    const [head, body] = this.about.firstElementChild.children;
    head.textContent = this.words.t(`composer.${how}`);
    body.textContent = beginning(text);
    this.about.hidden = false;
    this.input.setAttribute("aria-label", `${head.textContent} ${body.textContent}`);
    this.input.focus();
  }

  /** drop lets the message go that the line is turned to; what was written before a correction is there again. */
  drop() {
    const { aim } = this;
    if (!aim) return;
    this.aim = undefined;
    this.about.hidden = true;
    this.input.setAttribute("aria-label", this.words.t("composer.label"));
    if (aim.how === "correct") {
      this.input.value = aim.before;
      this.tell(false); // of what was written of the correction
    }
    this.fit();
  }

  /** insert writes a text in the place of what is between two places, and puts the cursor behind it. */
  insert(value, from, to) {
    this.input.focus();
    this.input.setRangeText(value, from, to, "end");
    this.changed();
  }

  /** add writes a text below what is on the line; while a message is corrected, below what was there before. */
  add(value) {
    const { aim, text } = this;
    const below = (other) => (other ? `${other}\n${value}` : value);
    if (aim?.how === "correct") this.ondraft((aim.before = below(aim.before)));
    else this.insert(text ? `\n${value}` : value, text.length, text.length);
  }

  key(e) {
    if (e.key === "Escape" && this.aim) return (e.stopPropagation(), this.drop());
    const last = e.key === "ArrowUp" && this.input.value === "" && this.last();
    if (last) return (e.preventDefault(), this.correct(last));
    if (e.key !== "Enter" || e.shiftKey || e.isComposing) return undefined;
    e.preventDefault();
    return this.submit();
  }

  /** ready reports whether there is something to send, and not too much. */
  get ready() {
    const brings = this.files?.any && this.aim?.how !== "correct";
    return (!this.empty(this.text.trim()) || brings) && this.over <= 0;
  }

  /** count says how many characters are left when they become few, and how many are too many. */
  count() {
    const text = this.text.trim();
    const most = this.aim?.how === "correct" ? SINGLE : this.max();
    this.over = text.length <= most - NEAR ? -NEAR : letters(text) - most;
    const said = this.words.t(this.over > 0 ? "composer.over" : "composer.left", { count: Math.abs(this.over) });
    this.left.hidden = this.over <= -NEAR;
    this.left.classList.toggle("bad", this.over > 0);
    if (!this.left.hidden && this.left.textContent !== said) this.left.textContent = said;
    if (this.left.hidden) this.input.removeAttribute("aria-describedby");
    else this.input.setAttribute("aria-describedby", "left");
    this.announce(said);
    if (this.over > 0) this.input.setAttribute("aria-invalid", "true");
    else this.input.removeAttribute("aria-invalid");
  }

  /** announce reads the count out where it has come to another step, or gone beyond the end. */
  announce(said) {
    const step = this.left.hidden ? undefined : this.over > 0 ? -1 : STEPS.findLast((n) => -this.over <= n);
    if (step === this.step) return;
    this.step = step;
    this.spoken.textContent = step === undefined ? "" : said;
  }

  fit() {
    this.count();
    this.button.disabled = !this.ready;
    if (!grows) this.grow();
  }

  changed() {
    this.fit();
    if (this.aim?.how !== "correct") this.ondraft(this.input.value);
    this.tell(!this.button.disabled);
  }

  /** grow fits the field to its text where style sheets cannot. */
  grow() {
    this.input.style.blockSize = "auto";
    this.input.style.blockSize = `${this.input.scrollHeight + 2}px`;
  }

  /** tell says that something is being typed, now and then; of words that are seen the last ones are always said. */
  tell(on) {
    const now = Date.now();
    const shows = on && this.showing();
    const since = now - (this.told ?? 0);
    clearTimeout(this.later);
    if (shows && since < SHOWN) this.later = setTimeout(() => this.tell(!this.button.disabled), SHOWN - since);
    if (on ? since < (shows ? SHOWN : TOLD) : !this.told) return;
    this.told = on ? now : 0;
    this.ontyping(on, this.text);
  }

  submit() {
    const text = this.input.value.trim();
    if (!this.ready) return;
    const { aim } = this;
    clearTimeout(this.later);
    if (aim?.how === "correct") {
      this.drop();
      this.oncorrect(aim.n, text);
    } else {
      this.take();
      this.onsend(text, aim?.n, this.files?.take());
    }
    this.input.focus();
  }

  /**
   * take takes off the line what a message can carry, to be sent: its words, and the number of the message it answers. A
   * correction stays where it is, and so does what is too long.
   */
  take() {
    const { aim } = this;
    const text = this.input.value.trim();
    if (aim?.how === "correct" || this.over > 0) return {};
    clearTimeout(this.later);
    this.told = 0; // the message itself ends the sign
    this.input.value = "";
    this.drop();
    this.changed();
    return { text: this.empty(text) ? "" : text, to: aim?.n };
  }
}
