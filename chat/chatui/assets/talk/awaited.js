// The files that came from outside with a message and are not there: those that are being fetched, and those that will not come.
import { h } from "../lib/dom.js";
import { icon } from "../lib/icons.js";

/** row is one of them, with what is to be said of it. */
function row({ name, missing }, words, group) {
  const key = `${group}.missing.${missing}`;
  const why = words.t(!missing ? `${group}.fetching` : words.has(key) ? key : `${group}.missing.failed`);
  return h(
    `li.awaited${missing ? ".fault" : ""}`,
    { "data-missing": missing },
    icon(missing ? "alert" : "clock"),
    h("span", { dir: "auto" }, name),
    h("span.why", {}, why),
  );
}

/** awaiting draws them, in the words for who reads: "carried" for agents, "files" for who sent them. */
export const awaiting = (words, group) => (files) => h("ul.files", {}, ...files.map((f) => row(f, words, group)));
