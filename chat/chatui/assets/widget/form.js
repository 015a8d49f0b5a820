// The form before a chat, and the same form for a message when nobody can answer. Its fields are the shop's settings.
import { h, link, replace } from "../lib/dom.js";
import { closed } from "./hours.js";

const plain = [{ name: "name", required: true }, { name: "text", required: true }];
const email = { name: "email", required: true };
const kinds = { email: "email", phone: "tel" };
const fills = { name: "name", email: "email", phone: "tel" };

/** Form asks; its submit gets {name, email, text, consent, leave_message}. Written text survives every update. */
export class Form {
  constructor({ words, submit, known = {} }) {
    Object.assign(this, { words, onsubmit: submit });
    this.kept = known;
    this.top = h("div.form-top");
    this.fields = h("div.form-fields");
    this.problem = h("p.problem", { role: "alert", hidden: true });
    this.button = h("button.button.primary.wide", { type: "submit" });
    this.el = h("form.form", { novalidate: true, onsubmit: (e) => (e.preventDefault(), this.submit()), oninput: () => this.keep() }, this.top, this.fields, this.problem, this.button);
  }

  /** update shows the form for this availability; leave: the visitor chose to leave a message. */
  update(availability, leave) {
    const shape = JSON.stringify([availability?.accepting, availability?.next_open_at, availability?.form, availability?.consent, leave]);
    if (shape === this.shape || !availability) return;
    Object.assign(this, { shape, leave: leave || !availability.accepting, availability });
    const { words } = this;
    const texts = words.of(availability.texts) ?? {};
    replace(this.top,
      h("h3", {}, this.leave ? words.t("form.message_title") : texts.greeting || words.t("form.chat_title")),
      this.leave && !availability.accepting && closed(availability, words),
      h("p.lead", {}, this.leave ? texts.offline || words.t("form.message_lead") : words.t("form.chat_lead")));
    replace(this.fields, this.rows().map((f) => this.field(f)), this.consent());
    this.button.textContent = words.t(this.leave ? "form.send_message" : "form.start");
    this.restore();
  }

  rows() {
    const rows = this.availability.form?.length ? [...this.availability.form] : plain;
    if (!this.leave || rows.some((f) => f.name === "email")) return rows.map((f) => (f.name === "email" && this.leave ? { ...f, required: true } : f));
    return [rows[0], email, ...rows.slice(1)];
  }

  field({ name, required, label }) {
    const long = name === "text";
    const limits = { name: 80, email: 120, phone: 32, text: 4000 };
    const input = h(long ? "textarea" : "input", { id: `f-${name}`, name, required, autocomplete: fills[name], dir: "auto", type: long ? undefined : kinds[name] ?? "text", maxlength: limits[name], "aria-describedby": `e-${name}` });
    return h("div.field", {}, h("label", { for: `f-${name}` }, this.words.of(label) || this.words.t(`form.${name}`), !required && ` (${this.words.t("form.optional")})`), input, h("span.fault", { id: `e-${name}` }));
  }

  consent() {
    const { consent } = this.availability;
    if (!consent?.version) return undefined;
    const text = h("span", {}, this.words.of(consent.text) ?? "", consent.url && " ", consent.url && link(consent.url, consent.url));
    return h("div.field", {},
      h("label.tick", {}, h("input", { type: "checkbox", name: "consent", required: true, "aria-describedby": "e-consent" }), text),
      h("span.fault", { id: "e-consent" }));
  }

  inputs() {
    return [...this.fields.querySelectorAll("input, textarea")];
  }

  keep() {
    for (const i of this.inputs()) this.kept[i.name] = i.type === "checkbox" ? i.checked : i.value;
  }

  restore() {
    for (const i of this.inputs()) if (i.name in this.kept) i[i.type === "checkbox" ? "checked" : "value"] = this.kept[i.name];
  }

  check() {
    const wrong = this.inputs().filter((i) => !i.validity.valid || (i.required && i.type !== "checkbox" && !i.value.trim()));
    for (const i of this.inputs()) {
      const bad = wrong.includes(i);
      i.toggleAttribute("aria-invalid", bad);
      this.fields.querySelector(`#e-${i.name}`).textContent = bad ? this.words.t(i.type === "checkbox" ? "form.need_consent" : i.value.trim() ? "form.bad" : "form.need") : "";
    }
    wrong[0]?.focus();
    return wrong.length === 0;
  }

  async submit() {
    if (!this.check() || this.button.disabled) return;
    const body = { leave_message: this.leave || undefined };
    for (const i of this.inputs()) if (i.type !== "checkbox" && i.value.trim()) body[i.name] = i.value.trim();
    if (this.kept.consent) body.consent = { version: this.availability.consent.version };
    this.button.disabled = true;
    this.problem.hidden = true;
    try {
      await this.onsubmit(body);
      delete this.kept.text;
      this.restore();
      this.shape = "";
    } catch (fault) {
      this.problem.textContent = this.words.t(`problem.${fault.code}`) === `problem.${fault.code}` ? this.words.t("problem.any") : this.words.t(`problem.${fault.code}`);
      this.problem.hidden = false;
    } finally {
      this.button.disabled = false;
    }
  }

  focus() {
    this.inputs()[0]?.focus();
  }
}
