// Why a rule shows its prompt or does not, as a tree to be read from the top.
import { h } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { when } from "../lib/verdicts.js";

function mark(ok, words) {
  return h(
    ok ? "span.mark.yes" : "span.mark.no",
    {},
    icon(ok ? "check" : "close"),
    h("span.sr", {}, words.t(ok ? "rules.true" : "rules.false")),
  );
}

/** leaf says "page.dwell ge "10s"" as "page.dwell at least 10s". */
function leaf(branch, words) {
  const [, attr, op, value] = /^(\S+) (\S+) (.*)$/s.exec(branch.leaf) ?? [undefined, branch.leaf, "", ""];
  const bare = (text) => String(text).replaceAll(/^"|"$/g, "");
  const turns = branch.from && words.t(branch.true ? "rules.until" : "rules.from", { at: when(words, branch.from) });
  return h(
    "span.leaf",
    {},
    h("code", {}, attr),
    ` ${words.name("op", op)} `,
    value && h("code", {}, bare(value)),
    h("small", {}, [words.t("rules.actual", { value: bare(branch.actual ?? "–") }), turns].filter(Boolean).join(" · ")),
  );
}

/** tree draws a condition: each part with whether it holds, each leaf with the value it met. */
function tree(branch = {}, words) {
  if (branch.leaf) return h("li", {}, mark(branch.true, words), leaf(branch, words));
  const [kids, title] = branch.not
    ? [[branch.not], "rules.not"]
    : branch.any
      ? [branch.any, "rules.any"]
      : [branch.all ?? [], branch.all?.length ? "rules.all" : "rules.always"];
  return h(
    "li",
    {},
    mark(branch.true, words),
    h("span", {}, words.t(title)),
    kids.length > 0 && h("ul", {}, ...kids.map((k) => tree(k, words))),
  );
}

/** explanation returns the nodes that show one. */
export function explanation(x, words) {
  const t = (key, values) => words.t(`rules.${key}`, values);
  const at = (instant) => when(words, instant);
  const blocks = (x.blocks ?? []).map((b) =>
    h("li", {}, b.why, b.until && h("small", {}, t("lifts", { at: at(b.until) }))),
  );
  const facts = [
    x.rollout && t("rollout", { bucket: words.number(x.rollout.bucket), needs: x.rollout.needs }),
    x.variant && t("variant", { name: x.variant }),
    x.hold && t("hold", { needs: x.hold.needs }),
    ...(x.caps ?? []).map((c) => t(c.free ? "cap_free" : "cap_used", { limit: c.limit, used: words.number(c.used) })),
  ].filter(Boolean);
  return [
    h(
      x.fires ? "p.verdict.good" : "p.verdict",
      { role: "status" },
      icon(x.fires ? "check" : "ban"),
      x.fires ? t("fires") : t("silent"),
    ),
    blocks.length > 0 && h("ul.blocks", {}, ...blocks),
    !x.fires && x.fires_from && h("p", {}, t("fires_from", { at: at(x.fires_from) })),
    h("ul.tree", {}, tree(x.when, words), ...[x.moment].filter(Boolean).map((m) => tree(m, words))),
    facts.length > 0 && h("ul.facts", {}, ...facts.map((f) => h("li", {}, f))),
  ].filter(Boolean);
}
