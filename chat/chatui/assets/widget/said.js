// What the visitor is told of the moves of a session, in plain words. What needs no word gets none.

import { chosen } from "../talk/chosen.js";

const silent = new Set(["session.created", "session.rated", "session.resumed"]);

/**
 * messaged says of a message left for later why it is one, and, until it is answered, how it will be.
 * @param {{state: string, answers?: "here"|"contact"|"mail", reply_by?: string, call_at?: string}} [session]
 */
function messaged(reason, words, session) {
  const key = `said.messaged.${reason}`;
  const why = words.t(words.has(key) ? key : "said.messaged.choice");
  if (session?.state === "messaged" && session.call_at)
    return [why, words.t("answers.call", { when: words.moment(session.call_at) })].join(" ");
  const how = session?.state === "messaged" ? `answers.${session.answers}` : "";
  const by = session?.state === "messaged" && session.reply_by;
  const when = by && words.moment(by);
  return [why, words.has(how) ? words.t(how) : "", when ? words.t("answers.by", { when }) : ""]
    .filter(Boolean)
    .join(" ");
}

/** said is the line for an entry that is not a message, or nothing. */
export function said(entry, words, session) {
  const { kind, reason, author = {} } = entry;
  if (silent.has(kind)) return undefined;
  if (kind === "session.updated") {
    const by = author.kind === "visitor" ? words.t("said.you") : author.name || words.t("said.somebody");
    return { text: `${by} · ${chosen(entry, words)}` };
  }
  if (kind === "prompt.accepted") return { text: entry.text ?? "" };
  if (kind === "session.queued") {
    if (!["agent-gone", "break", "overflowed", "retired", "unanswered"].includes(reason)) return undefined;
    return { text: words.t(`said.queued.${reason}`) };
  }
  if (kind === "session.held" && entry.until)
    return { text: words.t("said.held_until", { when: words.soon(entry.until) }) };
  if (kind === "session.assigned")
    return { text: words.t("said.assigned", { name: entry.text || author.name || words.t("said.somebody") }) };
  if (kind === "session.joined" || kind === "session.parted")
    return {
      text: words.t(kind === "session.joined" ? "said.assigned" : "said.parted", {
        name: entry.text || author.name || words.t("said.somebody"),
      }),
    };
  if (kind === "session.messaged") return { text: messaged(reason, words, session) };
  if (kind === "session.closed")
    return {
      text: words.t(
        reason === "visitor" ? "said.closed_own" : reason === "inactivity" ? "said.closed_silent" : "said.closed",
      ),
    };
  const key = `said.${String(kind).replace("session.", "")}`;
  return words.has(key) ? { text: words.t(key), warn: kind === "session.warned" } : undefined;
}
