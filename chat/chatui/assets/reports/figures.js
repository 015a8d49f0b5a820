import { h } from "../lib/dom.js";

/** percent says a share of some things, or that there are none. */
export function percent(words, part, all) {
  return all ? words.t("board.percent", { n: words.number(Math.round((100 * part) / all)) }) : "–";
}

/** sum adds up a number of all rows of a report. */
export function sum(rows, of) {
  return rows.reduce((total, row) => total + (of(row) ?? 0), 0);
}

/** Figures are the four numbers of a time as a whole. */
export class Figures {
  constructor({ words }) {
    this.words = words;
    const tile = (name) => {
      this[name] = { value: h("strong"), sub: h("p") };
      return h(
        "article.tile",
        { "data-tile": name },
        h("h2", {}, words.t(`report.tile.${name}`)),
        ...Object.values(this[name]),
      );
    };
    const tiles = ["started", "answered", "wait", "satisfied"].map(tile);
    this.el = h("section.tiles", { "aria-label": words.t("report.title") }, ...tiles);
  }

  update({ sessions, csat, all }) {
    const { words } = this;
    const of = (name) => sum(sessions, (row) => row.sessions?.[name]);
    const [started, answered, abandoned, messaged] = ["started", "answered", "abandoned", "messaged"].map(of);
    const ratings = sum(csat, (row) => row.csat?.ratings);
    const positive = sum(csat, (row) => row.csat?.positive);
    const wait = all?.wait;
    const level = all?.service_level_percent;
    const n = (value) => words.number(value);
    this.started.value.textContent = n(started);
    this.started.sub.textContent = words.t("board.outcomes", {
      answered: n(answered),
      abandoned: n(abandoned),
      messaged: n(messaged),
    });
    this.answered.value.textContent = percent(words, answered, answered + abandoned);
    this.answered.sub.textContent =
      level === undefined ? "" : `${words.t("report.col.level")}: ${percent(words, level, 100)}`;
    this.wait.value.textContent = wait?.count ? words.clock(wait.p50_seconds) : "–";
    this.wait.sub.textContent = wait?.count ? words.t("report.ninety", { span: words.clock(wait.p90_seconds) }) : "";
    this.satisfied.value.textContent = percent(words, positive, ratings);
    this.satisfied.sub.textContent = words.t("report.ratings", { count: ratings });
  }
}
