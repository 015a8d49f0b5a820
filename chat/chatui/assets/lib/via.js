// Which way a visitor writes: by a messenger or by mail, as a mark beside their name.
import { h } from "./dom.js";

const names = {
  whatsapp: "WhatsApp",
  telegram: "Telegram",
  messenger: "Messenger",
  instagram: "Instagram",
};

/** called is what a channel is called. */
export function called(id, words) {
  if (id === "mail") return words?.t("via.mail") ?? id;
  return names[id] ?? id;
}

/** via is the mark of a session, which a reader hears in words; it is empty for the shop's own page. */
export function via(session, words) {
  const el = h("span.via");
  mark(el, session, words);
  return el;
}

/** mark has a mark be that of a session. */
export function mark(el, { via: id = "" }, words) {
  if ((el.dataset.via ?? "") === id) return;
  el.dataset.via = id;
  const name = id && called(id, words);
  el.title = name;
  el.replaceChildren(
    ...(id
      ? [
          h("span", { "aria-hidden": "true" }, [...name][0].toUpperCase()),
          h("span.sr", {}, words.t("via.by", { name }), " "),
        ]
      : []),
  );
}
