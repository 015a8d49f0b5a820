import { h } from "../lib/dom.js";

const QUIET = 30_000; // a place in line is spoken at most this often

/** Queue shows the place in line and the expected wait, live, and offers to leave a message instead. */
export class Queue {
  constructor({ words, leave }) {
    this.words = words;
    this.place = h("div.place", { "aria-hidden": "true" });
    this.title = h("strong");
    this.wait = h("span");
    this.spoken = h("span.sr", { role: "status" });
    this.el = h(
      "div.queue",
      { hidden: true },
      this.place,
      h("div", {}, this.title, this.wait),
      this.spoken,
      h("button.button.quiet.small", { type: "button", onclick: leave }, words.t("queue.leave")),
    );
  }

  update(session) {
    const waiting = session && ["queued", "offered"].includes(session.state);
    this.el.hidden = !waiting;
    if (!waiting) return void clearTimeout(this.later);
    const { position, wait } = session;
    this.place.textContent = position ? this.words.number(position) : "";
    this.title.textContent =
      position === 1 || !position
        ? this.words.t("queue.next")
        : this.words.t("queue.position", { n: this.words.number(position) });
    const offered = session.state === "offered" && session.id === this.of; // what was told holds if nobody takes it
    this.of = session.id;
    if (!offered)
      this.wait.textContent = wait
        ? this.words.t("queue.wait", { range: this.words.range(wait.p50_seconds, wait.p90_seconds) })
        : this.unknown(session);
    this.speak(`${this.title.textContent}. ${this.wait.textContent}`);
  }

  /** unknown is said where no wait is known: somebody is about to come, everybody is busy, or nobody is there. */
  unknown({ staff, reason }) {
    if (reason === "summoned" && staff === "away") return this.words.t("queue.wait_summoned");
    const key = { free: "queue.wait_unknown", busy: "queue.wait_busy", away: "queue.wait_away" }[staff];
    return key ? this.words.t(key) : "";
  }

  /** speak tells who listens, now and then: what is there at the end of a pause, and nothing that was true meanwhile. */
  speak(text) {
    clearTimeout(this.later);
    if (text === this.spoken.textContent) return;
    const rest = QUIET - (Date.now() - (this.at ?? 0));
    if (rest > 0) return void (this.later = setTimeout(() => this.speak(text), rest));
    this.at = Date.now();
    this.spoken.textContent = text;
  }
}
