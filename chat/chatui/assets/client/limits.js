// What the server takes of a page: a long address, a full basket or a title of several lines keeps nobody from a chat.
const ADDRESS = 2048; // bytes
const ITEMS = 50; // of a cart
const NAME = 200; // characters of an item
const PART = 16 << 10; // bytes of a cart, and of the pages: a request has 64 KiB

/** fit is an address as the server takes it: cut where it is too long, and well formed where a page's own is not. */
export function fit(text) {
  return text
    .replace(/\p{Cs}/gu, "")
    .replace(/[^ -~]+/g, encodeURIComponent)
    .replace(/^\/{2,}/, "/")
    .replace(/%(?![0-9a-f]{2})/gi, "%25")
    .slice(0, ADDRESS)
    .replace(/%[0-9a-f]?$/i, "");
}

/** line is a title as the server takes it: of one line, with nothing in it that turns the direction. */
export function line(title, most = 120) {
  return title.replace(/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, "").slice(0, most);
}

/** within are the first of a list, as many as a request has room for. */
function within(list) {
  let left = PART;
  return list.filter((item) => (left -= new TextEncoder().encode(JSON.stringify(item)).length) >= 0);
}

/** seen are pages as the server takes them, whoever wrote them into the browser: the newest, which are last. */
export function seen(pages) {
  const all = pages.map((page) => ({ ...page, url: fit(page.url), title: line(page.title) }));
  return within(all.reverse()).reverse();
}

/** carried is the cart of the shop's page with no more in it than the server takes. */
export function carried(cart) {
  if (!Array.isArray(cart?.items)) return cart;
  const items = cart.items.slice(0, ITEMS).map((item) => {
    const { name, url } = item ?? {};
    return { ...item, name: name && line(String(name), NAME), url: url && fit(String(url)) };
  });
  return { ...cart, items: within(items) };
}
