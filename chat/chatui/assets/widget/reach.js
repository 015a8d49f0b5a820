// Where a visitor can be reached is asked where a line moved by itself, or may, and nobody could tell them otherwise.
import { h } from "../lib/dom.js";
import { guard, mark } from "../lib/fields.js";
import { icon } from "../lib/icons.js";
import { most } from "../lib/letters.js";
import { sentence } from "../lib/problem.js";

const mail = Object.assign(document.createElement("input"), { type: "email" });

/** address reads what was written as {email} or {phone}; anything else is undefined. */
export function address(text) {
  if (text.includes("@")) {
    mail.value = text;
    return mail.checkValidity() ? { email: text } : undefined;
  }
  const digits = text.replace(/[^\d\p{Nd}]/gu, "");
  return digits.length >= 5 && text.length <= 32 && /^[\p{Nd}\s()+./-]+$/u.test(text) ? { phone: text } : undefined;
}

/** wanted reports whether an address would help: the answer finds only who comes back here, and nobody is there now. */
function wanted({ answers, state, staff }) {
  return answers === "here" && (state === "messaged" || staff === "away");
}

export class Reach {
  /** @param {{words: object, give: (address: {email?: string, phone?: string}) => Promise<void>}} options */
  constructor({ words, give }) {
    Object.assign(this, { words, give });
    this.spoken = h("p.sr", { role: "status" });
    this.title = h("h3", { id: "reach" }, words.t("reach.title"));
    this.input = most(h("input", { id: "f-address", name: "address", inputmode: "email", autocomplete: "email", dir: "auto" }), 120);
    this.button = h("button.button.primary", { type: "submit" }, words.t("reach.send"));
    this.form = h("form", { novalidate: true, onsubmit: (e) => (e.preventDefault(), this.submit()) },
      this.title,
      (this.lead = h("p.lead", {}, words.t("reach.lead"))),
      h("div.field", {}, h("label", { for: "f-address" }, words.t("reach.label")), h("div.row", {}, this.input, this.button), guard(this.input, "e-address")));
    this.saved = h("p.thanks", { hidden: true }, icon("check"), h("span"));
    this.box = h("section.reach", { "aria-labelledby": "reach", tabindex: "-1", hidden: true }, this.form, this.saved);
    this.el = h("div", {}, this.spoken, this.box);
  }

  /** update shows the question while it is one; what is being written stays, and so does the thanks. */
  update(session) {
    const open = !!session && (session.state === "messaged" || ["queued", "offered"].includes(session.state));
    if (this.id !== session?.id) Object.assign(this, { id: session?.id, given: false });
    const begun = this.button.disabled || (session?.answers === "here" && this.input.value !== "");
    const asks = open && !this.given && (wanted(session) || begun);
    const shown = asks || (open && this.given);
    if (asks && this.box.hidden) this.spoken.textContent = this.words.t("reach.title");
    this.box.hidden = !shown;
    this.form.hidden = this.given;
    this.lead.hidden = session?.state !== "messaged"; // in line there is little room, and more to be told above
    this.saved.hidden = !this.given;
    if (!shown) this.spoken.textContent = "";
  }

  async submit() {
    const text = this.input.value.trim();
    const { id } = this;
    const to = address(text);
    mark(this.input, to ? "" : this.words.t(text ? "form.bad" : "form.need"));
    if (!to) return this.input.focus();
    this.button.disabled = true;
    try {
      await this.give(to);
      if (id === this.id) this.thank(text);
    } catch (fault) {
      mark(this.input, fault.code === "invalid" ? this.words.t("form.bad") : sentence(fault, this.words, true));
      this.input.focus();
    } finally {
      this.button.disabled = false;
    }
    return undefined;
  }

  thank(text) {
    this.given = true;
    this.input.value = "";
    this.form.hidden = true;
    this.saved.hidden = this.box.hidden = false;
    this.saved.lastChild.textContent = this.words.t("reach.saved", { address: `\u2068${text}\u2069` });
    this.spoken.textContent = this.saved.textContent;
    this.box.focus();
  }
}
