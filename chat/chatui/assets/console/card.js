// The panel on the right: who the visitor is, the cart, the pages, the chats before.
import { h, link, replace } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { tick, now } from "../lib/ticker.js";
import { face, gone, name } from "./inbox.js";
import { spoken } from "./tongue.js";
import { Why } from "./why.js";

const EVERY = 8_000; // carts and pages change while people talk
const QUARTER = 15 * 60_000; // clocks of the world are whole quarters of an hour apart
const theirClock = /** @type {const} */ ({ weekday: "long", hour: "numeric", minute: "2-digit", timeZone: "UTC" });

export class Card {
  constructor({ words, work, open }) {
    Object.assign(this, { words, work, open });
    this.why = new Why({ words, work });
    this.el = h("section.card", { tabindex: "-1", "aria-label": words.t("card.label"), hidden: true });
    setInterval(() => !document.hidden && !this.el.hidden && this.load(), EVERY);
  }

  async update(session) {
    this.el.hidden = !session;
    const told = JSON.stringify([session?.presence, session?.tags, session?.contact, session?.lang]);
    if (!session || (this.id === session.id && this.told === told)) return;
    this.told = told;
    if (this.id === session.id) return void this.show();
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
    this.read = { id, card };
    this.show();
  }

  /** show draws what is known, where that is not what is shown. */
  show() {
    const session = this.work.find(this.id);
    if (!session || this.read?.id !== this.id) return;
    const { id, card } = this.read;
    const presence = session.presence ?? card.presence;
    const shape = JSON.stringify([
      card,
      session.tags,
      session.contact,
      session.fields,
      session.call_at,
      session.lang,
      presence,
    ]);
    if (shape === this.shape) return;
    this.shape = shape;
    const had = document.activeElement;
    const inside = this.el.contains(had);
    replace(
      this.el,
      this.head(session),
      this.presence({ ...card, presence, lang: session.lang }),
      this.call(session, card.local_time),
      this.tags(session.tags ?? []),
      this.filled(session.fields ?? card.fields ?? []),
      this.profile(card.rows ?? []),
      this.cart(card.cart),
      this.pages(card.pages ?? []),
      this.past(card.past ?? [], id),
      this.why.el,
    );
    if (!inside) return;
    const all = [...this.el.querySelectorAll("a, button, summary")];
    (all.find((el) => el.textContent === had.textContent) ?? this.el).focus({ preventScroll: true });
  }

  head(session) {
    const { contact = {} } = session;
    const { words } = this;
    const typed = (field) => contact.signed_in && contact[field] && contact.said?.[field] === contact[field];
    const line = (field) => contact[field] && h("span.mail", {}, contact[field], " ", this.level(field, contact));
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
          h("span", { dir: "auto" }, name(session, this.words)),
          contact.name && " ",
          contact.name && this.level("name", contact),
          vip && h("span.chip.vip", {}, icon("crown"), String(contact.tier).toUpperCase()),
        ),
        line("email"),
        line("phone"),
        h("span", {}, words.t(contact.signed_in ? "card.signed_in" : "card.anonymous")),
        contact.identity?.asked_at &&
          h("span", {}, words.t(contact.identity.refused ? "card.identity_refused" : "card.identity_asked")),
        says.length > 0 && h("span.says", {}, words.t("card.says", { said: says.join(" · ") })),
      ),
    );
  }

  /** level says how sure a field is: typed by the visitor, the shop's word, or confirmed by the shop. */
  level(field, contact) {
    const { signed_in: known, said, email_verified: sure } = contact;
    const level =
      !known || said?.[field] === contact[field] ? "typed" : field === "email" && sure ? "confirmed" : "shop";
    return h("em.level", { "data-level": level }, this.words.t(`card.level.${level}`));
  }

  /** presence says whether the visitor is there, with which device, and what their clock shows. */
  presence({ presence, device, local_time: local, contact, lang }) {
    const { words } = this;
    const since = presence && gone({ presence });
    const here = presence && !since && words.t(presence.hidden ? "card.hidden" : "card.here");
    const left =
      since &&
      tick(
        h("span"),
        (el) =>
          (el.textContent =
            since === true
              ? words.t("card.gone_short")
              : words.t("card.gone", { span: words.span((now() - Date.parse(since)) / 1000) })),
      );
    const tongue = spoken({ lang, contact });
    const rows = [
      presence && ["card.presence", here || left],
      device && ["card.device", words.name("device", device)],
      local && ["card.clock", this.clock(local)],
      tongue && ["card.language", words.language(tongue)],
    ].filter(Boolean);
    const mark = since ? "gone" : presence?.hidden ? "hidden" : "here";
    return (
      rows.length > 0 &&
      h(
        "section.there",
        { "data-presence": presence && mark },
        h("dl", {}, ...rows.flatMap(([k, v]) => [h("dt", {}, words.t(k)), h("dd", {}, v)])),
      )
    );
  }

  /** call says when the visitor wants to be called: on the agent's own clock and, where that is known, on theirs. */
  call({ call_at: at }, local) {
    if (!at) return undefined;
    const { words } = this;
    const ahead = local && Math.round((Date.parse(`${String(local).slice(0, 16)}Z`) - now()) / QUARTER) * QUARTER;
    const theirs = Number.isFinite(ahead) && words.format(Date.parse(at) + ahead, theirClock);
    return h(
      "section.call",
      {},
      h(
        "dl",
        {},
        h("dt", {}, words.t("card.call")),
        h("dd", {}, h("time", { datetime: at }, words.moment(at))),
        theirs && h("dt", {}, words.t("card.call_theirs")),
        theirs && h("dd", {}, theirs),
      ),
    );
  }

  /** clock goes on from what the visitor's clock showed when the card was read. */
  clock(local) {
    const began = now() - Date.parse(`${String(local).slice(0, 16)}Z`);
    return tick(
      h("time"),
      (el) =>
        (el.textContent = this.words.format(now() - began, { hour: "numeric", minute: "2-digit", timeZone: "UTC" })),
    );
  }

  tags(tags) {
    return (
      tags.length > 0 &&
      h(
        "section",
        {},
        h("h3", {}, icon("tag"), this.words.t("act.tags")),
        h("p.tags", {}, ...tags.map((t) => h("span.chip", { dir: "auto" }, t))),
      )
    );
  }

  /** filled are the answers to the shop's own questions, as the visitor read them. */
  filled(fields) {
    const { words } = this;
    const row = (f) => [
      h("dt", {}, words.of(f.label) || f.name),
      h("dd", { dir: "auto" }, words.of(f.choice) || f.value),
    ];
    return fields.length > 0 && h("section.filled", {}, h("dl", {}, ...fields.flatMap(row)));
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
                h(
                  "button.past",
                  { type: "button", onclick: () => this.open(s.id) },
                  `${this.work.queue(s.queue)} · ${this.words.name("state.agent", s.state)}`,
                ),
                h("time", { datetime: s.created_at }, this.words.moment(s.created_at)),
              ),
            ),
        ),
      )
    );
  }
}
