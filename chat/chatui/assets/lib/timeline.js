// The entries of one session, 1 to n. Events bring them one by one; a hole is filled by asking for what is missing.
import { backoff } from "./api.js";

/** base is a language without its kind: of pt-BR and pt-PT a message has one translation. */
const base = (lang) => String(lang).split("-")[0];

/**
 * told is a message beside which a translation stands now, in place of one into the same language; lang is the language that its
 * own words were found to be in.
 */
function told({ translations = [], ...message }, come, lang = message.lang) {
  const at = translations.findIndex((old) => base(old.lang) === base(come.lang));
  return { ...message, lang, translations: translations.toSpliced(at < 0 ? translations.length : at, 1, come) };
}

/** taken is a message without anything that it brought. */
function taken(message, changed) {
  const { text, lang, products, choices, files, awaited, masked, flag, unscreened, translations, ...rest } = message;
  return { ...rest, withdrawn: true, changed };
}

const names = ({ files = [], awaited = [] }) => [...files, ...awaited].map((f) => f.name).join("\n");

/** fetched is a message after a file of it came, or will not; one without words of its own says the names. */
function fetched(message, [file], [gone]) {
  const was = message.awaited?.findIndex((f) => f.id === (file ?? gone)?.id) ?? -1;
  if (was < 0) return undefined;
  const { files = [], awaited } = message;
  const next = file
    ? { ...message, files: [...files, file], awaited: awaited.toSpliced(was, 1) }
    : { ...message, awaited: awaited.with(was, gone) };
  return message.text === names(message) ? { ...next, text: names(next) } : next;
}

const changes = ["message.corrected", "message.withdrawn", "note.created"]; // a note is changed by another, of it

/** changed is a message after an entry by which its author changed it; undefined where that says nothing new of it. */
function changed(message, entry) {
  const { kind, n, text, withdrawn, masked, flag, unscreened, lang, translations: [come] = [] } = entry;
  if (kind === "message.fetched" && message) return fetched(message, entry.files ?? [], entry.awaited ?? []);
  if (!message || message.withdrawn || n <= (message.changed ?? 0)) return undefined;
  if (kind === "message.translated" && come) return told(message, come, lang);
  if (!changes.includes(kind)) return undefined;
  if (withdrawn || kind === "message.withdrawn") return taken(message, n);
  if (text === undefined) return undefined;
  return { ...message, text, changed: n, masked, flag, unscreened, translations: undefined };
}

/**
 * Timeline keeps entries in order without a gap or a double, messages with the last words of their authors. It fires
 * "change" (detail: the new entries).
 */
export class Timeline extends EventTarget {
  /** @param {(after: number) => Promise<{entries: object[], next: number}>} fetch the entries after n, in pages */
  constructor(fetch) {
    super();
    this.fetch = fetch;
    this.byN = new Map();
    this.top = 0; // everything up to here has been read, also what this reader may not see
    this.lives = 0; // how often all was forgotten
  }

  get entries() {
    return [...this.byN.values()].sort((a, b) => a.n - b.n);
  }

  get last() {
    return Math.max(this.top, ...this.byN.keys());
  }

  /** put takes one entry from an event. */
  put(entry) {
    const whole = entry.n <= this.top + 1;
    this.take([entry], whole ? Math.max(this.top, entry.n) : this.top);
    if (!whole) this.mend();
  }

  /** mend fills, and tries again while the server cannot answer: nothing else may come that would ask for what is missing. */
  mend(n = 0) {
    clearTimeout(this.mending);
    return this.fill().catch((fault) => {
      if (fault.again) this.mending = setTimeout(() => this.mend(n + 1), backoff(n));
    });
  }

  /** fill reads on from the last entry known; calls made meanwhile become one more reading. */
  async fill() {
    if (this.filling) {
      this.again = true;
      return;
    }
    this.filling = true;
    try {
      for (let more = true; more; ) {
        this.again = false;
        const { lives } = this;
        const { entries, next } = await this.fetch(this.top);
        if (lives !== this.lives) continue;
        more = next > this.top;
        this.take(entries, Math.max(this.top, next));
        more ||= this.again;
      }
    } finally {
      this.filling = false;
    }
  }

  /** forget drops all entries: they may not be there any more, or be others. */
  forget() {
    this.byN.clear();
    this.top = 0;
    this.lives++;
    this.dispatchEvent(new CustomEvent("change", { detail: [] }));
  }

  take(entries, top) {
    const come = entries.filter((e) => !this.byN.has(e.n));
    const other = entries.filter((e) => e.erased || e.changed > (this.byN.get(e.n)?.changed ?? 0));
    for (const e of new Set([...come, ...other])) {
      this.byN.set(e.n, e);
      const message = changed(this.byN.get(e.of), e);
      if (message) this.byN.set(e.of, message);
    }
    this.top = top;
    if (come.length || other.length) this.dispatchEvent(new CustomEvent("change", { detail: come }));
  }
}
