// Which chats this browser has had, for who wants to read one again. Only their ids are kept; whether somebody may see one,
// the shop says when it is asked for.
const SLOT = "switchboard/chats";
const MOST = 8;
const over = ["wrapping", "closed", "abandoned", "messaged"];

function ids() {
  try {
    const kept = JSON.parse(localStorage.getItem(SLOT));
    return Array.isArray(kept) ? kept.filter((id) => typeof id === "string").slice(0, MOST) : [];
  } catch {
    return [];
  }
}

/** had is how many sessions are remembered besides the one that is shown. */
export function had(current) {
  return ids().filter((id) => id !== current).length;
}

/** note remembers a session. */
export function note({ id }) {
  try {
    localStorage.setItem(SLOT, JSON.stringify([id, ...ids().filter((other) => other !== id)].slice(0, MOST)));
  } catch {
    // there is no history
  }
}

/** gone passes over a session that the shop shows no more; that the shop cannot be reached is another matter. */
function gone(fault) {
  if (fault.again) throw fault;
  return undefined;
}

/**
 * past are the sessions that are over, the newest first: those that the shop still has of whoever looks now. It
 * throws where the shop cannot be reached.
 * @param {import("../lib/api.js").API} api @param {string} [current] the session that is shown already
 */
export async function past(api, current) {
  const all = ids().filter((id) => id !== current);
  const found = await Promise.all(all.map((id) => api.get(`sessions/${encodeURIComponent(id)}`).catch(gone)));
  return found
    .filter((s) => over.includes(s?.state))
    .sort((a, b) => Date.parse(b.created_at) - Date.parse(a.created_at));
}
