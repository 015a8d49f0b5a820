// The form before a chat, and the same form for a message when nobody can answer. Its fields are the shop's settings.
import { busy } from "../lib/busy.js";
import { h, link, replace } from "../lib/dom.js";
import { check, guard, point } from "../lib/fields.js";
import { keep, recall } from "../lib/kept.js";
import { letters, most } from "../lib/letters.js";
import { sentence } from "../lib/problem.js";
import { closed } from "./hours.js";
import { there } from "./there.js";

const plain = [
  { name: "name", required: true },
  { name: "text", required: true },
];
const email = { name: "email", required: false };
const question = { name: "text", required: true };
const called = { name: "phone", required: true };
const kinds = { email: "email", phone: "tel" };
const limits = { name: 80, email: 120, phone: 32, text: 4000 };
const SLOT = "switchboard/form"; // what was written lives on over the pages of the shop
const OWN = "fields/"; // the names of the shop's own fields begin so, as the server points at them
const fills = { name: "name", email: "email", phone: "tel" };

/** Form asks; its submit gets {name, email, text, consent, leave_message, call_at}. Written text survives every update. */
export class Form {
  /** @param {{words: object, submit: (body: object, again: () => void) => Promise<void>, choose?: (queue: string) => void,
   *   known?: object}} options choose: takes the queue that the visitor chooses; none where the page has chosen */
  constructor({ words, submit, choose, known = {} }) {
    Object.assign(this, { words, onsubmit: submit, choose });
    const ours = (name) => Object.hasOwn(limits, name) || name.startsWith(OWN);
    const texts = Object.entries({ ...known, ...recall(SLOT) }).filter(
      ([name, value]) => ours(name) && typeof value === "string",
    );
    this.kept = Object.fromEntries(texts);
    this.top = h("div.form-top");
    this.fields = h("div.form-fields");
    this.problem = h("p.problem", { role: "alert", hidden: true });
    this.button = h("button.button.primary.wide", { type: "submit" });
    this.el = h(
      "form.form",
      {
        part: "form",
        novalidate: true,
        onsubmit: (e) => (e.preventDefault(), this.submit()),
        oninput: (e) => this.typed(e.target),
      },
      this.top,
      this.fields,
      this.problem,
      this.button,
    );
  }

  /**
   * assist has answers shown to the question while it is typed.
   * @param {import("./answers.js").Answers} answers
   */
  assist(answers) {
    this.answers = answers;
    this.problem.before(answers.el);
    const question = this.inputs().find((i) => i.name === "text");
    if (question?.checkVisibility() && !this.calls) answers.about(question.value);
  }

  /** typed keeps what was written, and asks what may answer the question. */
  typed({ name, value }) {
    this.keep();
    if (name === "text" && !this.calls) this.answers?.about(value);
  }

  /**
   * update shows the form for this availability. way is what the visitor chose: a "message", a "call" at one of the times,
   * or with "" a chat, and a message where none can begin.
   */
  update(availability, way = "", times = []) {
    const shape = JSON.stringify([
      availability?.accepting,
      availability?.staff,
      availability?.reason,
      availability?.hours,
      availability?.next_open_at,
      availability?.form,
      availability?.fields,
      availability?.queues,
      availability?.queue,
      availability?.consent,
      way,
      times,
    ]);
    if (shape === this.shape || !availability) return;
    const calls = way === "call";
    Object.assign(this, { shape, leave: !!way || !availability.accepting, calls, times, availability });
    const { words } = this;
    if (calls) this.answers?.clear();
    replace(this.top, ...this.heading());
    const at = this.cursor();
    const own = (availability.fields ?? []).map((f) => this.own(f));
    const rows = this.rows().map((f) => this.field(f));
    const when = calls && this.when();
    replace(this.fields, this.about(), when, ...rows.slice(0, -1), ...own, ...rows.slice(-1), this.consent());
    this.button.textContent = words.t(calls ? "form.ask_call" : this.leave ? "form.send_message" : "form.start");
    this.button.disabled = calls && times.length === 0;
    this.restore();
    at?.();
  }

  /** heading says what the form is for, and what becomes of what is written. */
  heading() {
    const { words, availability, leave } = this;
    if (this.calls) {
      const lead = this.times.length ? "form.call_lead" : "form.no_times";
      return [h("h3", {}, words.t("form.call_title")), h("p.lead", {}, words.t(lead))];
    }
    const texts = words.of(availability.texts) ?? {};
    const state = { free: "form.chat_lead", busy: "form.busy_lead", away: "form.away_lead" }[there(availability)];
    return [
      h("h3", {}, leave ? words.t("form.message_title") : texts.greeting || words.t("form.chat_title")),
      leave && !availability.accepting && closed(availability, words),
      h("p.lead", {}, leave ? texts.offline || words.t("form.message_lead") : words.t(state)),
    ];
  }

  /** cursor notes where in the fields the cursor is, and returns what puts it there again once they are built anew. */
  cursor() {
    const had = this.el.getRootNode().activeElement;
    if (!had || !this.fields.contains(had)) return undefined;
    const { name, selectionStart: from, selectionEnd: to } = had;
    return () => {
      const there = name && this.inputs().find((i) => i.name === name);
      if (!there) return;
      there.focus();
      if (typeof from === "number" && there.setSelectionRange) there.setSelectionRange(from, to);
    };
  }

  /**
   * rows are the shop's fields. A message also needs its text, and may have an address: it is answered here without one. A call
   * needs a number.
   */
  rows() {
    let rows = this.availability.form?.length ? [...this.availability.form] : plain;
    if (!this.leave) return rows;
    const phone = { ...rows.find((f) => f.name === "phone"), ...called };
    if (this.calls) rows = [phone, ...rows.filter((f) => f.name !== "phone")];
    if (!rows.some((f) => f.name === "email" || f.name === "phone")) rows = [rows[0], email, ...rows.slice(1)];
    return rows.some((f) => f.name === "text")
      ? rows.map((f) => (f.name === "text" ? { ...f, required: true } : f))
      : [...rows, question];
  }

  field({ name, required, label }) {
    const long = name === "text";
    const input = h(long ? "textarea" : "input", {
      id: `f-${name}`,
      name,
      required,
      autocomplete: fills[name],
      dir: "auto",
      type: long ? undefined : (kinds[name] ?? "text"),
    });
    most(input, limits[name]);
    const title = h(
      "label",
      { for: `f-${name}` },
      this.words.of(label) || this.words.t(`form.${name}`),
      !required && ` (${this.words.t("form.optional")})`,
    );
    return h("div.field", {}, title, input, guard(input, `e-${name}`));
  }

  /** about asks which queue it is for, where the site has several and the page leaves it to the visitor. */
  about() {
    const { queues = [], queue } = this.availability;
    if (queues.length < 2 || !this.choose) return undefined;
    const choice = h(
      "select.input",
      { id: "f-queue", name: "queue", onchange: () => this.choose(choice.value) },
      ...queues.map((q) => h("option", { value: q.id }, q.name || q.id)),
    );
    choice.value = queue;
    return h("div.field", {}, h("label", { for: "f-queue" }, this.words.t("form.queue")), choice);
  }

  /** when asks at which time the shop is to call: the times are those of the visitor's own clock. */
  when() {
    const { words } = this;
    const input = h(
      "select.input",
      { id: "f-call_at", name: "call_at", required: true },
      ...this.times.map((at) => h("option", { value: at }, words.moment(at))),
    );
    const title = h("label", { for: "f-call_at" }, words.t("form.call_at"));
    return h("div.field", {}, title, input, guard(input, "e-call_at"));
  }

  /** own is one of the shop's own fields. */
  own({ name, kind, required, label, choices = [], max_characters: max = 200 }) {
    const { words } = this;
    const id = `f-${OWN}${name}`;
    const props = { id, name: OWN + name, required, dir: kind === "order" || kind === "number" ? "ltr" : "auto" };
    const options = () => [
      h("option", { value: "" }),
      ...choices.map((c) => h("option", { value: c.value }, words.of(c.label) || c.value)),
    ];
    const input =
      kind === "choice"
        ? h("select.input", props, ...options())
        : h("input", {
            ...props,
            type: "text",
            inputmode: kind === "number" ? "decimal" : undefined,
            spellcheck: kind === "text" ? undefined : "false",
          });
    input.addEventListener("input", () => input.setCustomValidity(letters(input.value) > max ? "long" : ""));
    const title = h("label", { for: id }, words.of(label) || name, !required && ` (${words.t("form.optional")})`);
    return h("div.field", {}, title, input, guard(input, `e-${OWN}${name}`));
  }

  consent() {
    const { consent } = this.availability;
    if (!consent?.version) return undefined;
    const text = h(
      "span",
      {},
      this.words.of(consent.text) ?? "",
      consent.url && " ",
      consent.url && link(consent.url, consent.url),
    );
    const tick = h("input", { type: "checkbox", name: "consent", required: true });
    return h("div.field", {}, h("label.tick", {}, tick, text), guard(tick, "e-consent"));
  }

  inputs() {
    return [...this.fields.querySelectorAll("input, textarea, select")];
  }

  keep() {
    for (const i of this.inputs())
      if (i.name !== "queue") this.kept[i.name] = i.type === "checkbox" ? i.checked : i.value;
    keep(SLOT, { ...this.kept, consent: undefined });
  }

  restore() {
    for (const i of this.inputs())
      if (i.name in this.kept) i[i.type === "checkbox" ? "checked" : "value"] = this.kept[i.name];
  }

  submit() {
    if (this.button.disabled || !check(this.inputs(), this.words)) return undefined;
    return busy(this.button, () => this.send());
  }

  async send() {
    const body = { leave_message: this.leave || undefined };
    for (const i of this.inputs()) {
      const value = i.value.trim();
      if (i.type === "checkbox" || i.name === "queue" || !value) continue;
      if (i.name.startsWith(OWN)) (body.fields ??= {})[i.name.slice(OWN.length)] = value;
      else body[i.name] = value;
    }
    if (this.kept.consent) body.consent = { version: this.availability.consent.version };
    this.say("");
    try {
      await this.onsubmit(body, () => this.say(this.words.t("panel.reconnecting")));
      this.answers?.clear();
      for (const name of Object.keys(this.kept)) if (name === "text" || name.startsWith(OWN)) delete this.kept[name];
      keep(SLOT, { ...this.kept, consent: undefined });
      this.restore();
      this.shape = "";
      this.say("");
    } catch (fault) {
      const named = point(fault, this.inputs(), this.words.t("form.bad"));
      this.say(named ? "" : sentence(fault, this.words, true));
    }
  }

  /** say tells below the form what does not work; the empty text: nothing. */
  say(text) {
    this.problem.textContent = text;
    this.problem.hidden = text === "";
  }

  focus() {
    this.inputs()
      .find((i) => i.name !== "queue")
      ?.focus();
  }
}
