// Whether somebody is there, for the words that say so: nothing greets a visitor in the name of people who are not.

const known = ["free", "busy", "away"];

/** there is "free", "busy" or "away" of an availability; a server that says none of them has at least counted the places. */
export function there({ staff, free }) {
  return known.includes(staff) ? staff : free > 0 ? "free" : "busy";
}

/** greeting is the key of the words in the head of the panel before a chat. */
export function greeting(availability) {
  if (!availability) return "state.closed";
  if (!availability.accepting) return availability.reason === "queue-full" ? "state.busy" : "state.closed";
  return { free: "state.open", busy: "state.busy", away: "state.away" }[there(availability)];
}
