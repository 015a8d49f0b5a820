// Where a visitor goes from the page: to sign in, and to a window of its own.
import { folder } from "../lib/at.js";

/**
 * signing is how a visitor signs in to the shop, if the page says. What the panel covers would be out of reach: it is away
 * until the shop has its answer.
 */
export function signing(chat) {
  if (typeof chat.signIn === "function")
    return () => {
      if (chat.behind.covers) chat.close();
      chat.away = !chat.opened;
      chat.signIn();
    };
  const address = chat.getAttribute("sign-in");
  const url = address && URL.canParse(address, document.baseURI) && new URL(address, document.baseURI);
  return url && /^https?:$/.test(url.protocol) ? () => location.assign(url) : undefined;
}

/** leaving moves the chat into a window of its own, where this page may open one that knows the same visitor. */
export function leaving(chat) {
  const { api } = chat.visitor;
  const here = [api.base, folder].every((u) => u.origin === location.origin);
  if (chat.apart || chat.headers || chat.hasAttribute("api") || !here) return undefined;
  const query = new URLSearchParams({ locale: chat.locale });
  for (const name of ["site", "queue", "name"]) if (chat.getAttribute(name)) query.set(name, chat.getAttribute(name));
  return () => {
    open(new URL(`../window?${query}`, folder), "livechat", "popup,noopener,width=420,height=680");
    chat.close();
  };
}
