/** letters counts the characters of a text as the server does: an emoji outside the first plane is one, not two. */
export function letters(text) {
  let n = 0;
  for (const _ of text) n++;
  return n;
}

/** trim takes what is over off the end of what was put in: that is what stands before the cursor. */
function trim(input, over, before) {
  const at = input.selectionStart; // null where a field has no cursor to be asked for
  const kept = [...input.value.slice(0, at ?? 0)];
  if (over > kept.length) return void (input.value = before);
  kept.length -= over;
  const head = kept.join("");
  input.value = head + input.value.slice(at);
  input.setSelectionRange(head.length, head.length);
}

/**
 * most keeps a field to n characters: what is put in beyond them is not taken, and what was there stays. An attribute
 * maxlength would count an emoji twice.
 * @template {HTMLElement} T
 * @param {T} field an input or a textarea
 * @param {number|undefined} n without a number nothing is kept
 * @returns {T}
 */
export function most(field, n) {
  const input = /** @type {HTMLInputElement} */ (/** @type {unknown} */ (field));
  let before = input.value;
  const cut = (e) => {
    if (!n || e.isComposing) return;
    const over = letters(input.value) - n;
    if (over > 0) trim(input, over, before);
    before = input.value;
  };
  input.addEventListener("focus", () => (before = input.value)); // a page may have filled it in
  for (const event of ["input", "compositionend"]) input.addEventListener(event, cut);
  return field;
}
