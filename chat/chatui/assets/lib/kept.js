// What a tab keeps of its own over a reload. Where storage is full, forbidden or holds something else, there is just
// nothing.

/** recall returns what was kept in a slot, or undefined. */
export function recall(slot) {
  try {
    return JSON.parse(sessionStorage.getItem(slot)) ?? undefined;
  } catch {
    return undefined;
  }
}

/** clear lets go of everything of ours, in this tab and in this browser, but for whether there is to be sound. */
export function clear() {
  for (const store of [() => sessionStorage, () => localStorage]) {
    try {
      const kept = store();
      for (const slot of Object.keys(kept))
        if (slot.startsWith("switchboard/") && slot !== "switchboard/sound") kept.removeItem(slot);
    } catch {
      // there is nothing
    }
  }
}

/** keep puts a value into a slot; undefined empties it. */
export function keep(slot, value) {
  try {
    if (value === undefined) sessionStorage.removeItem(slot);
    else sessionStorage.setItem(slot, JSON.stringify(value));
  } catch {
    // it lives as long as the page
  }
}
