// Mails and hand-offs that are to leave the desk and have not: each kind a lane, with what went wrong, to be tried by hand.
import { h, keyed } from "../lib/dom.js";
import { holding } from "../lib/holding.js";
import { may } from "../lib/powers.js";
import { Seldom } from "./seldom.js";

const MOST = 5; // pages

export class Outgoing {
  /** @param {{words: object, api: import("../lib/api.js").API, console: string, fault: (fault: Error) => void}} options */
  constructor({ words, api, console, fault }) {
    Object.assign(this, { words, api, console, fault });
    this.lanes = h("div.lanes");
    this.el = h(
      "section.box",
      { tabindex: "-1", "aria-label": words.t("out.title"), hidden: true },
      h("h2", {}, words.t("out.title")),
      this.lanes,
    );
    this.reading = new Seldom(() => this.read());
  }

  /** update reads what there is, where the board says that there is any. */
  update({ outgoing, queues = [] }) {
    this.queues = new Map(queues.map((q) => [q.id, q.name || q.id]));
    if (outgoing?.waiting || this.reading.busy)
      this.reading.ask(); // what is being read may be of before
    else this.show([]);
  }

  async read() {
    const all = [];
    let next = "";
    for (let n = 0; n < MOST && (n === 0 || next); n++) {
      const page = await this.api.get(`outgoing${next && `?after=${encodeURIComponent(next)}`}`);
      all.push(...(page.effects ?? []));
      next = page.next ?? "";
    }
    holding(() => this.show(all));
  }

  show(effects) {
    this.el.hidden = effects.length === 0;
    const kinds = [...new Set(effects.map((e) => e.kind))].sort();
    keyed(
      this.lanes,
      kinds,
      (k) => k,
      (k) => this.lane(k),
      (el, k) => {
        const rows = effects.filter((e) => e.kind === k);
        keyed(
          el.lastElementChild,
          rows,
          (e) => e.id,
          (e) => this.row(e),
          (li, e) => this.refresh(li, e),
        );
      },
    );
  }

  lane(kind) {
    return h("section", { "data-lane": kind }, h("h3", {}, this.words.name("out.kind", kind)), h("ul.lines"));
  }

  row(effect) {
    const open = h("a", { href: `${this.console}#${effect.session}` });
    const retry = h(
      "button.button.quiet.small.retry",
      { type: "button", onclick: () => !retry.ariaDisabled && this.retry(effect.id) },
      this.words.t("out.retry"),
    );
    return h(
      "li",
      {},
      h("div.who", {}, h("strong", {}, open), h("span")),
      retry,
      h("p.bad", { dir: "auto", hidden: true }),
    );
  }

  refresh(li, e) {
    const { words } = this;
    const [name, sub] = li.querySelector(".who").children;
    name.firstElementChild.textContent = this.queues.get(e.queue) ?? e.queue ?? e.session;
    sub.textContent = [
      words.moment(e.at),
      words.t("out.tries", { n: words.number(e.tries) }),
      e.trying ? words.t("out.trying") : words.t("out.due", { at: words.moment(e.due_at) }),
      e.unsure && words.t("out.unsure"),
    ]
      .filter(Boolean)
      .join(" · ");
    const retry = li.querySelector(".retry");
    retry.hidden = !may(this.me, "answer");
    retry.ariaDisabled = e.trying ? "true" : null; // one that is disabled loses the focus
    const failure = li.querySelector(".bad");
    failure.hidden = !e.failure;
    failure.textContent = e.failure ?? "";
  }

  async retry(id) {
    await this.api.post(`outgoing/${encodeURIComponent(id)}/retry`, {}).catch((fault) => this.fault(fault));
    this.reading.ask(true);
  }
}
