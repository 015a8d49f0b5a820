import { h, replace } from "../lib/dom.js";
import { percent } from "./figures.js";
import { called, short } from "./period.js";

const ended = ["answered", "abandoned", "messaged", "open"];

/** Volume is how many chats began when, and what became of them: as bars, and as a table. */
export class Volume {
  constructor({ words }) {
    this.words = words;
    this.bars = h("div.bars", { role: "img" });
    const keys = ended.map((name) => h("li", { "data-part": name }, words.t(`report.col.${name}`)));
    const legend = h("ul.legend", { "aria-hidden": "true" }, ...keys);
    const columns = ["when", "started", ...ended, "level", "wait", "response", "ratings", "satisfied"];
    const head = columns.map((name) => h("th", { scope: "col" }, words.t(`report.col.${name}`)));
    this.rows = h("tbody");
    const table = h(
      "table",
      {},
      h("caption.sr", {}, words.t("report.volume")),
      h("thead", {}, h("tr", {}, ...head)),
      this.rows,
    );
    const around = { tabindex: "0", role: "group", "aria-label": words.t("report.table") };
    this.el = h(
      "section.box",
      { "aria-label": words.t("report.volume") },
      h("h2", {}, words.t("report.volume")),
      this.bars,
      legend,
      h("details", {}, h("summary", {}, words.t("report.table")), h("div.wide-table", around, table)),
    );
  }

  update({ sessions, csat, queue }, { starts, cut }) {
    const at = (rows, name) => new Map(rows.map((row) => [Date.parse(row.from), row[name]]));
    const [volume, judged, waits] = [at(sessions, "sessions"), at(csat, "csat"), at(queue, "queue")];
    const all = starts.map((start) => ({
      start,
      ...volume.get(start),
      judged: judged.get(start),
      waits: waits.get(start),
    }));
    const most = Math.max(1, ...all.map((row) => row.started ?? 0));
    replace(
      this.bars,
      all.map((row, n) => this.bar(row, most, cut, n)),
    );
    this.bars.setAttribute("aria-label", this.words.t("report.most", { n: this.words.number(most) }));
    replace(
      this.rows,
      all.filter((row) => row.started).map((row) => this.row(row, cut)),
    );
  }

  bar(row, most, cut, n) {
    const { words } = this;
    let left = row.started ?? 0; // who was answered and is still there is in the bar once
    const parts = ended.map((name) => {
      const part = h("i", { "data-part": name });
      const here = Math.min(row[name] ?? 0, left);
      left -= here;
      part.style.setProperty("--share", String(here / most));
      return part;
    });
    const title = `${called(words, row.start, cut)}: ${words.number(row.started ?? 0)}`;
    const label = n % 4 === 0 || cut === "day" ? short(words, row.start, cut) : "";
    return h("span", { title }, h("span.stack-of", {}, ...parts), h("small", {}, label));
  }

  row({ start, started, judged, waits, ...row }, cut) {
    const { words } = this;
    const n = (value) => words.number(value ?? 0);
    const clock = (spread) => (spread?.count ? words.clock(spread.p50_seconds) : "–");
    const cells = [
      n(started),
      ...ended.map((name) => n(row[name])),
      waits?.service_level_percent === undefined ? "–" : percent(words, waits.service_level_percent, 100),
      clock(waits?.wait),
      clock(waits?.response),
      n(judged?.ratings),
      percent(words, judged?.positive, judged?.ratings),
    ];
    return h("tr", {}, h("th", { scope: "row" }, called(words, start, cut)), ...cells.map((text) => h("td", {}, text)));
  }
}
