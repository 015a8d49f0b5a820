import { h } from "../lib/dom.js";

const WAITS = 5000; // between a word that ends a chat and its being done

/** Undo does things a little later, and shows meanwhile how to take them back. Leaving the page does them at once. */
export class Undo {
  /** @param {{words: object, lost: () => void}} options lost: the button that had the focus is gone */
  constructor({ words, lost }) {
    Object.assign(this, { words, lost });
    this.due = new Map();
    this.el = h("div.undo", { role: "status" });
    addEventListener("pagehide", () => [...this.due.values()].forEach((row) => row.go()));
  }

  /** later does something under a key, once, unless it is taken back before. */
  later(key, text, act) {
    if (this.due.has(key)) return;
    const go = () => (this.back(key), act());
    const row = h(
      "p",
      {},
      text,
      " ",
      h("button.button.small", { type: "button", onclick: () => this.back(key) }, this.words.t("undo.back")),
    );
    this.due.set(key, { row, go, timer: setTimeout(go, WAITS) });
    this.el.append(row);
  }

  /** back takes back what is to come under a key, or what was asked for last, and tells whether there was something. */
  back(key = [...this.due.keys()].at(-1)) {
    const due = this.due.get(key);
    if (!due) return false;
    clearTimeout(due.timer);
    const focused = due.row.contains(document.activeElement);
    due.row.remove();
    if (focused) this.lost();
    return this.due.delete(key);
  }
}
