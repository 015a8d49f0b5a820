// One answer of the shop's: its question, which opens it, and below it a button that says it helped.
import { busy } from "../lib/busy.js";
import { h, link } from "../lib/dom.js";
import { linked } from "../lib/links.js";

/**
 * answer is a question that opens. What helped is told once; the thanks take the button's place, and its focus.
 * @param {{id: string, title: string, text?: string, url?: string}} answer
 * @param {{words: object, helped: (id: string) => Promise<boolean>}} options helped: tells whether the shop has heard it
 */
export function answer({ id, title, text, url }, { words, helped }) {
  const button = h(
    "button.button.quiet.small",
    { type: "button", onclick: () => busy(button, tell) },
    words.t("help.helped"),
  );
  const thanks = h("p.thanks", { role: "status", tabindex: "-1" });
  const tell = async () => {
    if (!(await helped(id))) return;
    const focused = button.matches(":focus");
    if (focused) thanks.role = null; // the focus tells it, and once is enough
    thanks.textContent = words.t("help.thanks");
    if (focused) thanks.focus();
    button.remove();
  };
  return h(
    "details.answer",
    {},
    h("summary", { dir: "auto" }, title),
    text && h("p", { dir: "auto" }, ...linked(text)),
    url && h("p", {}, link(url, words.t("help.further"))),
    h("div", {}, button, thanks),
  );
}
