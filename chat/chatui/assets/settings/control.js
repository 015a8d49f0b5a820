// Controls made from a JSON Schema: what a value is made of decides what it is written with. get() is what was written, in the
// shape of the value, without what was left empty; bad() is the first control whose text cannot be read.
import { h } from "../lib/dom.js";
import { guard, mark } from "../lib/fields.js";

let numbered = 0; // ids of one page

/** titled is a control with its name, its help, and the place of its faults. */
function titled(schema, input, { words, labels, at, name }) {
  const id = `set-${++numbered}`;
  input.id = id;
  input.dataset.pointer = at;
  const unit = schema["x-unit"] && words.name("set.unit", schema["x-unit"]);
  const label = h("label", { for: id }, labels[schema["x-label"]] || name, unit && ` (${unit})`);
  const help = labels[schema["x-help"]];
  const place = guard(input, `${id}-fault`);
  if (help) input.setAttribute("aria-describedby", `${id}-help ${id}-fault`);
  if (input.type === "checkbox")
    return h("div.field", {}, h("span.tick", {}, input, label), help && h("p.help", { id: `${id}-help` }, help), place);
  return h("div.field", {}, label, help && h("p.help", { id: `${id}-help` }, help), input, place);
}

function group(schema, context, ...children) {
  const { labels, name } = context;
  const help = labels[schema["x-help"]];
  return h(
    "fieldset.group",
    {},
    h("legend", {}, labels[schema["x-label"]] || name),
    help && h("p.help", {}, help),
    ...children,
  );
}

function text(schema, value, context) {
  const number = schema.type === "integer" || schema.type === "number";
  const input = h("input", {
    type: number ? "number" : "text",
    min: number ? schema.minimum : undefined,
    max: number ? schema.maximum : undefined,
    step: schema.type === "number" ? "any" : undefined,
    placeholder: schema.default,
    dir: number ? "ltr" : "auto",
    value: value ?? "",
  });
  const read = () => (number ? Number(input.value) : input.value);
  return {
    el: titled(schema, input, context),
    get: () => (input.value.trim() === "" ? undefined : read()),
    bad: () => (input.validity.valid ? undefined : (mark(input, context.words.t("form.bad")), input)),
  };
}

function choice(schema, value, context) {
  const usual =
    schema.default === undefined ? context.words.t("set.usual") : `${context.words.t("set.usual")}: ${schema.default}`;
  const input = h(
    "select.input",
    {},
    h("option", { value: "" }, usual),
    ...schema.enum.map((v) => h("option", { value: v }, v)),
  );
  input.value = value ?? "";
  return { el: titled(schema, input, context), get: () => input.value || undefined };
}

function tick(schema, value, context) {
  const input = h("input", { type: "checkbox", checked: !!value });
  return { el: titled(schema, input, context), get: () => input.checked || undefined };
}

/** lines is a list of texts, one a line. */
function lines(schema, value, context) {
  const input = h("textarea.input", { dir: "auto", value: (value ?? []).join("\n") });
  const get = () =>
    input.value
      .split("\n")
      .map((l) => l.trim())
      .filter(Boolean);
  return { el: titled(schema, input, context), get: () => (get().length ? get() : undefined) };
}

/** ticks is a list of some of a few words. */
function ticks(schema, value, context) {
  const boxes = schema.items.enum.map((v) => h("input", { type: "checkbox", value: v, checked: !!value?.includes(v) }));
  const get = () => boxes.filter((b) => b.checked).map((b) => b.value);
  const el = group(schema, context, h("div.ticks", {}, ...boxes.map((b) => h("label.tick", {}, b, b.value))));
  Object.assign(el, { tabIndex: -1 }).dataset.pointer = context.at;
  return { el, get: () => (get().length ? get() : undefined) };
}

/** raw is whatever has no control of its own, as JSON. */
function raw(schema, value, context) {
  const input = h("textarea.input.code", {
    dir: "ltr",
    spellcheck: "false",
    rows: 8,
    value: value === undefined ? "" : JSON.stringify(value, null, 2),
  });
  const bad = () => {
    try {
      get();
      return undefined;
    } catch {
      mark(input, context.words.t("set.json"));
      return input;
    }
  };
  const get = () => (input.value.trim() ? JSON.parse(input.value) : undefined);
  return { el: titled(schema, input, context), get, bad };
}

/** rows is a control for each of a list, with buttons that add one and take one away. */
function rows(schema, context, values, make, gather) {
  const { words } = context;
  const all = [];
  const list = h("div.rows");
  const add = (value) => {
    const part = make(value, all.length);
    const row = h(
      "div.row-of",
      {},
      part.el,
      h("button.button.quiet.small", { type: "button", onclick: () => remove(part) }, words.t("set.remove")),
    );
    all.push(part);
    list.append(row);
    return row;
  };
  const remove = (part) => {
    // what comes behind it moves up, and is pointed at by another number
    const left = all.filter((p) => p !== part).map((p) => p.get());
    all.length = 0;
    list.replaceChildren();
    left.forEach(add);
    more.focus();
  };
  const more = h(
    "button.button.quiet.small",
    { type: "button", onclick: () => add(undefined).querySelector("input, select, textarea")?.focus() },
    words.t("set.add"),
  );
  values.forEach(add);
  return {
    el: group(schema, context, list, more),
    get: () => gather(all),
    bad: () => all.map((p) => p.bad?.()).find(Boolean),
  };
}

function list(schema, value, context) {
  const make = (v, i) => object({ ...schema.items }, v ?? {}, { ...context, at: `${context.at}/${i}`, name: "" }, true);
  return rows(schema, context, value ?? [], make, (all) => (all.length ? all.map((p) => p.get() ?? {}) : undefined));
}

/** table is a text for each language or name. */
function table(schema, value, context) {
  const { words } = context;
  const make = ([key, said] = ["", ""]) => {
    const name = h("input.input", { value: key, "aria-label": words.t("set.key"), dir: "ltr", size: 6 });
    const input = h("textarea.input", { value: said, "aria-label": words.t("set.text"), rows: 2, dir: "auto" });
    return { el: h("div.pair-of", {}, name, input), get: () => [name.value.trim(), input.value] };
  };
  const gather = (all) => {
    const filled = all.map((p) => p.get()).filter(([key]) => key);
    return filled.length ? Object.fromEntries(filled) : undefined;
  };
  const made = rows(schema, context, Object.entries(value ?? {}), make, gather);
  made.el.dataset.pointer = context.at;
  made.el.tabIndex = -1;
  return made;
}

/** rank puts what a setting is called first, and what has parts of its own last. */
function rank(key, { type }) {
  const named = ["name", "title", "type", "schedule", "queue"].indexOf(key);
  return named >= 0 ? named : ({ object: 12, array: 11 }[type] ?? 10);
}

function object(schema, value, context, bare = false) {
  const all = Object.entries(schema.properties).sort(([a, x], [b, y]) => rank(a, x) - rank(b, y));
  const parts = all.map(([key, s]) => [
    key,
    control(s, value?.[key], { ...context, at: `${context.at}/${key}`, name: key }),
  ]);
  const other = Object.fromEntries(
    Object.entries(value ?? {}).filter(([key]) => !Object.hasOwn(schema.properties, key)),
  );
  const get = () => {
    const out = { ...other };
    for (const [key, part] of parts) if (part.get() !== undefined) out[key] = part.get();
    return Object.keys(out).length ? out : undefined;
  };
  const els = parts.map(([, part]) => part.el);
  const el = bare || context.at === "" ? h("div.form-fields", {}, ...els) : group(schema, context, ...els);
  return { el, get, bad: () => parts.map(([, p]) => p.bad?.()).find(Boolean) };
}

/**
 * control is what a value of a schema is written with.
 * @param {object} schema @param {unknown} value
 * @param {{words: object, labels: Record<string, string>, at: string, name?: string}} context at: the value's JSON pointer
 */
export function control(schema, value, context) {
  const { type, items } = schema;
  if (schema.enum) return choice(schema, value, context);
  if (type === "boolean") return tick(schema, value, context);
  if (type === "string" || type === "integer" || type === "number") return text(schema, value, context);
  if (type === "array" && items?.enum) return ticks(schema, value, context);
  if (type === "array" && items?.type === "string") return lines(schema, value, context);
  if (type === "array" && items?.properties) return list(schema, value, context);
  if (type === "object" && schema.properties) return object(schema, value, context);
  if (type === "object" && schema.additionalProperties?.type === "string") return table(schema, value, context);
  return raw(schema, value, { ...context, name: context.name || context.words.t("set.raw") });
}
