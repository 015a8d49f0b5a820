// One stream for all tabs of a browser. A browser opens six connections to a shop at most; a stream a tab would take
// them all by the sixth. The tab that holds the lock listens and tells the others; when it goes, the next one takes
// over from where the last event was seen.
import { Stream } from "./stream.js";

/**
 * Shared is a Stream that any number of tabs may open. It fires what a Stream fires, in every tab.
 * The leader gives the lock back on pagehide and joins again on pageshow: a page in the back-forward cache would keep
 * both lock and stream, and the other tabs would hear nothing.
 */
export class Shared extends EventTarget {
  /**
   * @param {string} name one a visitor or agent @param {import("./api.js").API} api @param {string} path below v1/
   * @param {(event: object) => object} [read] what is made of each event before a tab hears it
   */
  constructor(name, api, path, read = (event) => event) {
    super();
    this.name = `switchboard/${name}${api.base.pathname}`;
    Object.assign(this, { api, path, read });
    this.slot = `${this.name}/after`;
    this.snapshots = new Map(); // for a tab that joins later
    this.onhide = () => this.leave();
    this.onshow = (e) => e.persisted && this.join();
  }

  get after() {
    return sessionStorage.getItem(this.slot) ?? "";
  }

  open() {
    if (this.opened) return;
    this.opened = true;
    addEventListener("pagehide", this.onhide);
    addEventListener("pageshow", this.onshow);
    this.join();
  }

  close() {
    if (!this.opened) return;
    this.opened = false;
    removeEventListener("pagehide", this.onhide);
    removeEventListener("pageshow", this.onshow);
    this.leave();
  }

  join() {
    this.left = new AbortController();
    const { signal } = this.left;
    this.channel = new BroadcastChannel(this.name);
    this.channel.onmessage = ({ data }) => this.hear(data);
    this.channel.postMessage({ name: "joined" });
    if (!navigator.locks) return this.lead(signal);
    navigator.locks.request(this.name, { signal }, () => this.lead(signal)).catch(() => {});
  }

  leave() {
    this.left?.abort();
    this.channel?.close();
    this.channel = undefined;
  }

  /** lead holds the lock until this tab leaves. */
  lead(signal) {
    if (signal.aborted) return undefined;
    this.leading = true;
    const stream = new Stream(this.api, this.path, this.after);
    for (const name of ["event", "up", "down", "refused"]) {
      stream.addEventListener(name, ({ detail }) => this.tell(name, name === "event" ? this.read(detail) : detail));
    }
    stream.open();
    return new Promise((release) => {
      signal.addEventListener("abort", () => {
        this.leading = false;
        stream.close();
        release();
      });
    });
  }

  tell(name, detail) {
    if (name === "event" && !detail.id) this.keep(detail);
    this.channel?.postMessage({ name, detail });
    this.emit(name, detail);
  }

  /** keep holds the last snapshot of each thing, whatever the event was called that brought it. */
  keep(event) {
    const thing = ["session", "inbox", "board"].find((t) => event.data[t]) ?? event.type;
    this.snapshots.set(thing, event);
  }

  hear({ name, detail }) {
    if (name !== "joined") return this.emit(name, detail);
    if (!this.leading) return;
    for (const last of this.snapshots.values()) this.channel.postMessage({ name: "event", detail: last });
  }

  emit(name, detail) {
    if (name === "event" && detail.id) sessionStorage.setItem(this.slot, detail.id);
    if (name === "event" && detail.type === "stream.reset") sessionStorage.removeItem(this.slot);
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
