// What a message shows below its words: cards of the shop's products, and what its reader may choose from.
import { h, link } from "../lib/dom.js";
import { icon } from "../lib/icons.js";

/** web is an address of the web, else nothing. */
function web(address) {
  const url = typeof address === "string" && URL.canParse(address) ? new URL(address) : undefined;
  return ["http:", "https:"].includes(url?.protocol) ? url : undefined;
}

/** picture is that of a product: of the origin of its page, or none. */
function picture({ url, picture: address }) {
  const [page, from] = [web(url), web(address)];
  if (!from || from.origin !== page?.origin) return undefined;
  const img = h("img", { src: from.href, alt: "", loading: "lazy", referrerpolicy: "no-referrer" });
  img.addEventListener("error", () => img.remove());
  return img;
}

/** put asks the page to put a product into the cart; where the page does not take that on itself, its own page opens. */
function put(el, { id, title, url }, words) {
  const event = new CustomEvent("livechat:cart", {
    detail: { id, title, url },
    bubbles: true,
    composed: true,
    cancelable: true,
  });
  if (!el.dispatchEvent(event)) el.replaceChildren(icon("check"), words.t("product.added"));
  else if (web(url)) open(web(url), "_blank", "noopener,noreferrer");
}

/** choices are what a message lets its reader choose from, for who wrote it. */
export function choices(all) {
  return h("p.offered", {}, ...all.map((text) => h("span.chip", { dir: "auto" }, text)));
}

/** products are cards; carts says that the page has a cart. */
export function products(all, words, carts) {
  const card = (p) => {
    const button =
      carts &&
      p.cart &&
      h(
        "button.button.small",
        { type: "button", onclick: () => put(button, p, words) },
        icon("cart"),
        words.t("product.cart"),
        h("span.sr", {}, ` ${p.title}`),
      );
    return h(
      "li.product",
      {},
      picture(p),
      h(
        "div",
        {},
        h("strong", { dir: "auto" }, link(p.url, p.title)),
        p.text && h("span", { dir: "auto" }, p.text),
        p.price && h("span.price", { dir: "auto" }, p.price),
        button,
      ),
    );
  };
  return h("ul.products", {}, ...all.map(card));
}
