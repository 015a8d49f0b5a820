// Products of the shop's catalogue, for the chat that is open: one is found and sent with what stands on the line.
import { busy } from "../lib/busy.js";
import { icon } from "../lib/icons.js";
import { h, replace } from "../lib/dom.js";
import { sentence } from "../lib/problem.js";

const PAUSE = 250;

export class Products {
  /**
   * @param {{words: object, api: import("../lib/api.js").API, send: (product: {id: string, title: string}) => void}} options
   */
  constructor({ words, api, send }) {
    Object.assign(this, { words, api, send });
    this.input = h("input.input", {
      id: "products-q",
      type: "search",
      maxlength: 100,
      autocomplete: "off",
      dir: "auto",
    });
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), PAUSE);
    });
    this.list = h("ul.finds");
    this.spoken = h("p.none", { role: "status" });
    const shut = h(
      "button.button.quiet",
      { type: "button", onclick: () => this.el.close() },
      words.t("transfer.cancel"),
    );
    this.el = h(
      "dialog.products-dialog",
      { "aria-labelledby": "products-title" },
      h("h2", { id: "products-title" }, words.t("products.title")),
      h("div.field", {}, h("label", { for: "products-q" }, words.t("products.search")), this.input),
      this.spoken,
      this.list,
      h("div.acts", {}, shut),
    );
  }

  /** button opens the dialog; whether it is there is for others to say. */
  button(open) {
    const label = this.words.t("products.title");
    const way = { type: "button", "aria-label": label, title: label, hidden: true, onclick: open };
    return h("button.plain.shelf", way, icon("cart"));
  }

  /** show opens the list for a session. */
  async show(session) {
    this.session = session;
    this.input.value = "";
    replace(this.list);
    this.spoken.textContent = "";
    this.el.showModal();
    this.input.focus();
    await this.ask();
  }

  /** ask looks for what is written; only the answer to what was asked last is shown. */
  async ask() {
    const { session } = this;
    const asked = (this.asked = this.input.value.trim());
    const here = () => session === this.session && asked === this.asked;
    try {
      const { products = [] } = await this.api.get(
        `agent/sessions/${session}/products?${new URLSearchParams({ q: asked })}`,
      );
      if (!here()) return;
      replace(this.list, ...products.map((p) => h("li", {}, this.row(p))));
      this.spoken.textContent = products.length ? "" : this.words.t("products.none");
    } catch (fault) {
      if (here()) this.spoken.textContent = sentence(fault, this.words);
    }
  }

  row(product) {
    const choose = async () => {
      this.el.close();
      this.send(product);
    };
    const button = h(
      "button",
      { type: "button", onclick: () => busy(button, choose) },
      h("strong", { dir: "auto" }, product.title),
      product.price && h("span", { dir: "auto" }, product.price),
    );
    return button;
  }
}
