import { h, replace } from "../lib/dom.js";

const DAY = 86_400;

/** More asks for what tags, an escalation and a ban need. */
export class More {
  constructor({ words, work }) {
    Object.assign(this, { words, work });
    this.title = h("h2", { id: "more-title" });
    this.fields = h("div.fields");
    this.problem = h("p.problem", { role: "alert", hidden: true });
    this.go = h("button.button.primary", { type: "submit" });
    this.el = h("dialog.transfer", { "aria-labelledby": "more-title" },
      h("form", { onsubmit: (e) => (e.preventDefault(), this.submit()) }, this.title, this.fields, this.problem,
        h("div.acts", {}, h("button.button.quiet", { type: "button", onclick: () => this.el.close() }, words.t("transfer.cancel")), this.go)));
  }

  show(name, session) {
    Object.assign(this, { name, session });
    this.problem.hidden = true;
    this.title.textContent = this.words.t(`act.${name}`);
    this.go.textContent = this.words.t(`act.${name}`);
    replace(this.fields, this[name](session));
    this.el.showModal();
  }

  field(name, input) {
    input.name = name;
    return h("label.field", {}, h("span", {}, this.words.t(`more.${name}`)), input);
  }

  choice(name, options) {
    return this.field(name, h("select.input", {}, ...options.map(([value, text]) => h("option", { value }, text))));
  }

  tags({ tags = [] }) {
    return [this.field("tags", h("input.input", { type: "text", value: tags.join(", ") }))];
  }

  escalate({ contact = {} }) {
    const ways = ["email", "phone"].map((way) => [way, this.words.t(`more.${way}`)]);
    return [this.choice("to", ways), this.field("address", h("input.input", { type: "text", required: true, value: contact.email ?? contact.phone ?? "" })),
      this.field("text", h("textarea.input", { maxlength: 1000 }))];
  }

  ban() {
    const days = [1, 7, 30].map((n) => [String(n * DAY), this.words.t("more.days", { count: n })]);
    return [this.field("reason", h("input.input", { type: "text", maxlength: 200, required: true })), this.choice("for", days)];
  }

  body(form) {
    if (this.name === "ban") return { reason: form.get("reason"), for_seconds: Number(form.get("for")) };
    if (this.name === "escalate") return Object.fromEntries(form);
    const before = this.session.tags ?? [];
    const after = form.get("tags").split(",").map((t) => t.trim()).filter(Boolean);
    return { add: after.filter((t) => !before.includes(t)), remove: before.filter((t) => !after.includes(t)) };
  }

  async submit() {
    this.go.disabled = true;
    try {
      await this.work.act(this.session.id, this.name, this.body(new FormData(this.el.querySelector("form"))));
      this.el.close();
    } catch (fault) {
      this.problem.textContent = fault.message;
      this.problem.hidden = false;
    } finally {
      this.go.disabled = false;
    }
  }
}
