// The agent console: <agent-console api="…/v1/" sign-in="/…" sign-out="/…" board="…"></agent-console>, the whole page.
// Keys: j and k go through the chats, a accepts the first offer, / opens the ready replies, n writes a private note,
// t transfers, h holds or resumes, g sets tags, l chooses the language, e corrects the contact, s searches chats before, i asks who the visitor is, c closes and z takes that back; Ctrl+Enter sends, Escape leaves the line, ? lists them.
import { h } from "./lib/dom.js";
import { API } from "./lib/api.js";
import { holding } from "./lib/holding.js";
import { headersOf } from "./lib/headers.js";
import { icon } from "./lib/icons.js";
import { may } from "./lib/powers.js";
import { sentence } from "./lib/problem.js";
import { signedOut } from "./lib/signed_out.js";
import { words } from "./lib/words.js";
import { Card } from "./console/card.js";
import { chime } from "./lib/chime.js";
import { Help } from "./console/help.js";
import { Inbox, name } from "./console/inbox.js";
import { More } from "./console/more.js";
import { notice } from "./console/notices.js";
import { Past } from "./console/past.js";
import { Status } from "./console/status.js";
import { Talk } from "./console/talk.js";
import { Transfer } from "./console/transfer.js";
import { Undo } from "./console/undo.js";
import { Work } from "./console/work.js";

export class AgentConsole extends HTMLElement {
  connectedCallback() {
    this.ready ??= this.begin();
  }

  async begin() {
    const w = await words(this.getAttribute("locale") || navigator.language || "en", "console");
    document.documentElement.lang = w.locale;
    document.documentElement.dir = w.dir;
    const api = new API(this.getAttribute("api") || "v1/", await headersOf(this.getAttribute("headers")));
    const work = new Work(api);
    Object.assign(this, { words: w, work });
    this.build(w, work);
    work.addEventListener("change", () => this.update());
    work.addEventListener(
      "offer",
      ({ detail }) => (chime(), this.tell(w.t("offer.label", { name: name(detail.session, w) }), detail.session.id)),
    );
    work.addEventListener("unread", ({ detail }) => this.called(detail));
    work.addEventListener("refused", ({ detail }) => this.refused(detail));
    document.addEventListener("keydown", (e) => this.key(e));
    document.addEventListener("visibilitychange", () => this.update());
    addEventListener("focus", () => this.update());
    try {
      await work.begin();
      const named = decodeURIComponent(location.hash.slice(1));
      if (named.startsWith("ses_")) this.open(named);
    } catch (fault) {
      if (fault.status === 401) return this.signIn();
      if (fault.status === 403) return this.bar(fault);
      this.fault(fault);
      setTimeout(() => location.reload(), 3000);
    }
    return undefined;
  }

  build(w, work) {
    this.inbox = new Inbox({
      words: w,
      work,
      open: (id) => this.open(id),
      accept: (o) => this.accept(o),
      decline: (o) => this.try(() => work.decline(o)),
    });
    this.past = new Past({
      words: w,
      work,
      open: (id) => this.open(id),
      searching: (on) => this.inbox.el.classList.toggle("searching", on),
    });
    this.inbox.el.prepend(this.past.el);
    this.transfer = new Transfer({ words: w, work });
    this.more = new More({ words: w, work });
    this.undo = new Undo({ words: w, lost: () => this.talk.el.focus() });
    this.talk = new Talk({
      words: w,
      work,
      transfer: this.transfer,
      more: this.more,
      undo: this.undo,
      back: () => this.show(),
      details: () => this.classList.toggle("details"),
      fault: (f) => this.fault(f),
    });
    this.card = new Card({ words: w, work, open: (id) => this.open(id) });
    this.status = new Status({
      words: w,
      work,
      signOut: this.getAttribute("sign-out"),
      board: this.getAttribute("board") || "board",
      fault: (f) => this.fault(f),
      leave: () => this.talk.drafts.clear(),
    });
    this.help = new Help({ words: w });
    this.banner = h("p.banner", { role: "status", hidden: true }, icon("offline"), w.t("console.offline"));
    this.spoken = h("p.sr", { role: "status" });
    this.toast = h("p.toast", { role: "alert", hidden: true });
    this.replaceChildren(
      h(
        "header.top",
        {},
        h("h1.brand", {}, icon("chat"), this.getAttribute("name") || w.t("console.title")),
        this.status.el,
      ),
      this.banner,
      h("main.columns", { tabindex: "-1" }, this.inbox.el, this.talk.el, this.card.el),
      this.transfer.el,
      this.more.el,
      this.help.el,
      this.undo.el,
      this.toast,
      this.spoken,
    );
  }

  signIn() {
    const to = this.getAttribute("sign-in");
    if (to) return location.assign(to);
    this.barred = true;
    return signedOut(this.banner, this.words);
  }

  /** refused is told that the stream is not to be had; why not, another request says. */
  refused(status) {
    if (status !== 403) return this.signIn();
    const gone = { status, code: "forbidden" };
    return this.work.api.get("agent/me").then(
      () => this.bar(gone),
      (fault) => (fault.status === 401 ? this.signIn() : this.bar(fault)),
    );
  }

  /** bar says for good why there is nothing to do here: to sign in again would lead back to this page. */
  bar(fault) {
    this.barred = true;
    this.banner.textContent = sentence(fault, this.words);
    this.banner.hidden = false;
  }

  /** update shows what is known now. */
  update() {
    holding(() => this.draw());
  }

  draw() {
    const { work } = this;
    this.banner.hidden = work.up && !this.barred;
    const parts = [
      () => this.status.update(),
      () => this.inbox.update(work.current),
      () => this.talk.update(work.current),
      () => this.card.update(work.find(work.current)),
    ];
    for (const part of parts) {
      try {
        part();
      } catch (fault) {
        reportError(fault); // one part that cannot be shown does not stop the others
      }
    }
    const waiting = work.inbox.offers.length;
    const { unreads } = work;
    document.title = waiting
      ? `(${waiting}) ${this.words.t("console.offered")}`
      : unreads
        ? `(${unreads}) ${this.words.t("console.unread")}`
        : this.words.t("console.title");
  }

  /** called says that a visitor wrote where the agent does not look. */
  called(id) {
    chime([520]);
    const session = this.work.find(id);
    if (session) this.tell(this.words.t("console.wrote", { name: name(session, this.words) }), id);
  }

  /** tell says something of a chat to who listens, and to who looks elsewhere. */
  tell(text, id) {
    const { locale: lang, dir } = this.words;
    this.announce(text);
    notice(text, { tag: id, lang, dir, open: () => this.open(id) });
  }

  announce(text) {
    this.spoken.textContent = text;
  }

  fault(fault) {
    this.toast.textContent = sentence(fault, this.words);
    this.toast.hidden = false;
    clearTimeout(this.fading);
    this.fading = setTimeout(() => (this.toast.hidden = true), 6000);
  }

  async try(work) {
    try {
      await work();
    } catch (fault) {
      this.fault(fault);
    }
  }

  open(id) {
    this.show(id);
    return this.try(() => this.work.look(id));
  }

  /** show picks the column that a narrow page has room for. */
  show(id) {
    this.classList.toggle("talking", !!id);
    this.classList.remove("details");
    if (!id) this.work.set({ current: undefined });
  }

  accept(offer) {
    return this.try(async () => {
      const session = await this.work.accept(offer);
      await this.open(session.id);
      this.talk.composer.input.focus();
    });
  }

  key(e) {
    const writing = busyWith(e.target);
    const line = e.target === this.talk.composer.input;
    if (e.key === "Enter" && (e.ctrlKey || e.metaKey) && line) return this.talk.composer.submit();
    if (e.key === "Escape" && line) return this.talk.el.focus();
    if (writing || e.ctrlKey || e.metaKey || e.altKey) return undefined;
    const [offer] = this.work.inbox.offers;
    const keys = {
      j: () => this.step(1),
      k: () => this.step(-1),
      a: () => offer && may(this.work.me, "answer") && this.accept(offer),
      "/": () => this.talk.ready(),
      n: () => this.talk.private(true),
      t: () => this.talk.press("transfer"),
      h: () => this.talk.press("hold") || this.talk.press("resume"),
      g: () => this.talk.press("tags"),
      l: () => this.talk.tongue.show(),
      e: () => this.talk.press("contact"),
      i: () => this.talk.press("identity"),
      s: () => (this.show(), this.past.focus()),
      c: () => this.talk.press("close"),
      z: () => this.undo.back(),
      "?": () => this.help.show(),
    };
    if (!Object.hasOwn(keys, e.key)) return undefined;
    e.preventDefault();
    return keys[e.key]();
  }

  step(by) {
    const { sessions, beside, queue, messages } = this.work.inbox;
    const all = [...sessions, ...beside, ...queue, ...messages].map((s) => s.id);
    if (!all.length) return;
    const at = all.indexOf(this.work.current);
    this.open(all[(at + by + all.length) % all.length]);
  }
}

/** busyWith says whether what has the focus takes the keys itself. A dialog that has just closed still has the focus. */
function busyWith(target) {
  const dialog = target.closest?.("dialog");
  return dialog ? dialog.open : target.closest?.("input, textarea, select, .over");
}

customElements.define("agent-console", AgentConsole);
