// The line to write on. Enter sends, Shift+Enter breaks the line; typing is told at most every few seconds.
import { h } from "../lib/dom.js";
import { icon } from "../lib/icons.js";

const grows = CSS.supports("field-sizing", "content");
const TOLD = 4000; // a typing sign lasts a little longer than this on the other side

export class Composer {
  /**
   * draft hears of every change; empty tells of a text whether there is nothing to send.
   * @param {{words: object, send: (text: string) => void, typing: (on: boolean) => void, max?: number, before?: Node[],
   *   draft?: (text: string) => void, empty?: (text: string) => boolean}} options
   */
  constructor({ words, send, typing, draft = () => {}, empty = (text) => text === "", max = 4000, before = [] }) {
    Object.assign(this, { words, onsend: send, ontyping: typing, ondraft: draft, empty });
    this.input = h("textarea", {
      rows: "1",
      maxlength: max,
      placeholder: words.t("composer.placeholder"),
      "aria-label": words.t("composer.label"),
      enterkeyhint: "send",
      dir: "auto",
    });
    this.button = h(
      "button.send",
      { type: "submit", "aria-label": words.t("composer.send"), disabled: true },
      icon("send"),
    );
    this.button.firstElementChild.classList.add("flip");
    this.el = h(
      "form.composer",
      { onsubmit: (e) => (e.preventDefault(), this.submit()) },
      ...before,
      this.input,
      this.button,
    );
    this.input.addEventListener("input", () => this.changed());
    this.input.addEventListener("keydown", (e) => this.key(e));
    this.input.addEventListener("blur", () => this.tell(false));
  }

  get text() {
    return this.input.value;
  }

  /** show puts a text there that was written before: nobody is told that it is being typed. */
  show(value) {
    if (this.input.value === value) return;
    this.input.value = value;
    this.tell(false);
    this.fit();
  }

  /** insert writes a text in the place of what is between two places, and puts the cursor behind it. */
  insert(value, from, to) {
    this.input.focus();
    this.input.setRangeText(value, from, to, "end");
    this.changed();
  }

  key(e) {
    if (e.key !== "Enter" || e.shiftKey || e.isComposing) return;
    e.preventDefault();
    this.submit();
  }

  fit() {
    this.button.disabled = this.empty(this.input.value.trim());
    if (!grows) this.grow();
  }

  changed() {
    this.fit();
    this.ondraft(this.input.value);
    this.tell(!this.button.disabled);
  }

  /** grow fits the field to its text where style sheets cannot. */
  grow() {
    this.input.style.blockSize = "auto";
    this.input.style.blockSize = `${this.input.scrollHeight + 2}px`;
  }

  tell(on) {
    const now = Date.now();
    if (on ? now - (this.told ?? 0) < TOLD : !this.told) return;
    this.told = on ? now : 0;
    this.ontyping(on);
  }

  submit() {
    const text = this.input.value.trim();
    if (this.empty(text)) return;
    this.input.value = "";
    this.told = 0;
    this.changed();
    this.onsend(text);
    this.input.focus();
  }
}
