// What the console knows: the inbox, and of each chat looked at its timeline and what is on its way.
import { backoff } from "../lib/api.js";
import { Outbox } from "../lib/outbox.js";
import { Shared } from "../lib/shared.js";
import { sync } from "../lib/ticker.js";
import { Timeline } from "../lib/timeline.js";
import { whole } from "./changes.js";
import { Team } from "./team.js";

const TRIES = 4; // to read an inbox or a session that no event overtakes
const GLANCE = 10_000; // nothing tells of a chat that is in no list
const lists = ["sessions", "beside", "queue", "messages"];

/**
 * newest is the later of two views of a session: answers and events may come in another order than they were made in.
 */
function newest(known, come) {
  return known?.entries > come.entries ? known : come;
}

/** Work fires "change", "offer" (detail: a new offer), "message" "typing" (detail: {session, on, text: what is not sent yet, where agents may see it}) and "refused". */
export class Work extends EventTarget {
  /** @param {import("../lib/api.js").API} api */
  constructor(api) {
    super();
    this.api = api;
    this.up = true;
    this.inbox = { offers: [], sessions: [], beside: [], queue: [], messages: [] };
    this.talks = new Map();
    this.team = new Team(api, () => this.emit("change"));
    this.missed = new Map(); // of sessions, the numbers of messages that came and were not looked at
    this.stream = new Shared("agent", api, "agent/events?inbox=changes", whole());
    this.stream.addEventListener("event", ({ detail }) => this.hear(detail));
    this.stream.addEventListener("up", () => this.connected());
    this.stream.addEventListener("down", () => this.set({ up: false }));
    this.stream.addEventListener("refused", ({ detail }) => (this.stream.close(), this.emit("refused", detail)));
    setInterval(() => this.glance(), GLANCE);
  }

  emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  set(values) {
    Object.assign(this, values);
    this.emit("change");
  }

  async begin() {
    this.take(await this.api.get("agent/inbox"));
    this.stream.open();
    this.recount();
    await this.team.targets();
  }

  /** recount finds the messages that came while nobody looked, also before this page was there. */
  async recount() {
    for (const { id, entries, read_up_to: read = 0 } of this.inbox.sessions) {
      if (entries <= read) continue;
      const page = await this.api.get(`agent/sessions/${id}/messages?after=${read}&limit=200`).catch(() => undefined);
      const come = (page?.entries ?? []).filter((e) => e.kind === "message.created" && e.author?.kind === "visitor");
      if (!this.talks.has(id))
        this.missed.set(id, [...new Set([...(this.missed.get(id) ?? []), ...come.map((e) => e.n)])]);
    }
    this.emit("change");
  }

  /** queue is what a queue is called. */
  queue(id) {
    return this.team.queues.get(id) ?? id;
  }

  /** who is what an agent is called; one who is new is asked for, and an id stands in meanwhile. */
  who(id) {
    if (!id) return "";
    return id === this.me?.id ? this.me.name || id : this.team.name(id);
  }

  /** owns reports whether a session is the agent's own to write in. */
  owns(id) {
    return this.inbox.sessions.some((s) => s.id === id);
  }

  /** beside is how the agent takes part in a session of a colleague's: "follows", "joined", or not at all. */
  beside(session) {
    const mine = session.beside?.find((b) => b.agent === this.me?.id);
    return mine && !this.owns(session.id) ? (mine.joined ? "joined" : "follows") : undefined;
  }

  take(inbox) {
    const known = new Set(this.inbox.offers.map((o) => o.id));
    const before = this.listed();
    this.taken = (this.taken ?? 0) + 1;
    inbox.offers ??= [];
    for (const name of lists)
      inbox[name] = (inbox[name] ?? []).map((s) => newest(before.get(s.id) ?? this.talks.get(s.id)?.session, s));
    Object.assign(this, { inbox, me: inbox.me ?? this.me });
    const listed = this.listed();
    for (const s of listed.values()) if (s.agent && s.agent_name) this.team.people.set(s.agent, s.agent_name);
    for (const [id, talk] of this.talks) {
      if (listed.has(id)) Object.assign(talk, { session: listed.get(id), gone: false });
      else if (before.has(id) || id === this.current || talk.session.agent === this.me?.id) this.reread(id);
    }
    this.emit("change");
    for (const o of inbox.offers) if (!known.has(o.id)) this.emit("offer", o);
  }

  /** listed are the sessions of the inbox by their ids. */
  listed() {
    return new Map(lists.flatMap((name) => this.inbox[name].map((s) => [s.id, s])));
  }

  connected() {
    if (this.up) return;
    this.set({ up: true });
    if (this.current) this.emit("typing", { session: this.current, on: false }); // its end may have been missed
    this.again();
  }

  /** again reads the inbox anew, until that has worked: no event may come any more that would bring it. */
  async again(tries = 0) {
    clearTimeout(this.trying);
    try {
      for (let n = 1; n <= TRIES; n++) {
        const { taken } = this;
        const inbox = await this.api.get("agent/inbox");
        if (taken !== this.taken && n < TRIES) continue; // an event came first; which of the two is newer cannot be seen
        this.take(inbox);
        break;
      }
      for (const t of this.talks.values()) if (!t.gone) t.timeline.mend();
    } catch (fault) {
      if (fault.again) this.trying = setTimeout(() => this.again(tries + 1), backoff(tries));
      if (fault.status === 401 || fault.status === 403) this.emit("refused", fault.status);
    }
  }

  /** anew reads everything again: what is shown may not be there any more, or be something else. */
  anew() {
    for (const s of this.listed().values()) s.entries = 0;
    for (const t of this.talks.values()) {
      t.session = { ...t.session, entries: 0 };
      t.timeline.forget();
    }
    return this.again();
  }

  hear({ type, data }) {
    if (type === "stream.hello") return sync(data.server_time);
    if (type === "stream.reset") return this.anew();
    if (data.inbox) return this.take(data.inbox);
    if (data.agent) return data.agent.id === this.me?.id && this.moved(data.agent);
    if (data.presence) return this.seen(data.session_id, data.presence);
    const talk = this.talks.get(data.session_id);
    if (data.entry?.kind === "message.created" && data.entry.author.kind === "visitor")
      this.came(data.session_id, data.entry);
    if (!talk) return undefined;
    if (data.entry?.reason === "peek-ended") this.emit("typing", { session: data.session_id, on: false });
    if (data.entry) return this.put(talk, data.entry);
    if (data.read?.by === "visitor")
      return this.snapshot({ ...talk.session, seen_up_to: Math.max(talk.session.seen_up_to ?? 0, data.read.up_to) });
    if (data.typing?.by === "visitor") return this.emit("typing", { session: data.session_id, ...data.typing });
    return undefined;
  }

  /** moved takes what the shop made of the agent. */
  moved(me) {
    this.taken = (this.taken ?? 0) + 1;
    this.set({ me });
  }

  /** put takes an entry; of a chat that is in no list it says more than the inbox will. */
  put(talk, entry) {
    talk.timeline.put(entry);
    if (!this.listed().has(talk.session.id)) this.reread(talk.session.id);
  }

  /** glance reads what is looked at again, where no list would bring what becomes of it. */
  glance() {
    if (this.current && this.up && !document.hidden && !this.listed().has(this.current)) this.reread(this.current);
  }

  /** seen takes whether a visitor is there. */
  seen(id, presence) {
    const session = this.find(id);
    if (session) this.snapshot({ ...session, presence });
    if (!presence.here) this.emit("typing", { session: id, on: false });
  }

  /** came counts a message of a visitor's, unless it is looked at. */
  came(id, entry) {
    const seen = id === this.current && !document.hidden && document.hasFocus();
    if (
      !seen &&
      this.owns(id) &&
      !this.missed.get(id)?.includes(entry.n) &&
      !this.talks.get(id)?.timeline.byN.has(entry.n)
    ) {
      this.missed.set(id, [...(this.missed.get(id) ?? []), entry.n]);
      this.emit("unread", id);
      this.emit("change");
    }
    this.emit("message", { session: id, entry });
  }

  /** unread is how many messages of a session the agent has not looked at, as far as this page knows. */
  unread(id) {
    const read = this.find(id)?.read_up_to ?? 0; // in another window
    return this.owns(id) ? (this.missed.get(id) ?? []).filter((n) => n > read).length : 0;
  }

  /** unreads is how many that are of all chats together. */
  get unreads() {
    return this.inbox.sessions.reduce((sum, s) => sum + this.unread(s.id), 0);
  }

  snapshot(come) {
    const session = newest(this.find(come.id), come);
    const talk = this.talks.get(session.id);
    if (talk) talk.session = session;
    for (const name of lists) this.inbox[name] = this.inbox[name].map((s) => (s.id === session.id ? session : s));
    this.emit("change");
  }

  /** find returns the newest that is known of a session. */
  find(id) {
    for (const name of lists) for (const s of this.inbox[name]) if (s.id === id) return s;
    return this.talks.get(id)?.session;
  }

  /** look opens a session's talk. */
  async look(id) {
    if (!this.talks.has(id))
      this.talks.set(id, this.talk(id, this.find(id) ?? (await this.api.get(`agent/sessions/${id}`))));
    const talk = this.talks.get(id);
    this.set({ current: id });
    if (!talk.gone) await talk.timeline.fill();
    this.emit("change");
    return talk;
  }

  talk(id, session) {
    const timeline = new Timeline((after) => this.api.get(`agent/sessions/${id}/messages?after=${after}&limit=200`));
    const notes = () => (this.beside(this.find(id) ?? {}) ? "whisper" : "notes"); // what is said beside a colleague is for them
    const path = (m) => `agent/sessions/${id}/${m.kind === "note.created" ? notes() : "messages"}`;
    const outbox = new Outbox(`switchboard/agent-outbox/${id}`, (m) =>
      this.api
        .post(
          path(m),
          {
            text: m.text,
            reply_to: m.reply_to,
            mentions: m.mentions,
            products: m.products,
            files: m.files,
            alts: m.alts,
            choices: m.choices,
          },
          { key: m.key },
        )
        .then((entry) => entry?.n && timeline.put(entry)),
    );
    timeline.addEventListener("change", ({ detail }) => {
      outbox.seen(new Set(detail.filter((e) => e.author?.kind === "agent").map((e) => e.command)));
      this.emit("change");
    });
    outbox.addEventListener("change", () => this.emit("change"));
    return { session, timeline, outbox };
  }

  /** reread asks for a session again. One that is out of the agent's sight keeps what was seen of it, and is gone. */
  async reread(id, tries = 0) {
    const talk = this.talks.get(id);
    if (!talk || (talk.gone && !this.listed().has(id))) return;
    clearTimeout(talk.trying);
    talk.due = true;
    if (talk.rereading) return; // it is asked for once more
    talk.rereading = true;
    try {
      for (let n = 0; talk.due; n++) {
        talk.due = false;
        const { taken } = this;
        const session = await this.api.get(`agent/sessions/${id}`);
        talk.gone = false;
        if (taken !== this.taken && session.entries <= talk.session.entries && n < TRIES) {
          talk.due = true; // an event came first; which of the two is newer cannot be seen
          continue;
        }
        this.snapshot(session);
        if (session.erased && talk.timeline.entries.some((e) => !e.erased)) talk.timeline.forget();
        if (session.entries > talk.timeline.last) await talk.timeline.mend();
      }
    } catch (fault) {
      if (fault.again) talk.trying = setTimeout(() => this.reread(id, tries + 1), backoff(tries));
      talk.gone = fault.status === 404 && !this.listed().has(id);
      this.emit("change");
    } finally {
      talk.rereading = false;
    }
  }

  /** act does something to a session and reads it again. */
  async act(id, name, body) {
    try {
      await this.api.sure(name === "contact" ? "PUT" : "POST", `agent/sessions/${id}/${name}`, body ?? {}, {
        tries: 3,
      });
    } finally {
      await this.again(); // also after a refusal: the chat is not as it was seen
      await this.reread(id);
    }
  }

  /** change has one's own message n say something else, or without a text be taken back. */
  async change(id, n, text) {
    const path = `agent/sessions/${id}/messages/${n}`;
    const message = await this.api.sure(
      text === undefined ? "DELETE" : "PUT",
      path,
      text === undefined ? undefined : { text },
      { tries: 5 },
    );
    this.talks.get(id)?.timeline.put(message);
  }

  /** priority moves a session in line before or behind the others. */
  async priority(id, priority) {
    try {
      await this.api.put(`agent/sessions/${id}/priority`, { priority });
    } finally {
      await this.again();
      await this.reread(id);
    }
  }

  async accept(offer) {
    try {
      return await this.api.sure("POST", `agent/offers/${offer.id}/accept`, {}, { tries: 3 });
    } finally {
      await this.again(); // an offer that is gone goes
    }
  }

  async decline(offer) {
    try {
      await this.api.sure("POST", `agent/offers/${offer.id}/decline`, {}, { tries: 3 });
    } finally {
      await this.again();
    }
  }

  async status(mode, reason) {
    const { taken } = this;
    const me = await this.api.put("agent/status", { mode, reason });
    if (taken === this.taken) this.set({ me });
    else await this.again(); // an event came first; which of the two is newer cannot be seen
  }

  read(id) {
    if (document.hasFocus()) this.missed.delete(id);
    const talk = this.talks.get(id);
    const to = talk?.timeline.last ?? 0;
    if (
      !talk ||
      !this.owns(id) ||
      talk.session.state !== "active" ||
      to <= Math.max(talk.read ?? 0, talk.session.read_up_to ?? 0)
    )
      return;
    const before = talk.read;
    talk.read = to;
    this.api
      .post(`agent/sessions/${id}/read`, { up_to: to })
      .catch((fault) => fault.again && talk.read === to && (talk.read = before));
  }
}
