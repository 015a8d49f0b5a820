/** letters counts the characters of a text as the server does: an emoji outside the first plane is one, not two. */
export function letters(text) {
  let n = 0;
  for (const _ of text) n++;
  return n;
}

/**
 * most keeps a field to n characters: what is beyond them is not taken. An attribute maxlength would count an emoji twice.
 * @template {HTMLElement} T
 * @param {T} field an input or a textarea
 * @param {number|undefined} n without a number nothing is kept
 * @returns {T}
 */
export function most(field, n) {
  const input = /** @type {HTMLInputElement} */ (/** @type {unknown} */ (field));
  const cut = (e) => {
    if (!n || e.isComposing || letters(input.value) <= n) return;
    const at = input.selectionStart; // null where a field has no cursor to be asked for
    input.value = [...input.value].slice(0, n).join("");
    if (at !== null) input.setSelectionRange(at, at);
  };
  for (const event of ["input", "compositionend"]) input.addEventListener(event, cut);
  return field;
}
