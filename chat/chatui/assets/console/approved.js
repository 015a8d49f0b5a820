// Words that the platform of a visitor's messenger has approved: they go when the time to answer is over.
import { mint } from "../lib/api.js";
import { busy } from "../lib/busy.js";
import { h, replace } from "../lib/dom.js";
import { most } from "../lib/letters.js";
import { sentence } from "../lib/problem.js";
import { open } from "./carried.js";

const LONG = 200; // characters in a place

/** filled is the text of a template with what stands in its places; what is not written yet stays a place. */
export function filled({ text }, params) {
  return text.replace(/\{\{(\d{1,2})\}\}/g, (place, n) => params[n - 1]?.trim().replace(/\s+/g, " ") || place);
}

/** Approved asks which approved words go, and what stands in their places. */
export class Approved {
  /** @param {{words: object, api: import("../lib/api.js").API, sent: (session: string, entry: object) => void}} options */
  constructor({ words, api, sent }) {
    Object.assign(this, { words, api, sent });
    this.which = h("select.input", { id: "approved-which", onchange: () => this.choose() });
    this.chosen = h("div.field", {}, h("label", { for: "approved-which" }, words.t("approved.which")), this.which);
    this.places = h("div.fields", { oninput: () => this.preview() });
    this.text = h("blockquote", { dir: "auto", "aria-live": "polite" });
    this.shown = h("figure", {}, h("figcaption", {}, words.t("approved.preview")), this.text);
    this.problem = h("p.problem", { role: "alert", hidden: true });
    this.go = h("button.button.primary", { type: "submit" }, words.t("composer.send"));
    const shut = h(
      "button.button.quiet",
      { type: "button", onclick: () => this.el.close() },
      words.t("transfer.cancel"),
    );
    const form = h(
      "form",
      { onsubmit: (e) => (e.preventDefault(), busy(this.go, () => this.send())) },
      h("h2", { id: "approved-title" }, words.t("approved.title")),
      this.chosen,
      this.places,
      this.shown,
      this.problem,
      h("div.acts", {}, shut, this.go),
    );
    this.el = h("dialog.approved", { "aria-labelledby": "approved-title" }, form);
  }

  /** show opens the dialog for a session, with what may go there. */
  async show(session) {
    this.session = session;
    this.list([]);
    this.say("");
    this.el.showModal();
    try {
      const { templates = [] } = await this.api.get(`agent/sessions/${session}/templates`);
      if (session !== this.session || !this.el.open) return;
      this.list(templates);
      this.say(templates.length ? "" : this.words.t("approved.none"));
      if (templates.length) this.which.focus();
    } catch (fault) {
      if (session === this.session) this.say(sentence(fault, this.words));
    }
  }

  list(templates) {
    this.templates = templates;
    const label = (t) => `${t.name.replaceAll("_", " ")} · ${this.words.language(t.language.replace("_", "-"))}`;
    replace(this.which, ...templates.map((t, i) => h("option", { value: i }, label(t))));
    for (const el of [this.chosen, this.places, this.shown]) el.hidden = !templates.length;
    this.go.disabled = !templates.length;
    this.choose();
  }

  choose() {
    this.template = this.templates[this.which.selectedIndex];
    const place = (_, i) =>
      h(
        "div.field",
        {},
        h("label", { for: `approved-${i}` }, this.words.t("approved.place", { n: i + 1 })),
        most(h("input.input", { id: `approved-${i}`, required: true, autocomplete: "off", dir: "auto" }), LONG),
      );
    replace(this.places, ...Array.from({ length: this.template?.places ?? 0 }, place));
    this.preview();
  }

  get params() {
    return [...this.places.querySelectorAll("input")].map((el) => el.value);
  }

  preview() {
    this.key = mint(); // other words are another message
    this.say("");
    this.text.textContent = this.template ? filled(this.template, this.params) : "";
  }

  say(text) {
    this.problem.hidden = !text;
    this.problem.textContent = text;
  }

  async send() {
    const { session, template, params, key } = this;
    try {
      const { name, language } = template;
      const body = { name, language, params };
      const entry = await this.api.sure("POST", `agent/sessions/${session}/templates`, body, { key, tries: 3 });
      this.el.close();
      this.sent(session, entry);
    } catch (fault) {
      this.say(sentence(fault, this.words));
    }
  }
}

/** approving has a talk send approved words where nothing else may go, and says of those that went what they are. */
export function approving(talk, words, work) {
  const { messages } = talk.log;
  const sent = (session, entry) => work.talks.get(session)?.timeline.put(entry);
  const dialog = new Approved({ words, api: work.api, sent });
  const show = () => dialog.show(talk.session.id);
  const button = h("button.small.primary", { type: "button", hidden: true, onclick: show }, words.t("approved.title"));
  talk.carried.el.after(h("div.approved-way", {}, button));
  talk.main.append(dialog.el);
  const marks = messages.marks.bind(messages);
  messages.marks = (line) =>
    [marks(line), !line.gone && line.entry?.template && words.t("approved.mark")].filter(Boolean).join(" · ");
  const may = ({ carried, state }) =>
    carried && open(carried)?.way === "template" && ["active", "held"].includes(state);
  const follows = () => work.beside(talk.session) === "follows";
  return { update: () => (button.hidden = !(talk.writes && may(talk.session) && !follows())) };
}
