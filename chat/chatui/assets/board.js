// The supervisor's board: <team-board api="…/v1/" sign-in="/…" console="…"></team-board>, the whole page, live.
import { h } from "./lib/dom.js";
import { API } from "./lib/api.js";
import { holding } from "./lib/holding.js";
import { headersOf } from "./lib/headers.js";
import { icon } from "./lib/icons.js";
import { may } from "./lib/powers.js";
import { sentence } from "./lib/problem.js";
import { signedOut } from "./lib/signed_out.js";
import { Shared } from "./lib/shared.js";
import { sync } from "./lib/ticker.js";
import { words } from "./lib/words.js";
import { Audit } from "./board/audit.js";
import { Chats } from "./board/chats.js";
import { Handoffs } from "./board/handoffs.js";
import { Helped } from "./board/helped.js";
import { Hands } from "./board/hands.js";
import { History } from "./board/history.js";
import { Outgoing } from "./board/outgoing.js";
import { Rules } from "./board/rules.js";
import { Agents, Queues } from "./board/tables.js";
import { Tiles } from "./board/tiles.js";
import { Waiting } from "./board/waiting.js";
import { Undo } from "./console/undo.js";

export class TeamBoard extends HTMLElement {
  connectedCallback() {
    this.ready ??= this.begin();
  }

  async begin() {
    const w = await words(this.getAttribute("locale") || navigator.language || "en", "board");
    document.documentElement.lang = w.locale;
    document.documentElement.dir = w.dir;
    document.title = w.t("board.title");
    this.words = w;
    this.api = new API(this.getAttribute("api") || "v1/", await headersOf(this.getAttribute("headers")));
    this.history = new History();
    this.build(w);
    this.stream = new Shared("board", this.api, "board/events");
    this.stream.addEventListener("event", ({ detail }) => this.hear(detail));
    this.stream.addEventListener("up", () => (this.banner.hidden = true));
    this.stream.addEventListener("down", () => (this.banner.hidden = false));
    this.stream.addEventListener("refused", ({ detail }) => this.refused(detail));
    try {
      const board = await this.api.get("board");
      const me = await this.api.get("agent/me");
      for (const part of [this.waiting, this.hands, this.outgoing, this.handoffs, this]) part.me = me;
      this.agents.by(me);
      this.settings.hidden = !may(me, "configure");
      this.update(board);
      this.stream.open();
      this.rules.load();
    } catch (fault) {
      if (fault.status === 401) return this.signIn();
      if (fault.status === 403) return this.bar(fault);
      this.banner.hidden = false;
      setTimeout(() => location.reload(), 3000);
    }
    return undefined;
  }

  build(w) {
    this.tiles = new Tiles({ words: w, history: this.history });
    this.queues = new Queues({ words: w });
    const { api } = this;
    const console = this.getAttribute("console") || "console";
    const fault = (f) => this.agents.fault(f);
    this.undo = new Undo({ words: w, lost: () => this.main.focus() });
    this.hands = new Hands({ words: w, api, undo: this.undo, fault });
    this.waiting = new Waiting({ words: w, api, console, hands: this.hands, fault });
    this.chats = new Chats({ words: w, api, console, hands: this.hands });
    this.outgoing = new Outgoing({ words: w, api, console, fault });
    this.handoffs = new Handoffs({ words: w, api, console, fault });
    this.helped = new Helped({ words: w, api });
    this.audit = new Audit({ words: w, api, console });
    this.rules = new Rules({ words: w, api: this.api });
    this.agents = new Agents({
      words: w,
      base: api.base,
      capacity: (id, capacity) => this.api.put(`agents/${encodeURIComponent(id)}/capacity`, { capacity }),
    });
    this.banner = h("p.banner", { role: "status", hidden: true }, icon("offline"), w.t("console.offline"));
    this.clock = h("time");
    this.settings = h("a.button.quiet.small", { href: "settings", hidden: true }, w.t("set.title"));
    const reports = h("a.button.quiet.small", { href: "reports" }, w.t("report.title"));
    const out = this.getAttribute("sign-out");
    this.replaceChildren(
      h(
        "header.top",
        {},
        h("span.brand", {}, icon("board"), h("h1", {}, this.getAttribute("name") || w.t("board.title"))),
        h(
          "nav",
          {},
          reports,
          this.settings,
          h("span.live", {}, h("i", { "aria-hidden": "true" }), this.clock),
          h(
            "a.button.quiet.small",
            { href: this.getAttribute("console") || "console" },
            icon("chat"),
            w.t("board.console"),
          ),
          out &&
            h(
              "form",
              { method: "post", action: out },
              h("button.plain", { "aria-label": w.t("console.sign_out"), title: w.t("console.sign_out") }, icon("out")),
            ),
        ),
      ),
      this.banner,
      (this.main = h(
        "main",
        { tabindex: "-1" },
        this.tiles.el,
        h(
          "div.pair",
          {},
          h("div.stack", {}, this.waiting.el, this.queues.el, this.outgoing.el, this.handoffs.el),
          h("div.stack", {}, this.agents.el, this.chats.el, this.helped.el),
        ),
        this.rules.el,
        this.audit.el,
      )),
      this.undo.el,
    );
  }

  signIn() {
    const to = this.getAttribute("sign-in");
    this.stream?.close();
    if (to) location.assign(to);
    else signedOut(this.banner, this.words);
  }

  /** refused is told that the stream is not to be had; why not, another request says. */
  refused(status) {
    if (status !== 403) return this.signIn();
    const gone = { status, code: "forbidden" };
    return this.api.get("board").then(
      () => this.bar(gone),
      (fault) => (fault.status === 401 ? this.signIn() : this.bar(fault)),
    );
  }

  /** bar says for good why there is nothing to see here: to sign in again would lead back to this page. */
  bar(fault) {
    this.stream.close();
    this.banner.replaceChildren(sentence(fault, this.words));
    this.banner.hidden = false;
  }

  hear({ type, data }) {
    if (type === "stream.hello") return sync(data.server_time);
    return data.board && this.update(data.board);
  }

  update(board) {
    this.history.add(board.at, {
      waiting: board.waiting,
      oldest: board.waiting ? (board.oldest_wait_seconds ?? 0) : 0,
      level: board.service_level?.percent ?? 0,
      today: board.today?.started ?? 0,
    });
    this.clock.textContent = this.words.t("board.live", { at: this.words.time(board.at) });
    const parts = [
      () => this.tiles.update(board),
      () => this.hands.update(board),
      () => this.waiting.update(board),
      () => this.chats.update(board),
      () => this.outgoing.update(board),
      () => this.handoffs.update(board),
      () => this.helped.update(),
      () => this.audit.update(board, this.me),
      () => this.queues.update(board.queues ?? []),
      () => this.agents.update(board.agents ?? [], board.queues ?? []),
    ];
    for (const part of parts) {
      try {
        holding(part);
      } catch (fault) {
        reportError(fault); // one part that cannot be shown does not stop the others
      }
    }
  }
}

customElements.define("team-board", TeamBoard);
