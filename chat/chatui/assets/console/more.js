import { busy } from "../lib/busy.js";
import { h, replace } from "../lib/dom.js";
import { check, guard, mark, point } from "../lib/fields.js";
import { most } from "../lib/letters.js";
import { sentence } from "../lib/problem.js";

const DAY = 86_400;
const ends = ["close", "finish", "settle", "conclude"];

/** More asks for what tags, an escalation, a ban and the end of a chat need. */
export class More {
  constructor({ words, work }) {
    Object.assign(this, { words, work, end: (session, act, body) => work.act(session.id, act, body) });
    this.title = h("h2", { id: "more-title" });
    this.fields = h("div.fields");
    this.problem = h("p.problem", { role: "alert", hidden: true });
    this.go = h("button.button.primary", { type: "submit" });
    this.form = h(
      "form",
      { novalidate: true, onsubmit: (e) => (e.preventDefault(), this.submit()) },
      this.title,
      this.fields,
      this.problem,
      h(
        "div.acts",
        {},
        h("button.button.quiet", { type: "button", onclick: () => this.el.close() }, words.t("transfer.cancel")),
        this.go,
      ),
    );
    this.el = h("dialog.transfer", { "aria-labelledby": "more-title" }, this.form);
  }

  show(name, session) {
    Object.assign(this, { name, session });
    this.problem.hidden = true;
    this.title.textContent = this.words.t(`act.${name}`);
    this.go.textContent = this.words.t(`act.${name}`);
    replace(this.fields, this[ends.includes(name) ? "conclude" : name](session));
    this.el.showModal();
  }

  inputs() {
    return this.fields.querySelectorAll("input, textarea, select");
  }

  field(name, input) {
    Object.assign(input, { name, id: `more-${name}` });
    return h(
      "div.field",
      {},
      h("label", { for: input.id }, this.words.t(`more.${name}`)),
      input,
      guard(input, `fault-${name}`),
    );
  }

  choice(name, options) {
    return this.field(name, h("select.input", {}, ...options.map(([value, text]) => h("option", { value }, text))));
  }

  tags({ tags = [] }) {
    return [this.field("tags", h("input.input", { type: "text", value: tags.join(", ") }))];
  }

  /** contact asks for what the visitor typed of themselves: the shop's own word is not for an agent to change. */
  contact({ contact = {} }) {
    /** @type {[string, [string, number]][]} */
    const rows = [
      ["name", ["text", 80]],
      ["email", ["email", 120]],
      ["phone", ["tel", 32]],
    ];
    const known = contact.signed_in ? contact.said : contact;
    this.before = Object.fromEntries(rows.map(([name]) => [name, known?.[name] ?? ""]));
    return rows.map(([name, [type, max]]) =>
      this.field(name, most(h("input.input", { type, dir: "auto", value: this.before[name] }), max)),
    );
  }

  /** escalate asks for an address of the way that is chosen. */
  escalate({ contact = {} }) {
    const types = { email: "email", phone: "tel" };
    const ways = Object.keys(types).map((way) => [way, this.words.t(`more.${way}`)]);
    const address = most(h("input.input", { required: true }), 120);
    const choice = this.choice("to", ways);
    const way = choice.querySelector("select");
    const turn = () => {
      const known = Object.keys(types)
        .map((w) => contact[w])
        .filter(Boolean);
      address.type = types[way.value];
      if (!address.value || known.includes(address.value)) address.value = contact[way.value] ?? "";
      mark(address, "");
    };
    way.addEventListener("change", turn);
    if (!contact.email && contact.phone) way.value = "phone";
    turn();
    return [choice, this.field("address", address), this.field("text", most(h("textarea.input"), 1000))];
  }

  ban() {
    const days = [1, 7, 30].map((n) => [String(n * DAY), this.words.t("more.days", { count: n })]);
    return [
      this.field("reason", most(h("input.input", { type: "text", required: true }), 200)),
      this.choice("for", days),
    ];
  }

  /** conclude asks for an outcome, where the queue has some, and for what happens next. */
  conclude({ outcomes = [], outcome_needed: needed, outcome = "", next_step: step = "" }) {
    const none = ["", this.words.t("more.outcome.none")];
    const choice = outcomes.length > 0 && this.choice("outcome", [none, ...outcomes.map((o) => [o, o])]);
    const select = choice && choice.querySelector("select");
    if (select) Object.assign(select, { required: !!needed, value: outcome });
    return [choice, this.field("next_step", most(h("textarea.input", { dir: "auto", value: step }), 1000))].filter(
      Boolean,
    );
  }

  body(form) {
    if (ends.includes(this.name)) return Object.fromEntries([...form].filter(([, value]) => value.trim()));
    if (this.name === "contact")
      return Object.fromEntries([...form].filter(([name, value]) => value.trim() !== this.before[name]));
    if (this.name === "ban") return { reason: form.get("reason"), for_seconds: Number(form.get("for")) };
    if (this.name === "escalate") return Object.fromEntries(form);
    const before = this.session.tags ?? [];
    const after = form
      .get("tags")
      .split(",")
      .map((t) => t.trim())
      .filter(Boolean);
    return { add: after.filter((t) => !before.includes(t)), remove: before.filter((t) => !after.includes(t)) };
  }

  submit() {
    return busy(this.go, () => this.send());
  }

  async send() {
    this.problem.hidden = true;
    if (!check(this.inputs(), this.words)) return;
    try {
      const body = this.body(new FormData(/** @type {HTMLFormElement} */ (this.form)));
      if (this.name === "contact" && Object.keys(body).length === 0) return this.el.close(); // nothing was corrected
      const act = this.name === "conclude" ? "close" : this.name;
      await (ends.includes(act) ? this.end(this.session, act, body) : this.work.act(this.session.id, act, body));
      this.el.close();
    } catch (fault) {
      this.problem.textContent = sentence(fault, this.words);
      this.problem.hidden = point(fault, this.inputs());
    }
  }
}
