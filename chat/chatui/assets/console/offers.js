// Answers for a visitor to choose from, which go with what stands on the line.
import { h } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { letters } from "../lib/letters.js";

const MOST = 6; // answers of one message
const LONG = 40; // characters of one

/** offering has a talk offer answers; update says that what holds may have changed. */
export function offering(talk, words) {
  const { composer } = talk;
  const label = words.t("offers.title");
  const text = h("textarea.input", { id: "offers-all", rows: "4", dir: "auto", "aria-describedby": "offers-hint" });
  const why = h("p.problem", { role: "alert" });
  const say = (name) => void (why.textContent = name ? words.t(`offers.${name}`) : "");
  const send = (e) => {
    e.preventDefault();
    const all = [...new Set(text.value.split("\n").map((line) => line.trim()))].filter(Boolean);
    if (!all.length || all.length > MOST || all.some((line) => letters(line) > LONG)) return say("hint");
    const said = composer.take();
    if (!said.text) return say("none");
    talk.undo.back(talk.session.id);
    talk.open.outbox.add(said.text, "message.created", said.to, undefined, undefined, undefined, all);
    text.value = "";
    return dialog.close();
  };
  const shut = h("button.button.quiet", { type: "button", onclick: () => dialog.close() }, words.t("transfer.cancel"));
  const dialog = h(
    "dialog.offers-dialog",
    { "aria-labelledby": "offers-title", onclose: () => composer.input.focus() },
    h(
      "form",
      { onsubmit: send },
      h("h2", { id: "offers-title" }, label),
      h("div.field", {}, h("label", { for: "offers-all" }, words.t("offers.all")), text),
      h("p", { id: "offers-hint" }, words.t("offers.hint")),
      why,
      h("div.acts", {}, shut, h("button.button.primary", { type: "submit" }, words.t("composer.send"))),
    ),
  );
  const show = () => (say(), dialog.showModal(), text.focus());
  const way = { type: "button", "aria-label": label, title: label, hidden: true, onclick: show };
  const button = h("button.plain.offering", way, icon("checks"));
  composer.input.before(button);
  talk.main.append(dialog);
  const update = () => (button.hidden = !talk.writes || talk.noting || talk.noteOnly);
  return { update };
}
