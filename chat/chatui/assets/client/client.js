// The chat of one visitor without a face: what the widget is built on, for who draws one of their own. See client.d.ts for
// all of it with types.
//
//   import { Client } from "/chat/client.js";
//   const chat = new Client({ api: "/chat/v1/", locale: "en" });
//   chat.addEventListener("change", () => draw(chat.status, chat.session, chat.entries, chat.unsent));
//   await chat.enter();
//   await chat.start({ contact: { name: "Eve" }, text: "Which size?", consent: true });
//   chat.say("The blue one");
import { API } from "../lib/api.js";
import { Beacon } from "./beacon.js";
import { had, past } from "./history.js";
import { Identity } from "./identity.js";
import { carried } from "./limits.js";
import { Visitor } from "./visitor.js";

/** change has a message be something else, and shows it as it stands then. */
async function change({ api, session, timeline }, method, n, body) {
  timeline.put(await api.sure(method, `sessions/${session.id}/messages/${n}`, body, { tries: 5 }));
}

/**
 * Client is what Visitor is, and does what a page wants of it. What it knows is in its fields; it fires "change" when any of
 * it is another, "message" (detail: the entry) for each message of somebody else's, and "typing" (detail: {on}).
 */
export class Client extends Visitor {
  /**
   * @param {object} options
   * @param {string|URL} options.api the address of the API's v1/ folder, with its slash
   * @param {() => Record<string, string>|undefined|Promise<Record<string, string>|undefined>} [options.headers] of each
   *   request, such as Authorization. Default: none, the visitor is known by a cookie
   * @param {string} [options.site] Default: the first by its id
   * @param {string} [options.queue] Default: the site's first
   * @param {string} [options.locale] a language tag. Default: the browser's
   * @param {() => object|undefined} [options.cart] what is in the basket, in minor units of its currency. Default: nothing
   * @param {boolean} [options.apart] the page holds the chat alone, and is none of the shop. Default: it is one of the shop
   */
  constructor({ api, headers, site, queue, locale = navigator.language, cart = () => undefined, apart }) {
    super(new API(api, headers), { site, queue, locale, cart: () => carried(cart()), apart });
    this.identity = new Identity(this.api);
    const facts = () => ({ site: this.options.site, locale: this.options.locale, cart: this.options.cart() });
    this.beacon = new Beacon(this.api, facts, (answer) => this.visited(answer));
    this.addEventListener("due", () => this.beacon.again()); // the shop has news for the rules
  }

  /** entries are those of the chat, in their order. */
  get entries() {
    return this.timeline?.entries ?? [];
  }

  /** unsent are the messages that the shop does not have yet, with their state: sending, sent or failed. */
  get unsent() {
    return this.outbox?.items ?? [];
  }

  /** enter begins a visit of this page: it asks what there is, and tells the shop of the page. */
  async enter() {
    await this.begin();
    await this.page();
  }

  /** page tells of another page of a single-page shop. */
  page() {
    return this.beacon.page();
  }

  /**
   * say writes a message. It is sent until the shop has it, under one key, also over a reload; it is in unsent until then.
   * @param {string} text @param {number} [replyTo] the number of the message it answers
   * @param {{id: string, name: string}[]} [files] that it brings along, complete: then the text may be empty
   */
  say(text, replyTo, files) {
    return this.outbox.add(text, undefined, replyTo, undefined, undefined, files);
  }

  /** correct puts other words in the place of those of one's own message n. */
  correct(n, text) {
    return change(this, "PUT", n, { text });
  }

  /** withdraw takes one's own message n back. */
  withdraw(n) {
    return change(this, "DELETE", n);
  }

  /** refuse says that the visitor will not sign in, where session.identity_asked. */
  refuse() {
    return this.act("identity/refuse");
  }

  /** chats is how many sessions this browser has had, besides the one that is shown. */
  get chats() {
    return had(this.shelved ? undefined : this.session?.id);
  }

  /** past are the sessions that this browser has had and that are over, the newest first. */
  past() {
    return past(this.api, this.shelved ? undefined : this.session?.id);
  }

  /** again sends a message that was refused once more. */
  again(key) {
    this.outbox.retry(key);
  }

  /** peeking reports whether agents see what the visitor types: the shop has said so, and the visitor not taken it back. */
  get peeking() {
    const { session, wish } = this;
    return session?.peek === "allowed" && !(wish?.id === session.id && !wish.on);
  }

  /**
   * peek lets agents see what the visitor types before it is sent, or does so no more, where session.peek is there. What is
   * typed is shown no more from the call on, also while the shop cannot be reached; it is again where the shop refuses.
   */
  async peek(on) {
    const wish = (this.wish = { id: this.session.id, on });
    try {
      await this.act("peek", { on });
    } catch (fault) {
      if (this.wish === wish && !fault.again) this.wish = undefined;
      throw fault;
    }
    if (this.wish === wish && this.session?.peek !== "allowed") this.wish = undefined; // the shop knows
  }

  /**
   * typing tells that the visitor writes, or does not any more. It is no loss when that does not arrive. The text so far
   * goes along only while peeking: agents see the last 1,000 characters of it, and nothing keeps it.
   * @param {boolean} on @param {string} [text]
   */
  typing(on, text) {
    if (this.status !== "chatting") return;
    const shown = on && this.peeking ? [...(text ?? "")].slice(-1000).join("") : "";
    const body = shown ? { on, text: shown } : { on };
    this.api.post(`sessions/${this.session.id}/typing`, body, { keepalive: !on }).catch(() => {}); // also as the page goes
  }

  end() {
    return this.act("end");
  }

  /** rate says how the chat was: a score of 1 to 5, with a comment or without. */
  rate(rating) {
    return this.act("rating", rating);
  }

  /** transcript has the chat mailed to the visitor, where session.can_mail says that it can be. */
  transcript() {
    return this.api.sure("POST", `sessions/${this.session.id}/transcript`, {}, { tries: 3 });
  }

  /**
   * help asks what may answer a text, while it is typed: the shop's own answers and questions. Without a text it is all
   * questions, and the times at which the shop can call.
   * @param {string} [text] its last 1,000 characters are asked about @param {AbortSignal} [signal]
   * @param {string} [lang] a language tag. Default: the locale
   */
  help(text = "", signal, lang = this.options.locale) {
    const body = { site: this.options.site, lang, text: [...text].slice(-1000).join("") };
    return this.api.post("help", body, { signal });
  }

  /** helped tells that an answer helped, by its id. It counts once a visitor and day. */
  helped(id) {
    return this.api.sure("POST", "help/helped", { site: this.options.site, id }, { tries: 3 });
  }

  /** erase has the shop erase everything of the visitor. */
  async erase() {
    await this.api.send("DELETE", "visitor");
    this.api.met = undefined; // that nobody is known now is no fault of the browser
  }

  /**
   * identify makes the visitor somebody whom the shop's server vouches for; what this browser has begun goes along. The
   * promise is broken with what was refused.
   * @param {string|(() => string|Promise<string>)} assertion as chathttp.Assert signs it; a function is asked again when
   *   the visitor is not known any more, a day later
   */
  async identify(assertion) {
    await this.identity.set(assertion);
    await this.other(true);
  }

  /** reset makes the visitor a stranger again, as on signing out: nothing of theirs stays in the browser. */
  async reset() {
    await this.identity.clear();
    this.forget();
    this.news.postMessage("stranger");
    await this.other();
    this.beacon.again();
  }
}
