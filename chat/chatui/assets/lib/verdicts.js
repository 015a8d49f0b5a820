// Why somebody has a chat, or does not take it, in words.
import { h } from "./dom.js";
import { instant } from "./words.js";

/** when names an instant to the second if it is near, else as people do. */
export function when(words, at) {
  const near = Math.abs(Number(instant(at) ?? 0) - Date.now()) < 12 * 3_600_000;
  return near ? words.format(at, { timeStyle: "medium" }) : words.moment(at);
}

function reason(v, words) {
  const key = `verdict.${v.reason}`;
  const said = words.has(key)
    ? words.t(key, { skill: v.skill, have: words.number(v.have ?? 0), want: words.number(v.want ?? 0) })
    : (v.why ?? "");
  return v.until ? words.t("verdict.until", { why: said, at: when(words, v.until) }) : said;
}

/** verdicts is a list, one line an agent: those who have it or are next first. */
export function verdicts(list, words) {
  const rows = [...list].sort(
    (a, b) => Number(!!b.chosen) - Number(!!a.chosen) || String(a.name).localeCompare(String(b.name), words.locale),
  );
  return h(
    "ul.verdicts",
    {},
    ...rows.map((v) =>
      h(
        v.chosen ? "li.chosen" : "li",
        {},
        h("strong", {}, v.name),
        h("span", {}, reason(v, words), v.could && !v.chosen && ` · ${words.t("verdict.could")}`),
      ),
    ),
  );
}
