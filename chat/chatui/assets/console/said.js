// The moves of a session as its agents see them: with the reasons and the names the visitor does not get.

/** said is the line for an entry that is not a message or a note. */
export function said(entry, words, who, queue) {
  const { kind, reason } = entry;
  const name = who(entry.agent) || entry.author.name || "";
  const because = reason ? words.t(`reason.${reason}`) : "";
  if (kind === "prompt.accepted") return { text: words.t("agent.prompt", { text: entry.text }) };
  if (kind === "session.rated") {
    const { score, scale } = entry.rating ?? {};
    return { text: words.t("agent.rated", { score, scale, comment: entry.comment ? ` · ${entry.comment}` : "" }) };
  }
  if (kind === "session.updated" && reason === "signed-in") return { text: words.t("agent.signed_in"), warn: true };
  if (kind === "session.tagged" || kind === "session.delivery" || kind === "session.updated") return undefined;
  const key = `agent.${kind.replace("session.", "")}`;
  const text = words.t(key, { name, queue: entry.queue ? queue(entry.queue) : "", because: because.startsWith("reason.") ? reason : because });
  return text === key ? undefined : { text, warn: kind === "offer.expired" || kind === "session.warned" };
}
