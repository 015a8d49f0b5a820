// Links to the shop's own pages are shown as cards below their message. What is on a card is the shop's word: it is asked once
// about each message that is read, and nothing is asked of any other origin.
import { products } from "./rich.js";

/** own reports whether a link leads to a page of the shop's. */
const own = (origins) => (link) => URL.canParse(link.href) && origins.includes(new URL(link.href).origin);

export class Previews {
  /**
   * @param {{words: object, api: import("../lib/api.js").API, at: () => string, origins: () => string[]|undefined,
   *   log: import("./log.js").Log}} options at: the path of the session; origins: those whose pages are shown
   */
  constructor({ words, api, at, origins, log }) {
    Object.assign(this, { words, api, at, origins, log });
    this.known = new Map();
  }

  /** draw puts cards below a message with links to the shop's pages, once they are known. */
  draw(el, entry) {
    const origins = this.origins() ?? [];
    const links = entry?.n && [...el.querySelectorAll(".text a")].some(own(origins));
    const key = links ? `${this.at()}/messages/${entry.n}/previews?${entry.changed ?? 0}` : "";
    if ((el.previewed ?? "") === key) return undefined;
    el.previewed = key;
    el.querySelector(".previews")?.remove();
    return key && this.put(el, key, origins);
  }

  async put(el, key, origins) {
    const cards = (await this.ask(key)).filter((p) => own(origins)({ href: p.url }));
    if (!cards.length || el.previewed !== key || !el.isConnected) return;
    const list = products(cards, this.words);
    list.classList.add("previews");
    list.ariaLive = "off"; // the link itself was read out
    el.querySelector(".foot").before(list);
    if (this.log.low) this.log.bottom();
  }

  /** ask has the shop say what a message links to, once. What cannot be had is no card, and asked for at the next reading. */
  ask(key) {
    const asked = this.known.get(key);
    if (asked) return asked;
    const answer = this.api.get(key.replace(/\?.*/, "")).then(
      ({ previews = [] }) => previews,
      () => (this.known.delete(key), []),
    );
    this.known.set(key, answer);
    return answer;
  }
}
