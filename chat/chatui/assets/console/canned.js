import { h, keyed } from "../lib/dom.js";
import { spoken } from "./tongue.js";

const FRESH = 60_000; // how long the list is believed
const MOST = 50;
const SLASH = /(^|[\s(])\/([\p{L}\p{N}_-][^\n/]{0,40})?$/u; // before the cursor, anywhere in the text

/** rank orders what matches: by the beginning of its title, a word in it, then its text; the chat's own queue first. */
function rank(canned, asked, queue) {
  const title = String(canned.title).toLowerCase();
  const place =
    title.startsWith(asked) || canned.id.startsWith(asked)
      ? 0
      : ` ${title}`.includes(` ${asked}`)
        ? 2
        : title.includes(asked)
          ? 4
          : 6;
  return place + (canned.queue === queue ? 0 : 1);
}

/** filled puts what is known of a chat in the place of {name}, {agent} and {queue}; of what is not known nothing stays. */
function filled(text, known) {
  return text.replace(/ ?\{(name|agent|queue)\}/g, (hole, what) =>
    known[what] ? hole.replace(`{${what}}`, () => known[what]) : "",
  );
}

/**
 * Canned is the list of ready replies above the composer. A slash and a few letters anywhere in the text find one,
 * arrows and Enter or Tab put it in their place. Nothing is chosen before something was asked for, and while the list
 * is open Enter sends nothing. Escape closes it; where the button opened it, the text is then as it was.
 */
export class Canned {
  /**
   * @param {{words: object, api: object, composer: object, session: () => object|undefined, known: () => object}} options known:
   *   what stands in the place of variables
   */
  constructor({ words, api, composer, session, known }) {
    Object.assign(this, { words, api, composer, session, known, all: [], items: [], at: -1 });
    this.list = h("ul", { role: "listbox", id: "canned", "aria-label": words.t("canned.label") });
    this.none = h("p.none", { role: "status" });
    this.el = h("div.canned", { hidden: true }, this.list, this.none);
    this.input = composer.input;
    this.input.addEventListener("input", () => this.look());
    this.input.addEventListener("keydown", (e) => this.key(e), { capture: true });
    this.input.addEventListener("blur", () => this.restore());
    this.input.setAttribute("aria-controls", "canned");
  }

  get open() {
    return !this.el.hidden;
  }

  /** token is the slash before the cursor with what follows it: {from, to, asked}. */
  token() {
    const to = this.input.selectionStart;
    const found = this.input.selectionEnd === to && SLASH.exec(this.input.value.slice(0, to));
    return found
      ? { from: found.index + found[1].length, to, asked: (found[2] ?? "").trim().toLowerCase() }
      : undefined;
  }

  /** look follows what is written. A list that Escape has closed stays closed while that word goes on. */
  look() {
    const token = this.token();
    const { shut } = this;
    if (!token || token.from !== shut?.from || !token.asked.startsWith(shut.asked)) this.shut = undefined;
    if (!token || this.shut) return this.hide();
    this.load();
    return this.show(token);
  }

  /** load reads the replies, if they are not fresh. */
  async load() {
    if (this.loading || Date.now() - (this.read ?? 0) < FRESH) return;
    this.loading = true;
    try {
      const { canned = [] } = await this.api.get("agent/canned");
      Object.assign(this, { all: canned, read: Date.now() });
    } catch {
      // the next slash asks again; what was read before will do
    }
    this.loading = false;
    const token = this.open && this.token();
    if (token) this.show(token);
  }

  /** matching are the replies for what was asked, the best first, in the visitor's language. */
  matching(asked) {
    const session = this.session() ?? {};
    const { queue } = session;
    const known = this.known();
    const has = (c) =>
      [c.id, c.title, ...Object.values(c.text ?? {})].some((t) => String(t).toLowerCase().includes(asked));
    const order = (a, b) =>
      rank(a, asked, queue) - rank(b, asked, queue) ||
      String(a.title).localeCompare(String(b.title), this.words.locale);
    return this.all
      .filter(has)
      .sort(order)
      .slice(0, MOST)
      .map((c) => ({ ...c, text: filled(this.words.of(c.text, spoken(session)) ?? "", known) }));
  }

  show({ asked, from, to }) {
    const { input, words } = this;
    this.items = this.matching(asked);
    const alone = input.value.slice(0, from).trim() === "" && input.value.slice(to).trim() === "";
    if (!this.items.length && !this.opened && !alone) return this.hide(); // it is only a slash
    this.at = asked && this.items.length ? 0 : -1;
    const option = (c) =>
      h(
        "li",
        { role: "option", onmousedown: (e) => (e.preventDefault(), this.take(c)) },
        h("strong", {}, c.title),
        h("span", { dir: "auto" }, c.text),
      );
    keyed(this.list, this.items, (c) => `${c.id} ${c.text}`, option);
    [...this.list.children].forEach((li, i) => (li.id = `canned-${i}`));
    this.none.hidden = this.items.length > 0;
    this.none.textContent = this.items.length ? "" : words.t(this.loading ? "canned.loading" : "canned.none");
    this.el.hidden = false;
    return this.mark();
  }

  mark() {
    [...this.list.children].forEach((li, i) => li.setAttribute("aria-selected", String(i === this.at)));
    const chosen = this.list.children[this.at];
    if (chosen) this.input.setAttribute("aria-activedescendant", chosen.id);
    else this.input.removeAttribute("aria-activedescendant");
    chosen?.scrollIntoView({ block: "nearest" });
  }

  hide() {
    this.opened = undefined;
    this.el.hidden = true;
    this.input.removeAttribute("aria-activedescendant");
  }

  key(e) {
    if (e.isComposing || !this.open) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[e.key];
    if (step && this.items.length)
      this.at =
        this.at < 0 && step < 0 ? this.items.length - 1 : (this.at + step + this.items.length) % this.items.length;
    else if (e.key === "Tab" && this.at < 0)
      return; // the focus goes on
    else if ((e.key === "Enter" && !e.shiftKey) || e.key === "Tab")
      this.items[this.at] && this.take(this.items[this.at]);
    else if (e.key === "Escape") this.escape();
    else if (!step) return;
    this.swallow(e);
    if (this.open) this.mark();
  }

  swallow(e) {
    e.preventDefault();
    e.stopImmediatePropagation();
  }

  /** escape closes the list; what the button wrote is taken away again. */
  escape() {
    const token = this.opened ? undefined : this.token();
    this.shut = token?.asked ? token : undefined;
    this.restore();
  }

  restore() {
    const { opened, composer, input } = this;
    this.hide();
    if (!opened) return;
    input.value = opened.text;
    input.setSelectionRange(opened.from, opened.to);
    composer.changed();
  }

  take(canned) {
    const token = this.token();
    if (!token) return this.hide();
    this.hide();
    const next = this.input.value.charAt(token.to);
    return this.composer.insert(`${canned.text}${/^\S/.test(next) ? " " : ""}`, token.from, token.to);
  }

  /** begin opens the list at the cursor, for the button and for the key; an open list is closed. */
  begin() {
    const { input, composer } = this;
    if (this.open) return this.escape();
    const opened = { text: input.value, from: input.selectionStart, to: input.selectionEnd };
    const gap = /(^|[\s(])$/.test(opened.text.slice(0, opened.to)) ? "" : " ";
    composer.insert(`${gap}/`, opened.to, opened.to);
    this.shut = undefined;
    this.opened = opened;
    this.load();
    return this.show(this.token());
  }
}
