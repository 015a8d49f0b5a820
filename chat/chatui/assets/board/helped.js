// How often answers helped visitors before they asked a person, by question, in the last week. It is for who sees everything.
import { h, keyed } from "../lib/dom.js";
import { Seldom } from "./seldom.js";

const AGAIN = 60_000; // the board says nothing of them
const DAY = 864e5;
const HOST = "_host"; // under which all answers of the host's own are counted

export class Helped {
  /** @param {{words: object, api: import("../lib/api.js").API}} options */
  constructor({ words, api }) {
    Object.assign(this, { words, api });
    this.rows = h("ul.lines");
    const title = words.t("helped.title");
    this.el = h(
      "section.box.helped",
      { "aria-label": title, hidden: true },
      h("h2", {}, title),
      h("p.lead", {}, words.t("helped.lead")),
      this.rows,
    );
    this.reading = new Seldom(() => this.read());
  }

  /** update reads the counts again where that was long ago. */
  update() {
    if (Date.now() - (this.at ?? 0) < AGAIN) return;
    this.at = Date.now();
    this.reading.ask();
  }

  async read() {
    const today = Math.floor(Date.now() / DAY) * DAY; // days begin as in UTC
    const [from, to] = [today - 6 * DAY, today + DAY].map((at) => new Date(at).toISOString());
    const query = new URLSearchParams({ from, to });
    const { rows = [] } = await this.api.get(`reports/help?${query}`);
    this.show(rows);
  }

  /** show adds the days up. */
  show(rows) {
    const sums = new Map();
    for (const { site, question, helped } of rows) {
      const key = JSON.stringify([site, question]);
      const sum = sums.get(key) ?? { key, site, question, helped: 0 };
      sums.set(key, sum);
      sum.helped += helped;
    }
    const all = [...sums.values()].sort((a, b) => b.helped - a.helped);
    const sites = new Set(all.map((x) => x.site)).size > 1;
    this.el.hidden = all.length === 0;
    keyed(
      this.rows,
      all,
      (x) => x.key,
      () => h("li", {}, h("div.who", {}, h("strong", { dir: "auto" }), h("span")), h("span.chip")),
      (li, x) => {
        const [name, site] = li.firstElementChild.children;
        name.textContent = x.question === HOST ? this.words.t("helped.host") : x.question;
        site.textContent = sites ? x.site : "";
        li.lastElementChild.textContent = this.words.number(x.helped);
      },
    );
  }
}
