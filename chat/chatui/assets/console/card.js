// The panel on the right: who the visitor is, the cart, the pages, the chats before.
import { h, link, replace } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { face, name } from "./inbox.js";
import { Why } from "./why.js";

const EVERY = 8_000; // carts and pages change while people talk

export class Card {
  constructor({ words, work }) {
    Object.assign(this, { words, work });
    this.why = new Why({ words, work });
    this.el = h("section.card", { "aria-label": words.t("card.label"), hidden: true });
    setInterval(() => !document.hidden && !this.el.hidden && this.load(), EVERY);
  }

  async update(session) {
    this.el.hidden = !session;
    if (!session || this.id === session.id) return;
    this.id = session.id;
    this.shape = "";
    replace(this.el, this.head(session));
    await this.load();
  }

  async load() {
    const id = this.id;
    const card = await this.work.api.get(`agent/sessions/${id}/visitor`).catch(() => undefined);
    const session = this.work.find(id);
    if (!card || id !== this.id || !session) return;
    this.why.update(session);
    const shape = JSON.stringify([card, session.tags]);
    if (shape === this.shape) return;
    this.shape = shape;
    replace(
      this.el,
      this.head(session),
      this.profile(card.rows ?? []),
      this.cart(card.cart),
      this.pages(card.pages ?? []),
      this.past(card.past ?? [], id),
      this.why.el,
    );
  }

  head(session) {
    const { contact = {} } = session;
    const { words } = this;
    const typed = (field) => contact.signed_in && contact[field] && contact.said?.[field] === contact[field];
    const says = ["name", "email", "phone"]
      .map((f) => contact.said?.[f])
      .filter((said, i) => said && !typed(["name", "email", "phone"][i]));
    const vip = contact.tier && contact.tier !== "standard";
    return h(
      "header",
      {},
      face(session, this.words),
      h(
        "div",
        {},
        h(
          "h2",
          {},
          name(session, this.words),
          vip && h("span.chip.vip", {}, icon("crown"), String(contact.tier).toUpperCase()),
        ),
        contact.email &&
          h(
            "span.mail",
            {},
            contact.email,
            " ",
            h("em", {}, words.t(contact.email_verified ? "card.email_verified" : "card.email_typed")),
          ),
        h("span", {}, words.t(contact.signed_in ? "card.signed_in" : "card.anonymous")),
        typed("name") && h("span", {}, words.t("card.name_typed")),
        says.length > 0 && h("span.says", {}, words.t("card.says", { said: says.join(" · ") })),
      ),
    );
  }

  profile(rows) {
    return (
      rows.length > 0 &&
      h(
        "section",
        {},
        h("dl", {}, ...rows.flatMap((r) => [h("dt", {}, r.label), h("dd", {}, r.url ? link(r.url, r.text) : r.text)])),
      )
    );
  }

  cart(cart) {
    const { words } = this;
    if (!cart?.items?.length)
      return h(
        "section",
        {},
        h("h3", {}, icon("cart"), words.t("card.cart")),
        h("p.none", {}, words.t("card.no_cart")),
      );
    const row = (l) =>
      h(
        "li",
        {},
        h("span", {}, `${words.number(l.quantity || 1)} × ${l.name}`),
        h("span.sum", {}, words.money(l.value, cart.currency || "EUR")),
      );
    return h(
      "section.cart",
      {},
      h("h3", {}, icon("cart"), words.t("card.cart")),
      h("ul", {}, ...cart.items.map(row)),
      h(
        "p.total",
        {},
        h("span", {}, words.t("card.total")),
        h("span.sum", {}, words.money(cart.value, cart.currency || "EUR")),
      ),
    );
  }

  pages(pages) {
    const rows = pages
      .slice(0, 12)
      .map((p) => h("li", {}, this.page(p), h("time", { datetime: p.at }, this.words.time(p.at))));
    return h(
      "section",
      {},
      h("h3", {}, icon("page"), this.words.t("card.pages")),
      rows.length ? h("ol", {}, ...rows) : h("p.none", {}, this.words.t("card.no_pages")),
    );
  }

  /** page links to where the visitor was; whoever sent it chose the title, so another site's is named. */
  page({ url, title }) {
    const el = link(url, title || url || "");
    if (el.host && el.host !== location.host) el.prepend(`${el.host} · `);
    return el;
  }

  past(sessions, id) {
    const before = sessions.filter((s) => s.id !== id);
    return (
      before.length > 0 &&
      h(
        "section",
        {},
        h("h3", {}, icon("chat"), this.words.t("card.past")),
        h(
          "ol",
          {},
          ...before
            .slice(0, 6)
            .map((s) =>
              h(
                "li",
                {},
                h("span", {}, `${this.work.queue(s.queue)} · ${this.words.name("state.agent", s.state)}`),
                h("time", { datetime: s.created_at }, this.words.moment(s.created_at)),
              ),
            ),
        ),
      )
    );
  }
}
