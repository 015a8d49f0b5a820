import { h, replace } from "../lib/dom.js";
import { percent } from "./figures.js";

/** Promises are what visitors were told and whether it came true, how their chats ended, and what was translated. */
export class Promises {
  constructor({ words }) {
    this.words = words;
    this.kept = h("dl.kept");
    this.outcomes = h("dl.kept");
    this.ends = h("section", { hidden: true }, h("h3", {}, words.t("report.outcomes")), this.outcomes);
    this.characters = h("dl.kept");
    this.costs = h("section", { hidden: true }, h("h3", {}, words.t("report.translated")), this.characters);
    this.el = h(
      "section.box",
      { "aria-label": words.t("report.promises") },
      h("h2", {}, words.t("report.promises")),
      h("div.split", {}, this.kept, this.ends, this.costs),
    );
  }

  update({ all }) {
    const { words } = this;
    this.translated(all?.translated_characters ?? {});
    const rows = [
      ["report.promise.wait", all?.kept, all?.broken],
      ["report.promise.answer", all?.answers_kept, all?.answers_broken],
      ["report.promise.reply", all?.replies_in_time, all?.replies_late],
    ];
    replace(
      this.kept,
      rows.flatMap(([key, kept = 0, broken = 0]) => this.line(words.t(key), kept, kept + broken)),
    );
    const outcomes = Object.entries(all?.outcomes ?? {}).sort(([, a], [, b]) => b - a);
    const ended = outcomes.reduce((total, [, n]) => total + n, 0);
    this.ends.hidden = ended === 0;
    replace(
      this.outcomes,
      outcomes.flatMap(([name, n]) => this.line(name, n, ended)),
    );
  }

  /** translated is how many characters were charged for, by queue, the most first. */
  translated(by) {
    const rows = Object.entries(by).sort(([, a], [, b]) => b - a);
    this.costs.hidden = rows.length === 0;
    replace(
      this.characters,
      rows.flatMap(([queue, n]) => [h("dt", { dir: "auto" }, queue), h("dd", {}, this.words.number(n))]),
    );
  }

  line(name, n, all) {
    const { words } = this;
    const share = all ? ` · ${words.t("report.of", { n: words.number(n), all: words.number(all) })}` : "";
    return [h("dt", { dir: "auto" }, name), h("dd", {}, percent(words, n, all), share)];
  }
}
