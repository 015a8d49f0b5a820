// Where a visitor can be reached is asked where a line moved by itself, or may, and nobody could tell them otherwise.
import { busy } from "../lib/busy.js";
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
    this.input = most(
      h("input", { id: "f-address", name: "address", inputmode: "email", autocomplete: "email", dir: "auto" }),
      120,
    );
    this.button = h("button.button.primary", { type: "submit" }, words.t("reach.send"));
    const no = { type: "button", hidden: true, onclick: () => this.leave() };
    this.no = h("button.button.quiet", no, words.t("sure.no"));
    this.form = h(
      "form",
      { novalidate: true, onsubmit: (e) => (e.preventDefault(), this.submit()), onkeydown: (e) => this.key(e) },
      this.title,
      (this.lead = h("p.lead", {}, words.t("reach.lead"))),
      h(
        "div.field",
        {},
        h("label", { for: "f-address" }, words.t("reach.label")),
        h("div.row", {}, this.input, this.button, this.no),
        guard(this.input, "e-address"),
      ),
    );
    this.saved = h("p.thanks", { hidden: true }, icon("check"), h("span"));
    this.box = h("section.reach", { "aria-labelledby": "reach", tabindex: "-1", hidden: true }, this.form, this.saved);
    const correct = { type: "button", hidden: true, onclick: () => this.correct() };
    this.again = h("button.button.quiet.small.correct", correct, words.t("reach.change"));
    this.el = h("div", {}, this.spoken, this.box, this.again);
  }

  /** correct asks anew: what was given may be wrong, and nobody but the visitor sees that. */
  correct() {
    Object.assign(this, { given: false, correcting: true });
    this.update(this.session);
    this.input.focus();
  }

  /** leave lets what was given stand as it is. */
  leave() {
    Object.assign(this, { given: false, correcting: false });
    this.input.value = "";
    mark(this.input, "");
    this.update(this.session);
    (this.box.hidden ? this.again : this.input).focus();
  }

  key(e) {
    if (e.key !== "Escape" || !this.correcting) return;
    e.stopPropagation(); // the panel stays open
    this.leave();
  }

  /** update shows the question while it is one; what is being written stays, and so does the thanks. */
  update(session) {
    const open = !!session && (session.state === "messaged" || ["queued", "offered"].includes(session.state));
    if (this.id !== session?.id) Object.assign(this, { id: session?.id, given: false, correcting: false });
    this.session = session;
    const begun = !!this.button.ariaBusy || (session?.answers === "here" && this.input.value !== "");
    const asks = open && !this.given && (this.correcting || wanted(session) || begun);
    const shown = asks || (open && this.given);
    if (asks && this.box.hidden) this.spoken.textContent = this.words.t("reach.title");
    this.box.hidden = !shown;
    this.form.hidden = this.given;
    this.no.hidden = !this.correcting;
    this.lead.hidden = session?.state !== "messaged"; // in line there is little room, and more to be told above
    this.saved.hidden = !this.given;
    this.again.hidden = !open || asks || !(this.given || ["mail", "contact"].includes(session.answers));
    if (!shown) this.spoken.textContent = "";
  }

  submit() {
    const text = this.input.value.trim();
    const to = address(text);
    mark(this.input, to ? "" : this.words.t(text ? "form.bad" : "form.need"));
    return to ? busy(this.button, () => this.send(to, text)) : this.input.focus();
  }

  async send(to, text) {
    const { id } = this;
    try {
      await this.give(to);
      if (id === this.id) this.thank(text);
    } catch (fault) {
      mark(this.input, fault.code === "invalid" ? this.words.t("form.bad") : sentence(fault, this.words, true));
      this.input.focus();
    }
  }

  thank(text) {
    Object.assign(this, { given: true, correcting: false });
    this.input.value = "";
    this.form.hidden = true;
    this.saved.hidden = this.box.hidden = this.again.hidden = false;
    this.saved.lastChild.textContent = this.words.t("reach.saved", { address: `\u2068${text}\u2069` });
    this.spoken.textContent = this.saved.textContent;
    this.box.focus();
  }
}
