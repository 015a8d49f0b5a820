// What the visitor is told of the moves of a session, in plain words. What needs no word gets none.

const silent = new Set(["session.created", "session.rated", "session.resumed"]);

/** said is the line for an entry that is not a message, or nothing. */
export function said(entry, words) {
  const { kind, reason, author = {} } = entry;
  if (silent.has(kind)) return undefined;
  if (kind === "prompt.accepted") return { text: entry.text ?? "" };
  if (kind === "session.queued") {
    if (!["agent-gone", "break", "overflowed"].includes(reason)) return undefined;
    return { text: words.t(`said.queued.${reason}`) };
  }
  if (kind === "session.assigned") return { text: words.t("said.assigned", { name: entry.text || author.name || words.t("said.somebody") }) };
  if (kind === "session.messaged") return { text: words.t(words.has(`said.messaged.${reason}`) ? `said.messaged.${reason}` : "state.messaged") };
  if (kind === "session.closed") return { text: words.t(reason === "visitor" ? "said.closed_own" : reason === "inactivity" ? "said.closed_silent" : "said.closed") };
  const key = `said.${String(kind).replace("session.", "")}`;
  return words.has(key) ? { text: words.t(key), warn: kind === "session.warned" } : undefined;
}
