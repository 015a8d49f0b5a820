// The form of one setting: saved, retired, and taken back.
import { busy } from "../lib/busy.js";
import { h, replace } from "../lib/dom.js";
import { guard, mark } from "../lib/fields.js";
import { sentence } from "../lib/problem.js";
import { sure } from "../lib/sure.js";
import { control } from "./control.js";

/** at is where a setting is written: agents are no settings of a team. */
const at = (kind, id) => `${kind === "agents" ? kind : `settings/${kind}`}/${encodeURIComponent(id)}`;
const header = (revision) =>
  revision === undefined || revision === "0" ? {} : { headers: { "If-Match": `"${revision}"` } };

export class Editor {
  /**
   * @param {{words: object, api: import("../lib/api.js").API, done: (id?: string) => void, fault: (fault: Error) => void}} options
   *   done: something was written, with the id of what is still shown; fault: something was refused that is not shown any more
   */
  constructor({ words, api, done, fault }) {
    Object.assign(this, { words, api, done, fault, labels: {}, typed: false }); // typed: since it was shown or last sent
    this.title = h("h2", { tabindex: "-1" });
    this.fields = h("div.form-fields");
    this.said = h("div", { role: "status" });
    this.problem = h("p.bad", { role: "alert", hidden: true });
    this.save = h("button.button.primary", { type: "submit" }, words.t("set.save"));
    this.retire = h("button.button.quiet", { type: "button", onclick: () => this.away() }, words.t("set.retire"));
    this.restore = h("button.button.quiet", { type: "button", onclick: () => this.back() }, words.t("set.restore"));
    this.form = h(
      "form",
      {
        novalidate: true,
        hidden: true,
        oninput: () => (this.typed = true),
        onsubmit: (e) => (e.preventDefault(), this.submit()),
      },
      this.title,
      this.fields,
      this.said,
      this.problem,
      h("div.acts", {}, this.save, this.retire, this.restore),
    );
    this.none = h("p.lead", {}, words.t("set.pick"));
    this.el = h("section.box", { "aria-label": words.t("set.one") }, this.none, this.form);
  }

  clear() {
    this.typed = false;
    this.form.hidden = true;
    this.none.hidden = false;
  }

  /** show puts a setting into the form; without an item a new one is made. */
  show(kind, schema, item, focus) {
    const other = this.kind !== kind || this.item?.id !== item?.id;
    Object.assign(this, { kind, item, typed: false });
    this.form.hidden = false;
    this.none.hidden = true;
    this.problem.hidden = true;
    if (other) replace(this.said);
    this.title.textContent = item ? item.value?.name || item.value?.title || item.id : this.words.t("set.new");
    this.retire.hidden =
      !item ||
      !!item.retired_at ||
      ["routing", "prompts"].includes(kind) ||
      (item.revision === "0" && kind !== "agents");
    this.restore.hidden = !item?.retired_at;
    const { id: _, ...value } = item?.value ?? {};
    const { id: __, ...properties } = schema.properties ?? {};
    this.control = control(schema.properties ? { ...schema, properties } : schema, value, {
      words: this.words,
      labels: this.labels,
      at: "",
    });
    this.id = h("input", {
      id: "set-id",
      required: true,
      maxlength: 64,
      autocapitalize: "none",
      spellcheck: "false",
      dir: "ltr",
    });
    const name =
      !item &&
      h(
        "div.field",
        {},
        h("label", { for: "set-id" }, this.words.t("set.id")),
        this.id,
        guard(this.id, "set-id-fault"),
      );
    replace(this.fields, name, this.control.el);
    if (focus) this.title.focus();
  }

  async submit() {
    const id = this.item?.id ?? this.id.value.trim();
    if (!id) return (mark(this.id, this.words.t("form.need")), this.id.focus());
    const bad = this.control.bad?.();
    if (bad) return bad.focus();
    await this.try(this.save, async (here) => {
      const item = await this.api.put(at(this.kind, id), this.control.get() ?? {}, header(this.item?.revision));
      if (!here()) return;
      const warnings = item?.warnings ?? [];
      replace(
        this.said,
        h("p.lead", {}, this.words.t(warnings.length ? "set.warned" : "set.saved")),
        warnings.length > 0 && h("ul", {}, ...warnings.map((w) => h("li", {}, `${w.pointer} ${w.reason}`))),
      );
      this.item = { ...this.item, ...(item ?? { revision: undefined }), id }; // of an agent no answer tells it
    });
    return undefined;
  }

  async away() {
    const { kind, item } = this;
    const { id, value, revision } = item;
    const text = this.words.t("set.retire_sure", { name: value?.name || value?.title || id });
    if (!(await sure(this.form, this.words, text, this.words.t("set.retire")))) return undefined;
    if (this.kind !== kind || this.item?.id !== id) return undefined; // another one is in the form; a list read anew is no other
    return this.try(this.retire, () => this.api.send("DELETE", at(kind, id), undefined, header(revision)));
  }

  back() {
    return this.try(this.restore, () =>
      this.api.post(`${at(this.kind, this.item.id)}/restore`, {}, header(this.item.revision)),
    );
  }

  /** try does something to the setting, and says at its field what is refused, while the setting is here, in the form. */
  try(button, act) {
    const { kind, item, id } = this;
    const here = () => !this.form.hidden && this.kind === kind && (item ? this.item?.id === item.id : this.id === id);
    return busy(button, () => this.do(act, here));
  }

  async do(act, here) {
    this.problem.hidden = true;
    this.typed = false;
    try {
      await act(here);
      this.done(here() ? this.item.id : undefined);
    } catch (fault) {
      if (here()) this.refused(fault);
      else this.fault(fault);
    }
  }

  refused(fault) {
    const errors = Array.isArray(fault.body?.errors) ? fault.body.errors : [];
    const inputs = [...this.fields.querySelectorAll("[data-pointer]")];
    let first;
    for (const { pointer, detail } of errors) {
      const at = String(pointer).replace(/^\/value/, "");
      const near = inputs
        .filter((i) => at === i.dataset.pointer || at.startsWith(`${i.dataset.pointer}/`))
        .sort((a, b) => b.dataset.pointer.length - a.dataset.pointer.length)[0];
      if (near) mark(near, detail ?? this.words.t("form.bad"));
      if (near && !near.matches("fieldset")) first ??= near;
    }
    const details = errors
      .map((e) => e.detail)
      .filter(Boolean)
      .join(" · ");
    this.problem.textContent = first ? this.words.t("form.bad") : details || sentence(fault, this.words);
    this.problem.hidden = false;
    first?.focus();
  }
}
