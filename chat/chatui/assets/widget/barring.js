import { keep, recall } from "../lib/kept.js";
import { barred } from "../client/place.js";

const BARRED = "switchboard/no_chat"; // the pages without chat, and the only ones with it, by site, as they were told last

/** told is what was kept of the pages, as this release or the one before it kept them. */
function told(kept) {
  if (Array.isArray(kept)) return { no_chat: kept };
  return { no_chat: kept?.no_chat ?? [], only: kept?.only ?? [] };
}

/** Barring knows which pages offer no chat: as the shop says, or until it has, as it said last. */
export class Barring {
  constructor(visitor) {
    this.visitor = visitor;
  }

  /** here reports whether this page is one of them. */
  get here() {
    const { availability, options } = this.visitor;
    const slot = `${BARRED}/${options.site ?? ""}`;
    const { no_chat: no = [], only = [] } = availability ?? told(recall(slot));
    const key = JSON.stringify([no, only, location.href]);
    if (this.asked?.key === key) return this.asked.barred;
    this.asked = { key, barred: barred({ no, only }, location) };
    if (availability) keep(slot, no.length || only.length ? { no_chat: no, only } : undefined);
    return this.asked.barred;
  }
}
