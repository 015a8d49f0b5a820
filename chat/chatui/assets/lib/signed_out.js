import { h } from "./dom.js";

/**
 * signedOut says in a page's banner that nobody is signed in any more, with a way to try again once somebody is.
 * @param {HTMLElement} banner @param {{t: (key: string) => string}} words
 */
export function signedOut(banner, words) {
  const again = h(
    "button.button.quiet.small",
    { type: "button", onclick: () => location.reload() },
    words.t("log.retry"),
  );
  banner.replaceChildren(words.t("console.signed_out"), again);
  banner.hidden = false;
}
