// A question before what cannot be undone, or what goes against a rule. It is asked on the page itself: a browser may keep
// its own questions from a page, above all one within a frame.
import { h } from "./dom.js";

/**
 * sure asks above everything else of the page, and answers whether to go on. The focus is on what changes nothing; Escape
 * says that too, and the browser puts the focus back where it was.
 * @param {Element} place where the question is added
 * @param {{t: (name: string) => string}} words
 * @param {string} text the question
 * @param {string} yes what is done, as its button says it
 * @returns {Promise<boolean>}
 */
export function sure(place, words, text, yes) {
  return new Promise((answer) => {
    const dialog = /** @type {HTMLDialogElement} */ (
      h("dialog.sure", { "aria-labelledby": "sure" }, h("p", { id: "sure" }, text))
    );
    const button = (look, name, value) =>
      h(`button.button.small.${look}`, { type: "button", onclick: () => dialog.close(value) }, name);
    const no = button("primary", words.t("sure.no"), "no");
    dialog.append(h("div", {}, no, button("quiet", yes, "yes")));
    dialog.addEventListener("keydown", (e) => {
      if (e.key !== "Escape") return;
      e.stopPropagation(); // what is below stays open
      e.preventDefault();
      dialog.close("no");
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      answer(dialog.returnValue === "yes");
    });
    place.append(dialog);
    dialog.showModal();
    no.focus();
  });
}
