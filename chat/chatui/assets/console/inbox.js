// The list on the left: offers that run out, my chats, who waits, messages left for later.
import { h, keyed } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { may } from "../lib/powers.js";
import { now, tick } from "../lib/ticker.js";
import { mark as marked, via } from "../lib/via.js";

const LATE = 60; // seconds without an answer until a chat is shown late

/** name is how a visitor is called. */
export function name(session, words) {
  return session.contact?.name || words.t("console.visitor");
}

function initials(text) {
  return String(text)
    .trim()
    .split(/\s+/)
    .slice(0, 2)
    .map((w) => [...w][0] ?? "")
    .join("")
    .toUpperCase();
}

export function face(session, words) {
  const vip = session.contact?.tier && session.contact.tier !== "standard";
  const round = h(vip ? "span.face.vip" : "span.face", { "aria-hidden": "true" }, initials(name(session, words)));
  return h("span.faced", {}, round, via(session, words));
}

/** since counts up from an instant. */
export function since(at, words, late) {
  return tick(h("time.since", { datetime: at }), (el) => {
    const s = Math.max(0, (now() - Date.parse(at)) / 1000);
    el.textContent = words.clock(s);
    el.classList.toggle("late", late && s > LATE);
  });
}

/** gone is since when a visitor is not there any more, if that is known. */
export function gone({ presence }) {
  return presence && !presence.here ? presence.gone_since || true : undefined;
}

/** unanswered is since when the visitor waits for a word, if so; last is the last message, where it is known. */
function unanswered(session, last) {
  if (last && last.author?.kind !== "visitor") return undefined;
  return session.owed_since || last?.at; // the card may be older than the message
}

export class Inbox {
  constructor({ words, work, open, accept, decline }) {
    Object.assign(this, { words, work, open, accept, decline });
    this.offers = h("div.offers"); // each is announced once, by the console
    this.lists = Object.fromEntries(["sessions", "beside", "queue", "messages"].map((k) => [k, this.section(k)]));
    this.empty = h("p.empty", {}, icon("inbox"), h("span"));
    this.el = h(
      "nav.inbox",
      { tabindex: "-1", "aria-label": words.t("console.inbox") },
      this.offers,
      ...Object.values(this.lists).map((l) => l.el),
      this.empty,
    );
  }

  section(kind) {
    const count = h("span.count");
    const items = h("ul", {});
    return {
      items,
      count,
      el: h("section", { hidden: true, "data-list": kind }, h("h2", {}, this.words.t(`console.${kind}`), count), items),
    };
  }

  update(current) {
    const { inbox } = this.work;
    const hold = this.held();
    keyed(
      this.offers,
      inbox.offers,
      (o) => o.id,
      (o) => this.offer(o),
    );
    for (const [kind, { el, items, count }] of Object.entries(this.lists)) {
      const rows = inbox[kind].filter((s) => !inbox.offers.some((o) => o.session.id === s.id));
      el.hidden = rows.length === 0;
      count.textContent = rows.length;
      keyed(
        items,
        rows,
        (s) => s.id,
        (s) => this.row(s),
        (li, s) => this.refresh(li, s, s.id === current),
      );
    }
    this.empty.hidden =
      inbox.offers.length + inbox.sessions.length + inbox.beside.length + inbox.queue.length + inbox.messages.length >
      0;
    this.empty.lastChild.textContent = this.words.t(this.quiet());
    hold();
  }

  /** held notes which row is at the top of what is seen; what it returns puts it there again. */
  held() {
    const edge = this.el.scrollTop > 0 && this.offers.getBoundingClientRect().bottom;
    const row = edge && [...this.el.querySelectorAll("li")].find((li) => li.getBoundingClientRect().top >= edge);
    if (!row) return () => {};
    const { top } = row.getBoundingClientRect();
    return () => row.isConnected && (this.el.scrollTop += row.getBoundingClientRect().top - top);
  }

  /** quiet is the key of what an empty inbox says. */
  quiet() {
    const { me } = this.work;
    if (me && !may(me, "answer")) return "console.empty_reading";
    return me?.mode === "available" ? "console.empty" : "console.empty_away";
  }

  offer(offer) {
    const { session } = offer;
    const length = Date.parse(offer.deadline) - Date.parse(offer.at) || 1;
    const left = h("span.left", { role: "timer" });
    const bar = tick(h("span.bar", { "aria-hidden": "true" }), (el) => {
      const ms = Math.max(0, Date.parse(offer.deadline) - now() || 0);
      left.textContent =
        ms > 99_000 ? this.words.clock(ms / 1000) : this.words.t("offer.left", { count: Math.ceil(ms / 1000) });
      el.style.setProperty("--left", String(ms / length));
    });
    return h(
      "article.offer",
      { "aria-label": this.words.t("offer.label", { name: name(session, this.words) }) },
      h(
        "header",
        {},
        face(session, this.words),
        h(
          "div",
          {},
          h("strong", { dir: "auto" }, name(session, this.words)),
          h(
            "span",
            {},
            offer.transfer
              ? this.words.t("offer.transfer", { queue: this.work.queue(session.queue) })
              : this.work.queue(session.queue),
          ),
        ),
        left,
      ),
      session.last_text && h("p", { dir: "auto" }, session.last_text),
      bar,
      h(
        "div.acts",
        {},
        h("button.button.primary", { type: "button", onclick: () => this.accept(offer) }, this.words.t("offer.accept")),
        h("button.button.quiet", { type: "button", onclick: () => this.decline(offer) }, this.words.t("offer.decline")),
      ),
    );
  }

  row(session) {
    const button = h(
      "button.row",
      { type: "button", onclick: () => this.open(session.id) },
      face(session, this.words),
      h("span.main", {}, h("strong", { dir: "auto" }), h("span.text", { dir: "auto" })),
      h("span.side"),
    );
    return h("li", {}, button);
  }

  refresh(li, s, current) {
    const { words } = this;
    const button = li.firstElementChild;
    button.setAttribute("aria-current", current ? "true" : "false");
    button.querySelector("strong").textContent = name(s, words);
    marked(button.querySelector(".via"), s, words);
    const last = this.work.talks.get(s.id)?.timeline.entries.findLast((e) => e.kind === "message.created");
    button.querySelector(".text").textContent = last?.text || s.last_text || words.name("state.agent", s.state);
    const mine = s.state === "active" || s.state === "held";
    const waits = mine && unanswered(s, last);
    const queue = this.work.queue(s.queue);
    const overdue = waits && s.overdue_at && h("span.chip.bad", {}, words.t("console.overdue"));
    const away = !waits && gone(s) && h("span.chip", {}, words.t("card.gone_short"));
    const due =
      waits &&
      !overdue &&
      s.reply_by &&
      Date.parse(s.reply_by) < now() &&
      h("span.chip.bad", {}, words.t("console.late"));
    const call =
      s.state === "messaged" &&
      s.call_at &&
      h(
        Date.parse(s.call_at) < now() ? "span.chip.bad" : "span.chip",
        {},
        words.t("console.call", { when: words.soon(s.call_at) }),
      );
    const unread = current && document.hasFocus() ? 0 : this.work.unread(s.id);
    const mark = `${s.state} ${waits || ""} ${queue} ${overdue ? 1 : ""} ${due ? 1 : ""} ${away ? 1 : ""} ${call ? call.className + call.textContent : ""} ${unread}`;
    if (button.dataset.mark === mark) return;
    button.dataset.mark = mark;
    button.classList.toggle("waits", !!waits);
    const count =
      unread > 0 &&
      h(
        "span.unread",
        {},
        h("span", { "aria-hidden": "true" }, words.number(unread)),
        h("span.sr", {}, words.t("launcher.unread", { count: unread })),
      );
    button.lastElementChild.replaceChildren(
      waits
        ? since(waits, words, true)
        : mine
          ? h("span.chip", {}, words.name("state.agent", s.state))
          : since(s.waiting_since ?? s.queued_at ?? s.created_at, words, false),
      count || overdue || due || call || away || h("span.queue-name", { dir: "auto" }, queue),
    );
  }
}
