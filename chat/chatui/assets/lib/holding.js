const PLACES = '[tabindex="-1"]'; // of a page, which can have the focus where nothing in them has it

/**
 * holding draws a part of a page anew. Where that takes away what had the focus, the place it was in has it then: who uses the
 * keys would begin at the top of the page again.
 * @param {() => void} draw
 */
export function holding(draw) {
  const had = document.activeElement;
  const places = [];
  for (let at = had?.closest(PLACES); at; at = at.parentElement?.closest(PLACES)) places.push(at);
  draw();
  const gone = had && !(had.isConnected && had.checkVisibility());
  if (!gone || ![had, document.body].includes(document.activeElement)) return;
  const place = places.find((at) => at.isConnected && at.checkVisibility());
  /** @type {HTMLElement} */ (place)?.focus({ preventScroll: true });
}
