// What the widget knows: the availability, the visitor's session, its timeline, what is on its way, the prompt shown.
import { Problem, backoff, mint, sleep } from "../lib/api.js";
import { clear, keep, recall } from "../lib/kept.js";
import { Outbox } from "../lib/outbox.js";
import { Shared } from "../lib/shared.js";
import { Timeline } from "../lib/timeline.js";
import { Attendance } from "./attendance.js";
import { note } from "./history.js";
import { address } from "./place.js";
import { pages, told } from "./trail.js";

const DONE = "switchboard/done"; // the ended session that was put away
const REST = 20_000; // until a stream that was refused is asked for again
const SLOWEST = 30_000; // between two tries to reach the shop
const TRIES = 4; // to read a session that no event overtakes
const ends = ["wrapping", "closed", "abandoned", "messaged"];

/** Visitor holds the state and fires "change"; "typing" and "message" (details) besides. */
export class Visitor extends EventTarget {
  /**
   * @param {import("../lib/api.js").API} api
   * @param {{site: string, queue?: string, locale: string, cart: () => object, apart?: boolean}} options
   */
  constructor(api, options) {
    super();
    this.api = api;
    api.unkept = () => this.set({ unkept: true });
    this.options = options;
    this.up = true;
    this.readTo = 0;
    this.told = 0; // how often the stream told of the session
    this.stream = new Shared("visitor", api, "events");
    this.stream.addEventListener("event", ({ detail }) => this.hear(detail));
    this.stream.addEventListener("up", () => this.connected());
    this.stream.addEventListener("down", () => this.set({ up: false }));
    this.stream.addEventListener("refused", () => this.refused());
    this.attendance = new Attendance(api, () => ["queued", "chatting"].includes(this.status));
    this.news = new BroadcastChannel(`switchboard/news${api.base.pathname}`);
    this.news.onmessage = ({ data }) => this.elsewhere(data);
    addEventListener("online", () => this.lost && this.begin());
  }

  /** status is the widget's word for where the visitor stands. */
  get status() {
    if (!this.session || this.shelved) return this.prompt ? "invited" : "browsing";
    if (ends.includes(this.session.state)) return "ended";
    return ["queued", "offered"].includes(this.session.state) ? "queued" : "chatting";
  }

  get unread() {
    const heard = (e) => e.kind === "message.created" && e.author?.kind !== "visitor" && e.n > this.readTo;
    return this.session && !this.shelved ? this.timeline.entries.filter(heard).length : 0;
  }

  set(values) {
    Object.assign(this, values);
    this.dispatchEvent(new Event("change"));
  }

  /**
   * begin asks for what the widget begins with: whether the shop takes chats, and the visitor's chat, if there is one. What
   * cannot be had is asked for again, more and more slowly, until it is there; lost says so meanwhile.
   */
  async begin() {
    const round = (this.round = {});
    const due = new Map([
      ["door", () => this.refresh(this.lost ? "no-store" : undefined)],
      ["chat", () => this.resume()],
    ]);
    const ask = async () => {
      await Promise.all(
        [...due].map(([name, get]) =>
          get().then(
            () => due.delete(name),
            () => {},
          ),
        ),
      );
      if (this.round === round) this.set({ lost: due.size > 0 });
    };
    await ask();
    if (due.size) this.persist(round, due, ask);
  }

  /** other begins anew: whoever looks at the page is somebody else to the shop than before. */
  async other(tell = false) {
    this.stream.close();
    clearTimeout(this.rereading);
    this.api.met = undefined;
    this.set({ unkept: false, session: undefined, timeline: undefined, prompt: undefined, shelved: false, up: true });
    if (tell) this.news.postMessage("other");
    await this.begin();
  }

  /** elsewhere takes the word of another tab: the visitor is somebody else to the shop, or signed out, or has a chat now. */
  elsewhere(word) {
    if (word === "stranger") this.forget();
    const begun = ["other", "stranger"].includes(word) ? this.other() : this.resume();
    begun.catch(() => {});
    if (word === "stranger") this.dispatchEvent(new Event("stranger")); // what is on the page of theirs goes too
  }

  /** forget lets go of everything that this browser has of whoever looked at the page, and sends nothing more of it. */
  forget() {
    this.api.renew = undefined;
    this.outbox?.forget();
    this.shape = "";
    clear();
  }

  async persist(round, due, ask) {
    for (let n = 0; due.size && this.round === round; n++) {
      await sleep(Math.min(SLOWEST, 2000 * 2 ** n) * (0.75 + Math.random() / 2));
      if (this.round === round && !document.hidden) await ask();
    }
  }

  /** refresh asks whether the shop takes chats; the answer of another page will do, unless the form is open. */
  async refresh(cache) {
    const { site, queue } = this.options;
    const query = new URLSearchParams(Object.entries({ site, queue }).filter(([, v]) => v));
    const availability = await this.api.get(`config?${query}`, { cache });
    if (!availability) throw new Problem(0, { code: "unreachable" });
    if (site !== this.options.site || queue !== this.options.queue) return this.refresh("no-store"); // another was chosen meanwhile
    this.set({ availability });
    return undefined;
  }

  /** resume looks for a session that is already there: after a reload, on another page, started in another tab. */
  async resume() {
    const { told } = this;
    const answer = await this.api.get("sessions/current").catch((fault) => {
      if (fault.again || !fault.code) throw fault;
      return {}; // there is none for this visitor
    });
    if (!answer?.session) return;
    if (told !== this.told && answer.session.id === this.session?.id)
      await this.reread(); // an event came first
    else this.follow(answer.session);
  }

  follow(session) {
    if (this.session?.id !== session.id) {
      const timeline = (this.timeline = new Timeline((after) =>
        this.api.get(`sessions/${session.id}/messages?after=${after}&limit=200`),
      ));
      timeline.addEventListener("change", ({ detail }) => this.timeline === timeline && this.came(detail)); // that of before may still be filled
      this.outbox = new Outbox(`switchboard/outbox/${session.id}`, (m) =>
        this.api
          .post(
            `sessions/${session.id}/messages`,
            { text: m.text, reply_to: m.reply_to, files: m.files, alts: m.alts },
            { key: m.key },
          )
          .then((e) => e?.n && timeline.put(e)),
      );
      this.outbox.addEventListener("change", () => this.set({}));
      this.shelved = recall(DONE) === session.id;
      this.readTo = 0;
      note(session);
    }
    this.snapshot(session);
    this.timeline.mend();
  }

  snapshot(session) {
    if (this.session?.id === session.id && session.entries < this.session.entries) return;
    this.readTo = Math.max(this.readTo, session.read_up_to ?? 0);
    if (!ends.includes(session.state)) this.under();
    this.set({ session, prompt: undefined });
  }

  /** under notes that the session is under way: also one that was put away after its end, and that somebody took up again. */
  under() {
    if (this.shelved) keep(DONE, undefined);
    this.shelved = false;
    this.stream.open();
  }

  /** reopen takes up the ended session again. */
  async reopen() {
    await this.act("reopen");
    this.looked = undefined; // it is the visitor's chat again, and is put away like any other
    this.news.postMessage("started");
  }

  /** start opens a session, or leaves a message. The key stays the same until the form changes. */
  async start(form, again) {
    const { site, queue, locale, cart, apart } = this.options;
    const shape = JSON.stringify(form);
    const page = apart ? undefined : address(location); // a window of the chat alone is no page of the shop
    if (this.shape !== shape)
      Object.assign(this, { shape, key: mint(), trail: { page, pages: pages(), cart: cart() } });
    const clock_minutes = -new Date().getTimezoneOffset();
    const body = { site, queue, locale, clock_minutes, ...this.trail, ...form };
    const session = await this.api.sure("POST", "sessions", body, { key: this.key, tries: 8, again });
    told();
    this.shape = "";
    this.shelved = false;
    this.follow(session);
    this.news.postMessage("started");
  }

  connected() {
    const back = !this.up;
    this.set({ up: true });
    this.attendance.look();
    if (!back) return;
    this.reread();
    this.renew(); // what changed meanwhile is not told again
  }

  /** refused is told that the stream is not to be had. Who has a chat is told so, and asks again in a while. */
  refused() {
    this.stream.close();
    if (!this.session || ends.includes(this.session.state)) return;
    this.set({ up: false });
    clearTimeout(this.resting);
    this.resting = setTimeout(() => this.stream.open(), REST * (0.75 + Math.random() / 2));
  }

  /** reread reads the session again, until that has worked: no event may come any more that would ask for it. */
  async reread(n = 0) {
    if (!this.session) return;
    clearTimeout(this.rereading);
    const { id } = this.session;
    try {
      let told;
      for (let tries = 0; tries < TRIES && told !== this.told; tries++) {
        ({ told } = this);
        const session = await this.api.get(`sessions/${id}`);
        if (id !== this.session?.id) return;
        // an event came first: which of the two is newer cannot be seen where both know of the same entries
        if (told === this.told || session.entries > this.session.entries) this.snapshot(session);
      }
      await this.timeline?.mend();
    } catch (fault) {
      if (fault.again && id === this.session?.id) this.rereading = setTimeout(() => this.reread(n + 1), backoff(n));
    }
  }

  /** renew asks for the availability until it is had. */
  renew(n = 0) {
    clearTimeout(this.renewing);
    return this.refresh("no-store").catch((fault) => {
      if (fault.again) this.renewing = setTimeout(() => this.renew(n + 1), backoff(n));
    });
  }

  /** anew reads everything again: what is shown may not be there any more, or be something else. */
  anew() {
    if (this.session) this.session = { ...this.session, entries: 0 };
    this.timeline?.forget();
    return this.reread();
  }

  hear({ type, data }) {
    if (type === "availability.changed") return this.changed(data.availability);
    if (type === "stream.reset") return this.anew();
    if (type === "visit.due") return this.dispatchEvent(new Event("due"));
    if (!this.session || data.session_id !== this.session.id) return undefined;
    if (data.session) return (this.told++, this.snapshot(data.session));
    if (data.entry) return this.entry(data.entry);
    if (data.read?.by === "agent")
      return this.snapshot({ ...this.session, seen_up_to: Math.max(this.session.seen_up_to ?? 0, data.read.up_to) });
    if (data.typing?.by === "agent") return this.dispatchEvent(new CustomEvent("typing", { detail: data.typing }));
    return undefined;
  }

  /** changed takes what the stream tells of the door, which may be another site's or queue's than this page's. */
  changed(availability) {
    const { site = this.availability?.site, queue = this.availability?.queue } = this.options;
    if (site === availability.site && queue === availability.queue) return this.set({ availability });
    return this.renew();
  }

  entry(entry) {
    this.timeline.put(entry);
    if (!entry.kind.startsWith("message.") && entry.kind !== "prompt.accepted") this.reread();
  }

  came(entries) {
    this.outbox.seen(new Set(entries.filter((e) => e.author?.kind === "visitor").map((e) => e.command)));
    for (const e of entries)
      if (e.kind === "message.created" && e.author?.kind !== "visitor")
        this.dispatchEvent(new CustomEvent("message", { detail: e }));
    this.set({});
  }

  /** visited takes the answer to a beacon: a prompt to show, which of those shown still stand, a message that is being answered. */
  visited({ status, prompt, open = [], offered, do: deeds = [] }) {
    if (offered && this.availability?.offered === false) this.renew();
    if (["queued", "chatting"].includes(status) && status !== this.status) this.resume().catch(() => {});
    if (prompt) this.invite(prompt);
    else if (this.prompt && !open.includes(this.prompt.uid)) this.set({ prompt: undefined });
    for (const deed of deeds) this.dispatchEvent(new CustomEvent("deed", { detail: deed }));
  }

  invite(prompt) {
    if (!prompt || this.prompt?.uid === prompt.uid || (this.session && !this.shelved && this.status !== "ended"))
      return;
    this.set({ prompt });
    const left = prompt.expires_at ? Date.parse(prompt.expires_at) - Date.now() : 0;
    if (left > 0)
      setTimeout(() => this.prompt === prompt && this.set({ prompt: undefined }), Math.min(left, 2 ** 31 - 1));
  }

  /** answer ends the prompt: "accept" or "dismiss". */
  answer(how) {
    const { uid } = this.prompt;
    this.set({ prompt: undefined });
    this.api.sure("POST", `prompts/${uid}/${how}`, {}).catch(() => {});
    return uid;
  }

  /** read tells how far the visitor has seen; nothing is sent twice. */
  read() {
    const to = this.timeline?.last ?? 0;
    if (!this.session || to <= this.readTo || this.shelved) return;
    const before = this.readTo;
    const { unread } = this; // one's own words, and what the shop says of itself, nobody wants to know of
    this.readTo = to;
    if (!unread) return void this.set({});
    this.command("read", { up_to: to }).catch((fault) => fault.again && this.readTo === to && (this.readTo = before));
    this.set({});
  }

  command(name, body = {}) {
    return this.api.sure("POST", `sessions/${this.session.id}/${name}`, body, { tries: 5, keepalive: true });
  }

  async act(name, body) {
    await this.command(name, body);
    await this.reread();
  }

  /** reach says where the visitor can be reached: {email} or {phone}. */
  reach(address) {
    return this.act("contact", address);
  }

  /** look shows a chat of before, by its id, in the place of one that has ended. */
  async look(id) {
    const session = await this.api.get(`sessions/${id}`);
    this.looked = id;
    this.follow(session);
    this.set({ shelved: false });
  }

  /** leave puts the ended session away, so that a new one can be started. */
  leave() {
    if (!this.session) return;
    if (this.session.id !== this.looked) keep(DONE, this.session.id);
    this.set({ shelved: true });
  }
}
