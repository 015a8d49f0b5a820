// The language that a visitor reads: an agent can choose it, have nothing translated, and have one message translated again.
import { busy } from "../lib/busy.js";
import { h } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { languages } from "../lib/languages.js";
import { may } from "../lib/powers.js";
import { sentence } from "../lib/problem.js";

/** spoken is the language of a session's visitor: their own variety of it, where the locale of their page says which. */
export function spoken({ lang, contact = {} }) {
  return !lang || lang === contact.locale?.split("-")[0] ? contact.locale : lang;
}

/** options are the languages to choose from, and that nobody chooses. */
function options(words, chosen) {
  const option = ([value, text]) => h("option", { value, selected: value === chosen }, text);
  const all = languages(words.locale, chosen).map(option);
  return [h("option", { value: "" }, words.t("tongue.heard")), ...all];
}

/** reading has a talk choose what is translated; update says that what holds may have changed, show opens the dialog. */
export function reading(talk, words, work) {
  const select = h("select.input", { id: "tongue-lang" });
  const box = h("input", { name: "verbatim", type: "checkbox" });
  const why = h("p.problem", { role: "alert", hidden: true });
  const go = h("button.button.primary", { type: "submit" }, words.t("tongue.save"));
  const spokenOf = h("p.sr", { role: "status" });
  let of; // the session that the dialog is about

  const choose = async () => {
    why.hidden = true;
    try {
      const body = { lang: select.value || undefined, verbatim: box.checked || undefined };
      await work.api.put(`agent/sessions/${of}/language`, body);
      dialog.close();
    } catch (fault) {
      why.textContent = sentence(fault, words);
      why.hidden = false;
    }
    work.reread(of);
  };
  const shut = h("button.button.quiet", { type: "button", onclick: () => dialog.close() }, words.t("transfer.cancel"));
  const dialog = h(
    "dialog.tongue",
    { "aria-labelledby": "tongue-title" },
    h(
      "form",
      { onsubmit: (e) => (e.preventDefault(), busy(go, choose)) },
      h("h2", { id: "tongue-title" }, words.t("tongue.title")),
      h("div.field", {}, h("label", { for: select.id }, words.t("tongue.reads")), select),
      h("label.tick", {}, box, words.t("tongue.verbatim")),
      why,
      h("div.acts", {}, shut, go),
    ),
  );
  const show = () => {
    if (button.hidden) return;
    const { id, lang, lang_chosen: chosen, verbatim } = talk.session;
    of = id;
    select.replaceChildren(...options(words, chosen ? lang : ""));
    box.checked = !!verbatim;
    why.hidden = true;
    dialog.showModal();
  };
  const button = h("button.plain.tongue", { type: "button", hidden: true, onclick: show }, icon("globe"));
  talk.composer.input.before(button);
  talk.main.append(dialog, spokenOf);

  const can = ({ translates } = {}) => !!translates && may(work.me, "answer") && !talk.open?.gone;
  const { messages } = talk.log;
  const { acts, act } = messages;
  const said = (e) => e.kind === "message.created" && e.text && !e.erased && !e.withdrawn;
  messages.acts = (e) => [...acts(e), ...(can(talk.session) && !talk.session.verbatim && said(e) ? ["translate"] : [])];
  messages.act = (name, e) => (name === "translate" ? again(e) : act(name, e));

  /** again has a message translated once more, and tells who listens what it says. */
  const again = async ({ n }) => {
    const { id } = talk.session;
    (talk.composer.el.hidden ? talk.el : talk.composer.input).focus();
    spokenOf.textContent = words.t("tongue.asking");
    const tell = (text) => talk.session?.id === id && (spokenOf.textContent = text);
    try {
      const { translations = [] } = await work.api.post(`agent/sessions/${id}/messages/${n}/translation`, {});
      tell(translations.findLast((t) => t.text)?.text ?? "");
    } catch (fault) {
      tell("");
      const code = { unavailable: "untranslated", invalid: "same-language" }[fault.code];
      talk.fault(code ? { code } : fault);
    }
    work.reread(id);
  };
  const update = () => {
    const { session } = talk;
    button.hidden = !can(session);
    const lang = spoken(session ?? {});
    const name = session?.verbatim ? words.t("tongue.off") : lang ? words.language(lang) : words.t("tongue.unknown");
    const label = words.t("tongue.button", { name });
    if (button.ariaLabel !== label) Object.assign(button, { ariaLabel: label, title: label });
  };
  return { update, show };
}
