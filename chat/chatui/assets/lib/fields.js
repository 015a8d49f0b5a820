// What is wrong with a field is said beside it, tied to it for screen readers, and seen at its border.
import { h } from "./dom.js";

const places = new WeakMap(); // from a field to the words beside it

/** guard makes the place for a field's faults, to be put beside it. A fault goes as soon as the field is right. */
export function guard(input, id) {
  const place = h("span.fault", { id });
  places.set(input, place);
  input.setAttribute("aria-describedby", id);
  input.addEventListener("input", () => input.hasAttribute("aria-invalid") && right(input) && mark(input, ""));
  return place;
}

/** mark says what is wrong with a field; the empty text: nothing is. */
export function mark(input, text) {
  const place = places.get(input);
  if (place) place.textContent = text;
  if (text) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
}

function right(input) {
  return input.validity.valid && !(input.required && input.type !== "checkbox" && input.value.trim() === "");
}

/** check marks every field that is wrong, goes to the first, and reports whether all are right. */
export function check(inputs, words) {
  const all = [...inputs];
  const missing = (i) =>
    i.type === "checkbox"
      ? "form.need_consent"
      : i.validity.customError
        ? "problem.too-large"
        : i.value.trim() || i.validity.badInput
          ? "form.bad"
          : "form.need";
  for (const i of all) mark(i, right(i) ? "" : words.t(missing(i)));
  const wrong = all.find((i) => !right(i));
  wrong?.focus();
  return !wrong;
}

/** point marks the fields that the server refused by name, and reports whether there was one. */
export function point(fault, inputs, text) {
  const errors = Array.isArray(fault?.body?.errors) ? fault.body.errors : [];
  const wrong = [...inputs].filter((i) =>
    errors.some((e) => String(e?.pointer).replace(/^\/(contact\/)?/, "") === i.name),
  );
  for (const i of wrong) mark(i, text ?? errors.find((e) => String(e.pointer).endsWith(i.name)).detail ?? "");
  wrong[0]?.focus();
  return wrong.length > 0;
}
