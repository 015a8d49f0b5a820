// The agent's stream tells what moved in the inbox, which is little beside all of it. The console looks at whole ones.
const lists = ["sessions", "beside", "queue", "messages"];

/**
 * whole returns what makes of the events of one stream the same ones with whole inboxes. Each connection tells the whole one
 * first; whoever hears of an inbox may change it.
 */
export function whole() {
  let inbox;
  return (event) => {
    const { type, data } = event;
    if (type !== "inbox.changed") {
      if (data.inbox) inbox = structuredClone(data.inbox);
      return event;
    }
    inbox = changed(inbox, data.change);
    return { ...event, type: "inbox.updated", data: { inbox: structuredClone(inbox) } };
  };
}

/**
 * changed returns the inbox that a change makes of another one, which stays as it is.
 * @param {object} inbox @param {object} change
 */
export function changed(inbox, change) {
  const before = [...inbox.offers.map((o) => o.session), ...lists.flatMap((name) => inbox[name])];
  const known = new Map(before.map((s) => [s.id, s]));
  for (const card of change.cards ?? []) known.set(card.id, merged(known.get(card.id), card));
  const order = Object.fromEntries(lists.map((name) => [name, moved(inbox[name], change[name])]));
  (change.positions ?? []).forEach((position, i) => {
    const id = order.queue[i];
    known.set(id, { ...known.get(id), position: position || undefined });
  });
  const next = { me: change.me ?? inbox.me };
  const offers = change.offers ?? inbox.offers.map(({ session, ...o }) => ({ ...o, session_id: session.id }));
  next.offers = offers.map(({ session_id: id, ...o }) => ({ ...o, session: known.get(id) }));
  for (const name of lists) next[name] = order[name].map((id) => known.get(id));
  return next;
}

/** moved is the ids of a list after what went out of it and came in. */
function moved(sessions, { out = [], in: come = [] } = {}) {
  const ids = sessions.map((s) => s.id).filter((id) => !out.includes(id));
  for (const { id, at } of come) ids.splice(at, 0, id);
  return ids;
}

/** merged is a session with the members that changed; one that is null is gone. */
function merged(session, card) {
  const next = { ...session, ...card };
  for (const name of Object.keys(next)) if (next[name] === null) delete next[name];
  return next;
}
