// The moves of a session as its agents see them: with the reasons and the names the visitor does not get.

import { chosen } from "../talk/chosen.js";

const silent = new Set(["session.tagged", "session.delivery", "session.updated"]);

/** looked is what moderation says of words beside a message: why somebody should look at them, or that nobody did. */
function looked({ flag, unscreened }, words) {
  return [flag && words.t("log.flagged", { why: flag }), unscreened && words.t("log.unscreened")];
}

/** joined puts what there is of its parts in a row, with dots between. */
function joined(...parts) {
  return parts.filter(Boolean).join(" · ");
}

/**
 * target is where a session was transferred to: a queue, or with an agent who did not have it before, that agent too.
 */
function target(entry, name, queue, owner) {
  return joined(queue, entry.agent && entry.agent !== owner && name);
}

/**
 * said is the line for an entry that is not a message or a note.
 * @param {object} entry
 * @param {{words: object, who: (id: string) => string, queue: (id: string) => string, owner?: string}} known owner: who
 *   had the session before
 */
export function said(entry, { words, who, queue, owner }) {
  const { kind, reason, author = {} } = entry;
  if (kind === "session.updated" && reason === "signed-in") return { text: words.t("agent.signed_in"), warn: true };
  if (reason === "contact-changed")
    return { text: words.t("agent.contact", { name: author.name || words.t("said.somebody") }) };
  if (kind === "session.updated" && String(reason).startsWith("peek-")) return { text: words.t(`reason.${reason}`) };
  if (kind === "session.updated" && ["language", "originals"].includes(reason)) {
    const by = author.name || words.t(author.kind === "visitor" ? "console.visitor" : "said.somebody");
    return { text: joined(by, chosen(entry, words)) };
  }
  if (reason === "untranslated") return { text: words.t("reason.untranslated") };
  const marks = looked(entry, words);
  const form = kind === "session.created" || kind === "session.updated";
  if (form && joined(...marks)) return { text: joined(words.t("agent.form"), ...marks), warn: true };
  if (kind === "session.delivery" && reason === "expired")
    return { text: words.t("agent.lost", { text: entry.text ?? "" }), warn: true };
  if (kind === "session.delivery" && reason === "maybe-twice") return { text: words.t("agent.twice") };
  if (silent.has(kind)) return undefined;
  if (kind === "prompt.accepted") return { text: words.t("agent.prompt", { text: entry.text ?? "" }) };
  if (kind === "session.rated") {
    const { score, scale } = entry.rating ?? {};
    const rated = words.t("agent.rated", { score, scale, comment: entry.comment ? ` · ${entry.comment}` : "" });
    return { text: joined(rated, ...marks) };
  }
  if (entry.was !== undefined && entry.of)
    return { text: words.t("agent.was", { name: author.name || words.t("said.somebody"), text: entry.was }) };
  const key = `agent.${String(kind).replace("session.", "")}`;
  if (!words.has(key)) return undefined;
  const name =
    (author.id === entry.agent && author.name) || who(entry.agent) || author.name || words.t("said.somebody");
  const to = entry.queue ? queue(entry.queue) : "";
  const because = reason && words.has(`reason.${reason}`) ? words.t(`reason.${reason}`) : (reason ?? "");
  const text = words.t(key, { name, queue: to, because, target: target(entry, name, to, owner) });
  const more = ["session.closed", "session.abandoned"].includes(kind)
    ? [
        entry.outcome && words.t("agent.outcome", { text: entry.outcome }),
        entry.text && words.t("agent.next", { text: entry.text }),
        ...marks,
      ]
    : [];
  return {
    text: joined(...text.split(" · ").map((part) => part.trim()), ...more),
    warn: ["offer.expired", "session.overdue", "session.unwanted", "session.warned"].includes(kind),
  };
}
