import { h } from "../lib/dom.js";

const keys = [
  ["j", "k"],
  ["a"],
  ["/"],
  ["n"],
  ["t"],
  ["h"],
  ["g"],
  ["l"],
  ["e"],
  ["i"],
  ["s"],
  ["c", "z"],
  ["Enter"],
  ["ArrowUp"],
  ["Escape"],
  ["?"],
];

/** Help lists the keys of the console. */
export class Help {
  constructor({ words }) {
    const row = (ks) => [h("dt", {}, ...ks.map((k) => h("kbd", {}, k))), h("dd", {}, words.t(`key.${ks[0]}`))];
    this.el = h(
      "dialog.transfer.help",
      { "aria-labelledby": "help-title" },
      h(
        "form",
        { method: "dialog" },
        h("h2", { id: "help-title", tabindex: "-1", autofocus: true }, words.t("key.title")),
        h("dl", {}, ...keys.flatMap(row)),
        h("div.acts", {}, h("button.button.quiet", {}, words.t("key.close"))),
      ),
    );
  }

  show() {
    this.el.showModal();
  }
}
