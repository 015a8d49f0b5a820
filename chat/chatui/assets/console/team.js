// What queues and colleagues are called, and where a chat can go.
const SHOWN = 100; // colleagues that are listed at a time
const ASKED = 50; // whose names one request asks for at most
const AGAIN = 30_000; // until the name of somebody whom the shop does not know is asked for again

export class Team {
  /** @param {import("../lib/api.js").API} api @param {() => void} told is called when names have come */
  constructor(api, told) {
    Object.assign(this, { api, told });
    this.queues = new Map(); // what they are called
    this.people = new Map(); // likewise
    this.many = false; // not everybody is listed
    this.met = new Map(); // when somebody's name was asked for last
    this.strangers = []; // whose names are about to be asked for
  }

  /** targets asks where a chat can go, of a large team for some colleagues: those whose names have what is looked for. */
  async targets(q = "") {
    const found = await this.learn({ limit: String(SHOWN), ...(q && { q }) });
    this.many ||= found.more;
    return found;
  }

  /** learn asks for colleagues, and learns what they and the queues are called. */
  async learn(asked) {
    const {
      queues = [],
      agents = [],
      more = false,
    } = await this.api.get(`agent/transfer-targets?${new URLSearchParams(asked)}`);
    for (const q of queues) this.queues.set(q.id, q.name || q.id);
    for (const a of agents) this.people.set(a.id, a.name || a.id);
    this.told();
    return { queues, agents, more };
  }

  /** named learns of those whom a text may name, where not everybody is known. */
  async named(text) {
    if (!this.many) return;
    for (const [, name] of text.matchAll(/@([\p{L}\p{N}]+)/gu)) await this.targets(name).catch(() => {});
  }

  /** name is what a colleague is called; one who is new is asked for, and the id stands in meanwhile. */
  name(id) {
    if (!this.people.has(id)) this.meet(id);
    return this.people.get(id) ?? id;
  }

  /** meet asks for the name of somebody new, with those of all who are new at that moment. */
  meet(id) {
    if (Date.now() - (this.met.get(id) ?? -Infinity) < AGAIN) return;
    this.met.set(id, Date.now());
    this.strangers.push(id);
    if (this.strangers.length > 1) return;
    queueMicrotask(() => {
      while (this.strangers.length) {
        const asked = this.strangers.splice(0, ASKED);
        this.learn(asked.map((agent) => ["agent", agent])).catch(() => {});
      }
    });
  }
}
