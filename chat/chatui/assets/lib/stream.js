// A stream of events that heals itself: server-sent events by fetch (headers, status codes and silence are visible,
// unlike with EventSource), long-poll where something in between holds the bytes back.
import { backoff, sleep } from "./api.js";

const SILENCE = 40_000; // the server speaks every 15 s
const FIRST = 10_000; // and says hello at once

/**
 * Stream fires "event" (detail {type, data, id}; the type is the envelope's), "up", "down" and "refused" (detail: the
 * HTTP status; it stops then).
 */
export class Stream extends EventTarget {
  /** @param {import("./api.js").API} api @param {string} path below v1/ @param {string} [after] the cursor to go on from */
  constructor(api, path, after) {
    super();
    this.api = api;
    this.target = api.url(path);
    this.after = after ?? "";
    this.held = 0; // streams in a row that opened and said nothing
  }

  open() {
    this.stop = new AbortController();
    this.run(this.stop.signal);
  }

  close() {
    this.stop?.abort();
  }

  async run(signal) {
    for (let n = 0; !signal.aborted; n++) {
      this.said = false;
      let broke = false;
      try {
        const way = this.held >= 2 ? this.poll : this.listen;
        await this.limited(signal, (once, watch) => way.call(this, once, watch));
      } catch (fault) {
        if (fault.status) return this.emit("refused", fault.status);
        broke = true;
      }
      if (signal.aborted) return;
      if (this.said) n = 0;
      if (broke || !this.said) this.emit("down"); // a server ends a stream that is old; that alone is no loss
      await this.rest(broke ? backoff(n) : 100, signal);
    }
  }

  /** rest waits before the next try, and no longer once the browser has a network again. */
  async rest(ms, signal) {
    const over = new AbortController();
    const end = () => over.abort();
    signal.addEventListener("abort", end);
    addEventListener("online", end);
    await sleep(ms, over.signal);
    signal.removeEventListener("abort", end);
    removeEventListener("online", end);
  }

  /**
   * limited gives a request the signal by which it ends: when the stream does, when the browser has no network any more, and
   * when nothing has come for as long as watch was told.
   */
  async limited(signal, work) {
    const once = new AbortController();
    const cut = () => once.abort();
    let timer;
    const watch = (ms) => (clearTimeout(timer), (timer = setTimeout(cut, ms)));
    signal.addEventListener("abort", cut);
    addEventListener("offline", cut);
    try {
      await work(once.signal, watch);
    } finally {
      if (!this.said && once.signal.aborted && !signal.aborted && navigator.onLine) this.held++;
      clearTimeout(timer);
      signal.removeEventListener("abort", cut);
      removeEventListener("offline", cut);
    }
  }

  emit(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  request(accept, signal, extra = {}) {
    const url = new URL(this.target);
    if (this.after) url.searchParams.set("after", this.after);
    for (const [k, v] of Object.entries(extra)) url.searchParams.set(k, v);
    return this.api.fetch(url, { headers: { Accept: accept }, cache: "no-store", signal });
  }

  check(answer) {
    if (answer.status === 410) this.after = ""; // too old: what comes after hello is whole
    if ([204, 401, 403, 404].includes(answer.status))
      throw Object.assign(new Error("refused"), { status: answer.status });
    if (answer.status === 501) this.held = 2;
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  }

  async listen(signal, watch) {
    watch(FIRST);
    const answer = await this.request("text/event-stream", signal);
    this.check(answer);
    const lines = new Lines((event) => this.take(event));
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      watch(SILENCE);
      if (!this.said) this.emit("up");
      this.said = true;
      this.held = 0;
      lines.feed(value);
    }
  }

  async poll(signal, watch) {
    for (;;) {
      watch(SILENCE);
      const answer = await this.request("application/json", signal, { wait: 25 });
      this.check(answer);
      const { events = [], cursor } = await answer.json();
      if (!this.said) this.emit("up");
      this.said = true;
      events.forEach((e, i) => this.take({ envelope: e, id: i === events.length - 1 ? cursor : "" }));
      this.after = cursor || this.after;
    }
  }

  take({ envelope, id }) {
    const { type, data = {} } = envelope;
    const cursor = id || (type === "stream.hello" && data.cursor) || "";
    if (cursor) this.after = cursor;
    if (type === "stream.reset") this.after = "";
    this.emit("event", { type, id: cursor, data });
  }
}

/** Lines reads the event-stream format; a chunk may end anywhere. */
class Lines {
  constructor(emit) {
    this.emit = emit;
    this.rest = "";
    this.clear();
  }

  clear() {
    this.data = [];
    this.id = "";
  }

  feed(chunk) {
    const lines = (this.rest + chunk).split(/\r\n|\n|\r/);
    this.rest = lines.pop();
    for (const line of lines) this.line(line);
  }

  line(line) {
    if (line === "") {
      if (this.data.length) this.emit({ id: this.id, envelope: JSON.parse(this.data.join("\n")) });
      return this.clear();
    }
    const colon = line.indexOf(":");
    if (colon === 0) return; // a heartbeat
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "data") this.data.push(value);
    else if (field === "id") this.id = value;
  }
}
