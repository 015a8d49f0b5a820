// What somebody may do, as the desk says it of them, so that nothing is offered that would be refused.

const own = ["see", "answer"]; // what every agent may

/** may reports whether an agent or supervisor has a power: "see", "answer", "place", "configure" or "erase". */
export function may(who, power) {
  if (who?.role !== "supervisor") return own.includes(power) || !!who?.powers?.includes(power); // some may place, too
  return who.powers === undefined || who.powers.includes("everything") || who.powers.includes(power);
}

/** mayAll reports whether one may do whatever the other may. */
function mayAll(who, other) {
  const all = [...own, "place", "configure", "erase", "everything"];
  return all.every((power) => may(who, power) || !may(other, power));
}

/** steers reports whether a supervisor may change how an agent works: who has no more power, and no other queues. */
export function steers(who, agent) {
  if (!may(who, "place") || who?.role !== "supervisor") return false;
  if (agent.role === "supervisor" && !mayAll(who, agent)) return false;
  if (who.everything) return true;
  return agent.id !== who.id && !agent.everything && agent.queues.every((queue) => who.queues.includes(queue));
}
