import { backoff } from "../lib/api.js";
import { h, keyed, replace } from "../lib/dom.js";
import { check, guard, point } from "../lib/fields.js";
import { sentence } from "../lib/problem.js";
import { explanation } from "./explanation.js";

/** read is a text as most visitors see it: with what stands for a fact that is not known, where it says so. */
const read = (text = "") => text.replace(/\{[^{}|]+\|([^{}]*)\}/g, "$1");

/** Rules lists the rules of prompts, and tries one out on a page. */
export class Rules {
  constructor({ words, api }) {
    Object.assign(this, { words, api });
    this.rows = h("ul.rules");
    this.title = h("h3");
    this.answer = h("div.answer", { "aria-live": "polite" });
    const field = (name, props, value) => (
      (this[name] = h("input", { id: `try-${name}`, name, value, ...props })),
      h(
        "div.field",
        {},
        h("label", { for: `try-${name}` }, words.t(`rules.${name}`)),
        this[name],
        guard(this[name], `try-${name}-fault`),
      )
    );
    this.form = h(
      "form.try",
      { hidden: true, onsubmit: (e) => (e.preventDefault(), this.try()) },
      this.title,
      h(
        "div.fields",
        {},
        field(
          "page",
          {
            type: "text",
            required: true,
            maxlength: 2048,
            dir: "ltr",
            inputmode: "url",
            autocapitalize: "none",
            spellcheck: "false",
          },
          "/",
        ),
        field("seconds", { type: "number", min: 0, max: 86_400, step: 1 }, "10"),
        field("cart", { type: "number", min: 0, step: "0.01" }, "0"),
        h("button.button.primary", { type: "submit" }, words.t("rules.try")),
      ),
      this.answer,
    );
    this.form.noValidate = true;
    this.el = h(
      "section.box.wide",
      { "aria-label": words.t("rules.title"), hidden: true },
      h("h2", {}, words.t("rules.title")),
      h("p.lead", {}, words.t("rules.lead")),
      h("div.split", {}, this.rows, this.form),
    );
  }

  /** load reads the rules, until that has worked; a team without any is not shown the box. */
  async load(n = 0) {
    const answer = await this.api.get("settings/rules").catch((fault) => {
      if (fault.again) setTimeout(() => this.load(n + 1), backoff(n));
    });
    if (!answer) return;
    const { items = [] } = answer;
    this.el.hidden = items.length === 0;
    keyed(
      this.rows,
      items,
      (r) => r.id,
      (r) => this.row(r),
    );
  }

  row({ id, value }) {
    const text = value.note || read(this.words.of(value.do?.find((a) => a.text)?.text));
    const mark = value.enabled === false ? "rules.off" : value.type === "suppress" ? "rules.suppress" : undefined;
    const button = h(
      "button.rule",
      { type: "button", "aria-pressed": "false", onclick: () => this.choose(id, button) },
      h("span.who", {}, h("strong", {}, id), h("span", { dir: "auto" }, text)),
      mark && h("span.chip", {}, this.words.t(mark)),
    );
    return h("li", {}, button);
  }

  choose(id, button) {
    this.id = id;
    for (const b of this.rows.querySelectorAll(".rule")) b.setAttribute("aria-pressed", String(b === button));
    this.title.textContent = this.words.t("rules.of", { rule: id });
    this.form.hidden = false;
    this.try();
  }

  /** refused shows what the server does not take, at the field it names. */
  refused(fault) {
    return point(fault, [this.page], fault.message) ? [] : [h("p.bad", { role: "alert" }, sentence(fault, this.words))];
  }

  async try() {
    if (!check([this.page, this.seconds, this.cart], this.words)) return;
    const rule = this.id;
    const seconds = Math.round(Number(this.seconds.value) || 0);
    const value = Math.round((Number(this.cart.value) || 0) * 100);
    const visit = {
      url: this.page.value.trim(),
      on_page_seconds: seconds,
      on_site_seconds: seconds,
      moments: ["page"],
      cart: { value },
    };
    const shown = await this.api
      .post(`board/rules/${encodeURIComponent(rule)}/explain`, { visit })
      .then((x) => explanation(x, this.words))
      .catch((fault) => this.refused(fault));
    if (rule === this.id) replace(this.answer, ...shown);
  }
}
