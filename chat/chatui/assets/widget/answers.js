// What may answer the words in the form while they are typed. Only what was asked last is shown, and nobody waits for it.
import { h, keyed } from "../lib/dom.js";
import { letters } from "../lib/letters.js";
import { answer } from "./answer.js";

const LEAST = 3; // letters
const PAUSE = 400; // between the last letter and the question
const PATIENCE = 5000; // an answer that is slower is none

export class Answers {
  /** @param {{words: object, visitor: import("../client/client.js").Client, helped: (id: string) => Promise<boolean>}} options */
  constructor({ words, visitor, helped }) {
    Object.assign(this, { words, visitor, helped, text: "" });
    this.list = h("div");
    this.spoken = h("p.lead", { role: "status" });
    this.el = h("section.answers.none", { "aria-label": words.t("help.answers") }, this.spoken, this.list);
  }

  /** about asks soon what may answer a text; too short a one has no answer. */
  about(typed) {
    const text = typed.trim();
    if (text === this.text) return;
    this.text = text;
    this.drop();
    if (letters(text) < LEAST || !this.visitor.availability?.help) this.show([]);
    else this.timer = setTimeout(() => this.ask(text), PAUSE);
  }

  /** drop lets go of what was asked: its answers are those to other words. */
  drop() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.asking = undefined;
  }

  async ask(text) {
    const asking = (this.asking = new AbortController());
    const late = setTimeout(() => asking.abort(), PATIENCE);
    const found = await this.visitor.help(text, asking.signal, this.words.reader).catch(() => undefined);
    clearTimeout(late);
    if (this.asking === asking) this.show(found?.answers ?? []);
  }

  /** show lists answers; one that is open stays open while it is among them. */
  show(all) {
    const key = (a) => JSON.stringify([a.id, a.title, a.text, a.url]);
    keyed(this.list, all, key, (a) => answer(a, { words: this.words, helped: this.helped }));
    const said = all.length ? this.words.t("help.found", { count: all.length }) : "";
    if (this.spoken.textContent !== said) this.spoken.textContent = said;
    this.el.classList.toggle("none", !said);
  }

  /** clear forgets what was typed. */
  clear() {
    this.text = "";
    this.drop();
    this.show([]);
  }
}
