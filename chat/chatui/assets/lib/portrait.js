// What people look like: a picture, over the first letter of a name.
import { h } from "./dom.js";

/**
 * portrait puts a picture over what stands for it. That stays where there is none, where it does not load, and where the
 * page's policy does not let it. The name stands beside: the picture says nothing more.
 * @param {HTMLElement} el
 * @param {string|Node} instead
 * @param {string|undefined} address https, or a path of base
 * @param {URL} base the address of the API
 */
export function portrait(el, instead, address, base) {
  const told = `${instead} ${address}`;
  if (el.dataset.shows === told) return;
  el.dataset.shows = told;
  const img = address && h("img", { src: new URL(address, base).href, alt: "", referrerpolicy: "no-referrer" });
  if (img) img.addEventListener("error", () => img.remove());
  el.replaceChildren(instead, img || "");
}

/** initial is the first letter of a name. */
export const initial = (name) => [...String(name ?? "")][0] ?? "";
