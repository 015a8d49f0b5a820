// The trail of a visit: how long it is, and which pages it saw. It stays in the browser until a chat begins.
import { mint } from "../lib/api.js";
import { line, seen } from "./limits.js";
import { address } from "./place.js";

const PAUSE = 30 * 60_000; // a visit ends after half an hour away
const SLOT = "switchboard/visit";
const MOST = 20;

function read() {
  try {
    const visit = JSON.parse(localStorage.getItem(SLOT));
    return visit?.pages?.every((p) => typeof p?.url === "string" && typeof p.title === "string") ? visit : {};
  } catch {
    return {};
  }
}

function write(visit) {
  try {
    localStorage.setItem(SLOT, JSON.stringify(visit));
  } catch {
    // each page is a visit of its own
  }
}

/** step counts a page view into the visit it belongs to, over tabs and pages, and returns the visit. */
export function step() {
  const now = Date.now();
  const old = read();
  const same = old.id && now - old.last < PAUSE;
  const visit = same
    ? old
    : { id: `v-${mint()}`, since: now, views: 0, visits: (old.visits ?? -1) + 1, before: old.last, pages: [] };
  const page = { url: address(location), title: line(document.title), at: new Date(now).toISOString() };
  Object.assign(visit, { views: visit.views + 1, last: now, pages: [...visit.pages, page].slice(-MOST) });
  write(visit);
  return visit;
}

/** pages are the pages of the visit that the server has not been told of, the newest last. */
export function pages() {
  const { pages = [], told = "" } = read();
  return seen(pages.filter((p) => p.at > told));
}

/** told notes that the server knows the pages up to now. */
export function told() {
  write({ ...read(), told: new Date().toISOString() });
}
