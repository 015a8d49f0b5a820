// What the agent has begun to write, of each chat a reply and a note. It lives in the tab, over a reload too.
import { keep, recall } from "../lib/kept.js";

const SLOT = "switchboard/drafts";

/** Drafts are those of one agent: whoever signs in next in the same tab does not find them. */
export class Drafts {
  constructor() {
    const kept = recall(SLOT);
    this.owner = typeof kept?.owner === "string" ? kept.owner : "";
    this.texts = new Map(
      Array.isArray(kept?.texts) ? kept.texts.filter((t) => t?.length === 2 && typeof t[1] === "string") : [],
    );
  }

  /** of names whose they are. */
  of(agent) {
    if (!agent || agent === this.owner) return;
    if (this.owner) this.texts.clear();
    this.owner = agent;
    this.save();
  }

  /** get returns what was begun in a session: kind is "message" or "note". */
  get(session, kind) {
    return this.texts.get(`${kind} ${session}`) ?? "";
  }

  put(session, kind, text) {
    if (text) this.texts.set(`${kind} ${session}`, text);
    else this.texts.delete(`${kind} ${session}`);
    this.save();
  }

  /** add puts a text below what was begun in a session. */
  add(session, kind, text) {
    const begun = this.get(session, kind);
    this.put(session, kind, begun ? `${begun}\n${text}` : text);
  }

  /** clear forgets everything: the agent signs out. */
  clear() {
    this.texts.clear();
    this.save();
  }

  save() {
    keep(SLOT, this.texts.size ? { owner: this.owner, texts: [...this.texts] } : undefined);
  }
}
