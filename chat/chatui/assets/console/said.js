// The moves of a session as its agents see them: with the reasons and the names the visitor does not get.

const silent = new Set(["session.tagged", "session.delivery", "session.updated"]);

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
  if (reason === "contact-changed") return { text: words.t("agent.contact", { name: author.name || words.t("said.somebody") }) };
  if (silent.has(kind)) return undefined;
  if (kind === "prompt.accepted") return { text: words.t("agent.prompt", { text: entry.text ?? "" }) };
  if (kind === "session.rated") {
    const { score, scale } = entry.rating ?? {};
    return { text: words.t("agent.rated", { score, scale, comment: entry.comment ? ` · ${entry.comment}` : "" }) };
  }
  if (entry.was !== undefined && entry.of) return { text: words.t("agent.was", { name: author.name || words.t("said.somebody"), text: entry.was }) };
  const key = `agent.${String(kind).replace("session.", "")}`;
  if (!words.has(key)) return undefined;
  const name =
    (author.id === entry.agent && author.name) || who(entry.agent) || author.name || words.t("said.somebody");
  const to = entry.queue ? queue(entry.queue) : "";
  const because = reason && words.has(`reason.${reason}`) ? words.t(`reason.${reason}`) : (reason ?? "");
  const text = words.t(key, { name, queue: to, because, target: target(entry, name, to, owner) });
  const more = kind === "session.closed" ? [entry.outcome && words.t("agent.outcome", { text: entry.outcome }), entry.text && words.t("agent.next", { text: entry.text })] : [];
  return {
    text: joined(...text.split(" · ").map((part) => part.trim()), ...more),
    warn: ["offer.expired", "session.overdue", "session.unwanted", "session.warned"].includes(kind),
  };
}
