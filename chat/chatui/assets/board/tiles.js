import { h, replace } from "../lib/dom.js";
import { now, tick } from "../lib/ticker.js";
import { spark } from "./spark.js";

/** Tiles are the four numbers a team is run by. */
export class Tiles {
  constructor({ words, history }) {
    Object.assign(this, { words, history });
    const t = (name) => (this[name] = { value: h("strong"), sub: h("p"), spark: h("div") });
    this.el = h(
      "section.tiles",
      { "aria-label": words.t("board.title") },
      ...["waiting", "oldest", "level", "today"].map((name) => {
        const { value, sub, spark: line } = t(name);
        return h("article.tile", { "data-tile": name }, h("h2", {}, words.t(`board.${name}`)), value, sub, line);
      }),
    );
  }

  update(board) {
    const { words } = this;
    const { today, service_level: level } = board;
    this.waiting.value.textContent = words.number(board.waiting);
    this.waiting.sub.textContent = words.t("board.messages", { count: board.messages ?? 0 });
    this.oldestSince = board.waiting ? now() - (board.oldest_wait_seconds ?? 0) * 1000 : 0;
    tick(
      this.oldest.value,
      (el) => (el.textContent = this.oldestSince ? words.clock((now() - this.oldestSince) / 1000) : "–"),
    );
    this.oldest.sub.textContent = board.waiting ? words.t("board.since") : words.t("board.nobody");
    const known = level?.percent !== undefined;
    this.level.value.textContent = known
      ? words.t("board.percent", { n: words.number(Math.round(level.percent)) })
      : "–";
    this.level.value.dataset.grade = !known ? "" : level.percent >= 80 ? "good" : level.percent >= 60 ? "warn" : "bad";
    this.level.sub.textContent = words.t("board.within", { span: words.span(level?.target_seconds ?? 20) });
    this.today.value.textContent = words.number(today?.started ?? 0);
    this.today.sub.textContent = words.t("board.outcomes", {
      answered: words.number(today?.answered ?? 0),
      abandoned: words.number(today?.abandoned ?? 0),
      messaged: words.number(today?.messaged ?? 0),
    });
    for (const name of ["waiting", "oldest", "level", "today"])
      replace(this[name].spark, spark(this.history.of(name), words.t("board.hour")));
  }
}
