// Elements are built node by node, never from strings of markup: nothing a visitor writes can become markup, and the
// pages hold under require-trusted-types-for 'script'.

const SVG = "http://www.w3.org/2000/svg";

function set(el, name, value) {
  if (value === undefined || value === null || value === false) return;
  if (name.startsWith("on")) el.addEventListener(name.slice(2), value);
  else if (name === "text") el.textContent = value;
  else if (name === "value" || name === "checked" || name === "disabled") el[name] = value;
  else el.setAttribute(name, value === true ? "" : String(value));
}

function build(el, classes, props, children) {
  for (const c of classes) el.classList.add(c);
  for (const [name, value] of Object.entries(props ?? {})) set(el, name, value);
  el.append(...children.flat().filter((c) => c !== undefined && c !== null && c !== false && c !== ""));
  return el;
}

/**
 * h builds an element: h("button.primary", { type: "button", onclick: send }, "Send").
 * @param {string} spec a tag with its classes
 * @param {Record<string, unknown>} [props] attributes; on… are listeners; undefined, null and false are left out
 * @param {...(Node|string|Node[]|undefined|null|false)} children
 * @returns {HTMLElement}
 */
export function h(spec, props, ...children) {
  const [tag, ...classes] = spec.split(".");
  return build(document.createElement(tag), classes, props, children);
}

/** svg is h for drawings. */
export function svg(spec, props, ...children) {
  const [tag, ...classes] = spec.split(".");
  return build(document.createElementNS(SVG, tag), classes, props, children);
}

/** replace puts children in the place of all of an element's. */
export function replace(el, ...children) {
  el.replaceChildren(...children.flat().filter((c) => c !== undefined && c !== null && c !== false && c !== ""));
}

/**
 * keyed makes the children of parent follow items: nodes are kept by key, so that focus, selection and animations
 * survive an update. Keys should be unique; items that share one are told apart by their order.
 * @param {Element} parent
 * @param {unknown[]} items
 * @param {(item) => string} key
 * @param {(item) => Element} create
 * @param {(el: Element, item) => void} [update]
 */
export function keyed(parent, items, key, create, update) {
  const met = new Map();
  const keys = items.map((item) => {
    const own = String(key(item));
    const before = met.get(own) ?? 0;
    met.set(own, before + 1);
    return before ? `${own}\u0000${before}` : own;
  });
  const kept = new Set(keys);
  const old = new Map();
  for (const el of [...parent.children])
    if (kept.has(el.dataset.key)) old.set(el.dataset.key, el);
    else el.remove(); // first, so that nothing that stays is moved for it: that would be told as new, and lose the focus
  let at = parent.firstElementChild;
  items.forEach((item, i) => {
    const el = old.get(keys[i]) ?? create(item);
    el.dataset.key = keys[i];
    update?.(el, item);
    if (el === at) at = at.nextElementSibling;
    else parent.insertBefore(el, at);
  });
}

/**
 * link is an <a> to a page of the web or the shop; an address of any other kind, which a visitor may have made up, is
 * only text.
 */
export function link(href, text) {
  const url =
    typeof href === "string" && href !== "" && URL.canParse(href, document.baseURI)
      ? new URL(href, document.baseURI)
      : undefined;
  if (!["http:", "https:"].includes(url?.protocol)) return h("span", {}, text);
  return h("a", { href: url.href, target: "_blank", rel: "noreferrer" }, text);
}

/** sheet returns a <link> and a promise of its being loaded, so that nothing is seen unstyled. */
export function sheet(href) {
  const el = h("link", { rel: "stylesheet", href });
  const ready = new Promise((done) => {
    el.addEventListener("load", done);
    el.addEventListener("error", done);
  });
  return { el, ready };
}
