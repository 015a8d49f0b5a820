// The chat of a shop's pages. One line embeds it:
//
//   <script type="module" src="/chat/widget.js"></script><live-chat></live-chat>
//
// Attributes: site, queue, api (default: as configured), locale, name (the shop's), sign-in (the address of the shop's login,
// for who is asked to sign in), known (JSON: name and email, to fill
// in the form), cart (JSON: value and items in minor units of currency). Methods: open close toggle page setLocale
// setAttributes identify reset. Properties: headers, signIn (called in the place of sign-in). Events: livechat:ready open close unread message status availability
// prompt. What a page wants of it before it is there waits in a list:
//
//   (window.livechat ??= []).push((chat) => chat.identify(assertion));
import { folder } from "../lib/at.js";
import { h, sheet } from "../lib/dom.js";
import { sleep } from "../lib/api.js";
import { keep, recall } from "../lib/kept.js";
import { canonical, words } from "../lib/words.js";
import { Client } from "../client/client.js";
import { Barring } from "./barring.js";
import { Behind } from "./behind.js";
import { Call } from "./call.js";
import { fetched } from "./fetched.js";
import { json, waited } from "./host.js";
import { Launcher } from "./launcher.js";
import { moves } from "./moves.js";
import { Link, Prompt } from "./prompt.js";
import { leaving, signing } from "./ways.js";

const OPEN = "switchboard/open"; // the panel stays open over the pages of a tab
const SLOW = 5000; // the launcher waits no longer for the shop's answer
const LOOK = 15_000; // how often an open form looks whether the shop still takes chats

export class LiveChat extends HTMLElement {
  static api; // where the API is, unless the element says otherwise
  static observedAttributes = ["site", "queue", "locale", "name", "known", "cart"];

  /**
   * headers returns the headers that each request has, such as Authorization; it is asked each time.
   * @type {(() => Record<string, string>|Promise<Record<string, string>>)|undefined}
   */
  headers = Reflect.get(this, "headers"); // one that was set before the element was known

  /**
   * signIn has a visitor whom an agent asks to sign in do so: a page that does not go elsewhere for it says how.
   * @type {(() => void)|undefined}
   */
  signIn = Reflect.get(this, "signIn");

  /** begin makes <live-chat> elements of a page what they are. */
  static begin(api) {
    LiveChat.api = api;
    customElements.define("live-chat", LiveChat);
  }

  constructor() {
    super();
    this.there = new Promise((done) => (this.placed = done)); // resolved when all of it can be used
  }

  connectedCallback() {
    this.behind ??= new Behind(this);
    this.ready ??= this.begin();
    this.behind.set(this.dock && this.shown);
  }

  disconnectedCallback() {
    this.behind.set(false);
  }

  /** attributeChangedCallback has what changes once it is there looked at, all of it together. */
  attributeChangedCallback(name, before, value) {
    if (!this.ready || before === value) return;
    if (!this.changes) this.there.then(() => this.adapt());
    (this.changes ??= new Set()).add(name);
  }

  /** adapt follows the attributes that have changed. */
  async adapt() {
    const { changes, visitor } = this;
    this.changes = undefined;
    for (const name of ["site", "queue"])
      if (changes.has(name))
        Object.assign(visitor.options, { [name]: this.getAttribute(name) || undefined, chosen: false });
    if (changes.has("site") || changes.has("queue")) visitor.renew();
    if (changes.has("locale")) await this.setLocale(this.wanted());
    else if (changes.has("name") || changes.has("known")) await this.setLocale(this.locale);
    if (changes.has("cart") || changes.has("site")) visitor.beacon.again();
  }

  /** apart reports whether this is the page that holds the chat alone, in a window of its own. */
  get apart() {
    return this.hasAttribute("window");
  }

  /** wanted is the language the page is in, as far as it says. */
  wanted() {
    return this.getAttribute("locale") || document.documentElement.lang || navigator.language || "en";
  }

  async begin() {
    this.locale = canonical(this.wanted());
    this.visitor = new Client({
      api: this.getAttribute("api") || LiveChat.api,
      headers: () => this.headers?.(),
      site: this.getAttribute("site") || undefined,
      queue: this.getAttribute("queue") || undefined,
      locale: this.locale,
      cart: () => json(this.getAttribute("cart")),
      apart: this.apart,
    });
    this.barring = new Barring(this.visitor);
    waited(this);
    const style = sheet(new URL("style/widget.css", folder).href);
    this.root = this.attachShadow({ mode: "open" });
    this.root.append(style.el);
    this.root.addEventListener("keydown", (e) => e.key === "Escape" && this.opened && this.close());
    this.visitor.addEventListener("change", () => this.update());
    this.call = new Call();
    this.visitor.addEventListener("message", ({ detail }) => this.heard(detail));
    this.visitor.addEventListener("stranger", () => this.afresh());
    this.visitor.addEventListener("deed", ({ detail }) => this.does(detail));
    document.addEventListener("visibilitychange", () => this.update());
    addEventListener("focus", () => this.update());
    moves(() => ((this.held = undefined), this.update(), this.visitor.beacon.moved()));
    const panel =
      recall(OPEN) &&
      fetched("panel").then(
        ({ Panel }) => (this.Panel = Panel),
        () => {},
      );
    await Promise.all([this.draw(), style.ready, panel]);
    const known = Promise.resolve(this.knowing).catch(() => {}); // who asked for it is told
    await Promise.race([known.then(() => this.visitor.begin()), sleep(SLOW)]);
    this.place();
    this.placed();
    if (this.apart) this.open();
    else this.visitor.page();
    this.tell("ready");
  }

  /** draw builds the parts in the words of the locale. */
  async draw() {
    const w = await words(this.locale, "widget");
    const { visitor } = this;
    Object.assign(this, { lang: w.locale, dir: w.dir, words: w, panel: undefined });
    this.launcher = new Launcher({ words: w, onclick: () => this.toggle() });
    const closed = () => (this.opened ? this.panel : this.launcher.el).focus();
    this.prompt = new Prompt({
      words: w,
      accept: () => this.accept(),
      dismiss: () => visitor.answer("dismiss"),
      aside: () => this.update(),
      closed,
    });
    this.dock?.remove();
    this.dock = h(
      "div.dock",
      { lang: w.locale, dir: w.dir, onpointerenter: () => this.early(), onfocusin: () => this.early() },
      (this.link = new Link({ words: w, deed: this.link?.deed, closed })).el,
      this.prompt.el,
      this.launcher.el,
    );
  }

  /** furnish puts the panel beside the launcher, in the words of the locale. */
  furnish() {
    const { words, visitor } = this;
    const title = this.getAttribute("name") || words.t("panel.title");
    const accepted = { get: () => this.accepted, clear: () => (this.accepted = undefined) };
    this.panel = new this.Panel({
      words,
      visitor,
      title,
      accepted,
      fetched,
      signIn: () => signing(this),
      out: () => leaving(this),
      known: json(this.getAttribute("known")),
      close: () => this.close(),
    });
    this.launcher.el.before(this.panel.el);
  }

  /** fetch has the panel come, where it is not here yet. */
  async fetch() {
    this.coming ??= fetched("panel").finally(() => (this.coming = undefined));
    this.Panel ??= (await this.coming).Panel;
    if (!this.panel) this.furnish();
  }

  /** early has the panel come before it is asked for, once: somebody is about to. */
  early() {
    if (this.panel || this.begun || !this.dock?.parentNode) return;
    this.begun = true;
    this.fetch().then(
      () => this.update(),
      () => {},
    );
  }

  place() {
    this.root.append(this.dock);
    if (this.Panel && !this.panel) this.furnish();
    this.bar();
    if (recall(OPEN) && this.panel) this.show(true);
    else if (recall(OPEN)) this.open(false);
    if (this.shown) this.tell("open");
    this.update();
  }

  /** shown reports whether the panel is there to be seen. */
  get shown() {
    return this.opened && !this.dock.hidden;
  }

  /** opened reports whether the panel is there in the place of the launcher. */
  get opened() {
    return !!this.panel && !this.panel.el.hidden;
  }

  /** bar takes the chat off a page that offers none. A conversation under way stays, and its end is still seen. */
  bar() {
    const { visitor } = this;
    const under = ["queued", "chatting"].includes(visitor.status);
    if (under) this.held = visitor.session.id;
    const seen = visitor.status === "ended" && this.held === visitor.session.id && this.opened;
    const offered = visitor.availability?.offered !== false; // to this visitor
    this.dock.hidden = !this.apart && (this.barring.here || !offered) && !under && !seen;
    this.classList.toggle("open", this.shown);
    this.behind.set(this.shown);
  }

  update() {
    if (!this.dock) return;
    const { visitor } = this;
    if (this.away && !visitor.session?.identity_asked) this.open();
    this.bar();
    const open = this.shown;
    if (this.panel) this.panel.update();
    else if (["queued", "chatting"].includes(visitor.status)) this.early();
    this.prompt.update(visitor.prompt, open);
    this.launcher.update({
      status: visitor.status,
      availability: visitor.availability,
      unread: visitor.unread,
      invites: !!visitor.prompt && this.prompt.aside,
      lost: this.lost,
      coming: this.opening,
    });
    if (open && !document.hidden && document.hasFocus()) visitor.read();
    this.call.count(visitor.unread);
    this.changed("status", visitor.status);
    this.changed("unread", visitor.unread);
    this.changed("availability", visitor.availability?.accepting);
    this.changed("prompt", visitor.prompt?.uid);
  }

  /** does what a rule asks of the page, unless the page takes it on itself. */
  does(deed) {
    const untaken = this.dispatchEvent(
      new CustomEvent("livechat:deed", { detail: deed, bubbles: true, cancelable: true }),
    );
    if (untaken && ["open", "form"].includes(deed.type)) this.open(false);
    if (untaken && deed.type === "link") this.link.show(deed);
  }

  /** heard takes a message of somebody else's. Those of before the page was there ring for nobody. */
  heard(entry) {
    const fresh = Date.now() - Date.parse(entry.at) < 60_000;
    if (fresh && entry.n > this.visitor.readTo)
      this.call.message(this.shown && !document.hidden && document.hasFocus());
    this.tell("message", entry);
  }

  changed(name, value) {
    this.last ??= {};
    if (this.last[name] === value) return;
    this.last[name] = value;
    this.tell(name, value);
  }

  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(`livechat:${name}`, { detail, bubbles: true }));
  }

  accept() {
    if (this.visitor.status === "ended") this.visitor.leave();
    this.accepted = this.visitor.answer("accept");
    this.open();
  }

  open(focus = true) {
    if (!this.dock?.parentNode) return void this.there.then(() => this.open(focus));
    if (this.dock.hidden) return; // the page offers no chat
    if (!this.panel) return void this.await(focus);
    this.show(true);
    if (focus) this.panel.focus();
    this.tell("open");
  }

  /** await opens the panel once it is here. The launcher says when it cannot be had. */
  async await(focus) {
    if (this.opening) return;
    Object.assign(this, { opening: true, lost: false });
    this.update();
    try {
      await this.fetch();
    } catch {
      this.lost = this.opening;
    }
    const { opening } = this;
    this.opening = false;
    if (opening && !this.lost) this.open(focus);
    else this.update();
  }

  close() {
    if (!this.dock?.parentNode) return void this.there.then(() => this.close());
    if (this.apart) return void window.close();
    this.opening = false;
    if (!this.panel) return void keep(OPEN, undefined);
    this.show(false);
    this.launcher.el.focus();
    this.tell("close");
  }

  toggle() {
    if (!this.dock?.parentNode) return void this.there.then(() => this.toggle());
    if (!this.opened && this.visitor.prompt && this.prompt.aside) this.accept();
    else if (!this.opened) this.open();
    else this.close();
  }

  show(open) {
    this.away = false;
    this.panel.el.hidden = !open;
    this.launcher.el.hidden = open;
    this.launcher.el.setAttribute("aria-expanded", String(open));
    keep(OPEN, open ? 1 : undefined);
    clearInterval(this.looking);
    if (open) {
      this.visitor.refresh("no-store").catch(() => {});
      this.looking = setInterval(
        () =>
          ["browsing", "invited", "ended"].includes(this.visitor.status) &&
          this.visitor.refresh("no-store").catch(() => {}),
        LOOK,
      );
    }
    this.update();
  }

  /** page tells of another page of a single-page shop. */
  page() {
    return this.there.then(() => this.visitor.page());
  }

  /** setAttributes sets several attributes; objects become JSON, and what is null or undefined is taken away. */
  setAttributes(values) {
    for (const [name, value] of Object.entries(values)) {
      if (value === null || value === undefined) this.removeAttribute(name);
      else this.setAttribute(name, typeof value === "object" ? JSON.stringify(value) : String(value));
    }
  }

  /**
   * identify makes the visitor somebody whom the shop's server vouches for; what this browser has begun goes along. The
   * promise is broken with what was refused.
   * @param {string|(() => string|Promise<string>)} assertion as chathttp.Assert signs it; a function is asked again when
   *   the visitor is not known any more, a day later
   */
  async identify(assertion) {
    if (this.dock?.parentNode) return this.visitor.identify(assertion);
    this.knowing = this.visitor.identity.set(assertion); // what is asked first is asked as them
    return this.knowing;
  }

  /** reset makes the visitor a stranger again, as on signing out: nothing of theirs stays on the page or in the browser. */
  async reset() {
    await this.there;
    await this.visitor.reset();
    await this.afresh();
  }

  /** afresh shows the widget closed, with nothing in it that was begun. */
  async afresh() {
    if (this.shown) this.close();
    this.link.drop(); // it was another's
    await this.setLocale(this.locale);
  }

  /** setLocale shows the widget in other words. */
  async setLocale(locale) {
    await this.there;
    this.locale = this.visitor.options.locale = canonical(locale);
    await this.draw();
    this.place();
  }
}
