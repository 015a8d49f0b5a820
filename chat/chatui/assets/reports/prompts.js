import { h, keyed } from "../lib/dom.js";
import { percent } from "./figures.js";

/** Prompts are what became of the invitations of each rule and variant, from shown to sold. */
export class Prompts {
  constructor({ words }) {
    this.words = words;
    const columns = ["rule", "shown", "taken", "chats", "orders", "seen"];
    const head = columns.map((name) => h("th", { scope: "col" }, words.t(`report.col.${name}`)));
    this.rows = h("tbody");
    const label = words.t("report.prompts");
    const table = h("table", {}, h("caption.sr", {}, label), h("thead", {}, h("tr", {}, ...head)), this.rows);
    this.el = h(
      "section.box",
      { "aria-label": label, hidden: true },
      h("h2", {}, label),
      h("div.wide-table", { tabindex: "0", role: "group", "aria-label": label }, table),
    );
  }

  /** update shows the prompts of a time; where nobody was invited there is nothing to see. */
  update({ prompts }) {
    this.el.hidden = !prompts.length;
    keyed(
      this.rows,
      prompts,
      (p) => JSON.stringify([p.rule, p.variant]),
      () => h("tr", {}, h("th", { scope: "row", dir: "auto" }), ...Array.from({ length: 5 }, () => h("td"))),
      (tr, p) => this.refresh(tr, p),
    );
  }

  refresh(tr, { rule, variant, shown, accepted, chats, orders, orders_seen }) {
    const { words } = this;
    const cells = [
      [rule, variant].filter(Boolean).join(" · ") || "–",
      words.number(shown),
      shown ? `${words.number(accepted)} (${percent(words, accepted, shown)})` : "–",
      words.number(chats),
      this.sold(orders),
      this.sold(orders_seen),
    ];
    [...tr.children].forEach((td, n) => (td.textContent = cells[n]));
  }

  /** sold says how many orders there were, and what they were worth in each currency. */
  sold({ orders, values }) {
    const { words } = this;
    const worth = Object.entries(values ?? {}).map(([currency, minor]) => words.money(minor, currency));
    return [words.number(orders), ...worth].join(" · ");
  }
}
