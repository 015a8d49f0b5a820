// The beacon tells the server what a visit is like: which page, for how long, what is in the cart. It is sent when the page
// changes and when the server said that something may become due, and not otherwise: browsing costs nothing in between.
import { mint } from "../lib/api.js";
import { line, seen } from "./limits.js";
import { address, route } from "./place.js";
import { step } from "./trail.js";

const STAYS = 300; // an address that changes again before that was on the way
const AGAIN = 1000; // a shop that tells of a page so soon after it was seen means the same view
const seconds = (ms) => Math.max(0, Math.round(ms / 1000));

export class Beacon {
  /** @param {import("../lib/api.js").API} api @param {() => object} facts site, locale, cart @param {(answer) => void} onanswer */
  constructor(api, facts, onanswer) {
    Object.assign(this, { api, facts, onanswer });
    this.events = []; // that no answer came for yet
    this.alive = performance.now();
    for (const name of ["pointerdown", "keydown", "scroll"])
      addEventListener(name, () => (this.alive = performance.now()), { passive: true });
    document.addEventListener("visibilitychange", () => !document.hidden && this.visit && this.shown());
    document.documentElement.addEventListener("mouseleave", (e) => e.clientY <= 0 && this.leaving());
  }

  /** moved tells that the address has changed, once it stays: another page is a page view, another query is none. */
  moved() {
    clearTimeout(this.moving);
    this.moving = setTimeout(() => {
      if (!this.visit || document.hidden) return;
      if (this.at !== route(location)) this.page();
      else if (this.query !== location.search) this.send();
    }, STAYS);
  }

  /** shown tells what came while nobody looked. Of the tabs of a browser only the one that is looked at sends beacons. */
  shown() {
    if (this.at !== route(location)) this.page();
    else if (this.late) this.send();
  }

  /** page begins a page view: at load, or when a single-page shop shows another page. */
  page() {
    const again = this.at === route(location) && performance.now() - this.since < AGAIN;
    this.at = route(location);
    if (again) return this.send(); // the shop tells of what was seen already
    this.visit = step();
    this.since = performance.now();
    this.holds = undefined;
    this.told = false;
    return this.send(["page"]);
  }

  /** again tells at once of what has changed otherwise. */
  again() {
    if (this.visit) this.send();
  }

  /** event tells the rules that something happened on the page, until it is answered. It counts once. */
  event(name) {
    this.events.push({ key: mint(), moment: "event:" + name });
    return this.visit && this.send();
  }

  done(event) {
    this.events = this.events.filter((x) => x !== event);
  }

  leaving() {
    if (this.told) return;
    this.told = true;
    this.send(["exit"]);
  }

  body(moments) {
    const now = performance.now();
    return {
      ...this.facts(),
      url: address(location),
      title: line(document.title),
      referrer: document.referrer.slice(0, 2048) || undefined,
      on_site_seconds: seconds(Date.now() - this.visit.since),
      on_page_seconds: seconds(now - this.since),
      idle_seconds: seconds(now - this.alive),
      visits: this.visit.visits,
      views: this.visit.views,
      pages: seen(this.visit.pages), // kept while a chat is open
      clock_minutes: -new Date().getTimezoneOffset(),
      time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      since_visit_seconds: this.visit.before && seconds(Date.now() - this.visit.before),
      holds: this.holds,
      moments,
    };
  }

  async send(moments = []) {
    clearTimeout(this.timer);
    this.query = location.search;
    moments = [...new Set([...(this.late ?? []), ...moments])];
    this.late = document.hidden ? moments : undefined;
    if (this.late) return;
    let wait = 30;
    const [event] = this.events;
    try {
      if (event) moments = [...moments, event.moment];
      const answer = await this.api.post("visits", this.body(moments), { key: event?.key, keepalive: true });
      this.done(event);
      wait = this.events.length ? 1 : answer.next_in_seconds;
      this.holds = answer.holds;
      this.onanswer(answer);
    } catch (fault) {
      if (!fault.again && fault.code) {
        if (!event) return; // the shop refuses; without a code it is something in between
        this.done(event); // what is refused once keeps back no other beacon
        wait = 1;
      }
    }
    if (wait) this.timer = setTimeout(() => this.send(), wait * 1000);
  }
}
