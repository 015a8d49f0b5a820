// How an agent's words go to a visitor who writes by a messenger: by which one, and until when.
import { h } from "../lib/dom.js";
import { now, tick } from "../lib/ticker.js";
import { called } from "../lib/via.js";

/** channel is what a messenger is called. */
export function channel({ channel: id }) {
  return called(id);
}

/** open is the window that is open now: the first one that has not ended. */
export function open({ windows }, at = now()) {
  return windows.find((w) => !w.until || Date.parse(w.until) > at) ?? windows.at(-1);
}

/** writable reports whether words of one's own may go now. */
export function writable(carried, at = now()) {
  return !carried || ["reply", "tagged"].includes(open(carried, at)?.way);
}

/** Carried says above the line to write on how long the visitor can be answered, before anybody types. */
export class Carried {
  /** @param {{words: object, closed: () => void}} options closed: nothing may go any more */
  constructor({ words, closed }) {
    Object.assign(this, { words, closed });
    this.el = h("p.carried", { hidden: true });
  }

  /** update shows it of a session, or that its visitor is on the page. */
  update(carried) {
    this.carried = carried;
    this.el.hidden = !carried;
    this.wrote = writable(carried);
    if (carried) tick(this.el, () => this.draw());
  }

  draw() {
    if (!this.carried) return;
    const text = this.text();
    if (this.el.textContent !== text) this.el.textContent = text;
    const writes = writable(this.carried);
    if (this.wrote && !writes) this.closed();
    this.wrote = writes;
  }

  text() {
    const { words, carried } = this;
    const { way, until } = open(carried);
    const values = { channel: channel(carried) };
    if (!until) return words.t(way === "reply" ? "carried.via" : `carried.${way}`, values);
    const left = words.span((Date.parse(until) - now()) / 1000);
    return words.t(`carried.${way}`, { ...values, time: words.soon(until, now()), left });
  }
}
