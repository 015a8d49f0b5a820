// The beacon tells the server what a visit is like: which page, for how long, what is in the cart. It is sent when the page
// changes and when the server said that something may become due, and not otherwise: browsing costs nothing in between.
import { mint } from "../lib/api.js";

const PAUSE = 30 * 60_000; // a visit ends after half an hour away
const SLOT = "switchboard/visit";

function read() {
  try {
    return JSON.parse(localStorage.getItem(SLOT)) ?? {};
  } catch {
    return {};
  }
}

/** visit counts this page view into the visit it belongs to, over tabs and pages. */
function visit() {
  const now = Date.now();
  const old = read();
  const same = old.id && now - old.last < PAUSE;
  const next = same ? { ...old, pages: old.pages + 1, last: now } : { id: `v-${mint()}`, since: now, pages: 1, visits: (old.visits ?? 0) + 1, last: now };
  localStorage.setItem(SLOT, JSON.stringify(next));
  return next;
}

export class Beacon {
  /** @param {import("../lib/api.js").API} api @param {() => object} facts site, page kind, cart … @param {(answer) => void} onanswer */
  constructor(api, facts, onanswer) {
    Object.assign(this, { api, facts, onanswer });
    document.addEventListener("visibilitychange", () => !document.hidden && this.late && this.send());
    document.documentElement.addEventListener("mouseleave", (e) => e.clientY <= 0 && this.leaving());
  }

  /** page begins a page view: at load, or when a single-page shop shows another page. */
  page() {
    this.visit = visit();
    this.since = performance.now();
    this.told = false;
    return this.send();
  }

  leaving() {
    if (this.told) return;
    this.told = true;
    this.send(["exit-intent"]);
  }

  body(events) {
    const seconds = (ms) => Math.max(0, Math.round(ms / 1000));
    const { id, since, pages, visits } = this.visit;
    return {
      ...this.facts(),
      referrer: document.referrer || undefined,
      time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      visit: id,
      page_seconds: seconds(performance.now() - this.since),
      visit_seconds: seconds(Date.now() - since),
      pages,
      visits,
      events,
    };
  }

  async send(events) {
    clearTimeout(this.timer);
    this.late = document.hidden;
    if (this.late) return;
    let wait = 30;
    try {
      const answer = await this.api.post("visits", this.body(events), { keepalive: true });
      wait = answer.next_in_seconds;
      this.onanswer(answer);
    } catch (fault) {
      if (!fault.again) return;
    }
    if (wait) this.timer = setTimeout(() => this.send(), wait * 1000);
  }
}
