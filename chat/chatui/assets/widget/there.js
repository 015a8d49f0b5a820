// Whether somebody is there, for the words that say so: nothing greets a visitor in the name of people who are not.

const known = ["free", "busy", "away"];

/** there is "free", "busy" or "away" of an availability; a server that says none of them has at least counted the places. */
export function there({ staff, free }) {
  return known.includes(staff) ? staff : free > 0 ? "free" : "busy";
}

/** refusal is why no chat begins; a line that is full with nobody there is no sign of people who are busy. */
export function refusal(availability) {
  const { reason } = availability;
  return reason === "queue-full" && there(availability) === "away" ? "no-agent" : reason;
}

/** greeting is the key of the words in the head of the panel before a chat. */
export function greeting(availability) {
  if (!availability) return "state.closed";
  if (!availability.accepting) return refusal(availability) === "queue-full" ? "state.busy" : "state.closed";
  return { free: "state.open", busy: "state.busy", away: "state.away" }[there(availability)];
}

/** alone reports whether the shop's help is all that answers now, so that it stands first. */
export function alone(availability) {
  return !!availability?.help && (!availability.accepting || there(availability) === "away");
}
