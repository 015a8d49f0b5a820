// One message of a log: what it answers, its words, what can be done with it, and how far it has come.
import { h, replace } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { linked } from "../lib/links.js";
import { choices, products } from "./rich.js";
import { beside, translation, worded } from "./translated.js";

const marks = { sending: "clock", sent: "check", failed: "alert", delivered: "checks", read: "checks" };
const BEGINNING = 60; // characters of a message that name it

/** beginning is as much of a text as names a message. */
export function beginning(text) {
  const all = [...String(text ?? "").replace(/\s+/g, " ")];
  return all.length > BEGINNING ? `${all.slice(0, BEGINNING).join("")}…` : all.join("");
}

/** Messages draws the messages of one log. */
export class Messages {
  /**
   * acts tells what may be done with an entry: of "reply", "correct" and "withdraw"; act does it.
   * @param {{words: object, side: string, retry: (command: string) => void, show: (n: number) => void,
   *   acts?: (entry: object) => string[], act?: (name: string, entry: object) => void}} options show goes to a message
   */
  constructor({ words, side, retry, show, acts = () => [], act = () => {} }) {
    Object.assign(this, {
      words,
      side,
      retry,
      show,
      acts,
      act,
      files: undefined,
      previews: undefined,
      reads: undefined,
    }); // files, previews: see files.js and previews.js; reads: a language
    this.face = undefined; // draws what an author of the other side looks like
    this.awaits = undefined; // draws the files that are not there
  }

  build(line) {
    const own = line.side === this.side;
    const note = line.kind === "note.created";
    const face = this.face && h("i.face", { "aria-hidden": "true" });
    const by = note ? [icon("note"), this.words.t("log.note_by", { name: line.name ?? "" })] : [face, line.name ?? ""];
    return h(
      "div.msg",
      { part: "message" },
      (!own || note) && h("span.by", { dir: "auto" }, ...by),
      h("div.bubble", {}, h("p.text", { part: "text", dir: "auto" })),
      h("span.foot", { "aria-live": "off" }),
    );
  }

  refresh(el, line) {
    const own = line.side === this.side;
    el.className = "msg";
    const classes = {
      own,
      note: line.kind === "note.created",
      first: line.first,
      last: line.last,
      sending: line.state === "sending",
      erased: line.gone,
    };
    for (const [name, on] of Object.entries(classes)) el.classList.toggle(name, !!on);
    const text = el.querySelector(".text");
    const other = translation(line, this.side, this.reads);
    const shown = other && this.side === "visitor" && !el.plain ? other : { text: line.text, lang: line.entry?.lang };
    if (text.textContent !== shown.text) replace(text, linked(shown.text));
    if (other) text.lang = shown.lang ?? "";
    beside(el, other, this.side, this.words, () => this.refresh(el, line));
    const by = el.querySelector(".by");
    if (by) by.hidden = !line.first;
    const face = line.first && by?.querySelector(".face");
    if (face) this.face(face, line.author ?? {});
    this.quote(el, line.to);
    this.shown(
      el,
      line.entry && { ...line.entry, ...worded(line.entry, other && shown === other ? other : undefined) },
    );
    this.marked(el, this.marks(line));
    this.more(el, line);
    this.foot(el.querySelector(".foot"), line, own);
    this.previews?.draw(el, line.entry);
  }

  /** quote shows above a message the beginning of the one it answers, and leads there. */
  quote(el, to) {
    let quote = el.querySelector(".quote");
    if (!to) return void quote?.remove();
    if (!quote) {
      quote = h(
        "button.quote",
        { type: "button", onclick: () => this.show(to.n) },
        h("span.sr", {}, this.words.t("log.answers")),
        " ",
        h("strong"),
        h("span", { dir: "auto" }),
      );
      el.querySelector(".bubble").before(quote);
    }
    const [, name, text] = quote.children;
    if (name.textContent !== to.name) name.textContent = to.name;
    if (text.textContent !== to.text) text.textContent = to.text;
    return undefined;
  }

  /** shown puts below a message what it shows beside its words; a visitor has the choices on the line to write on. */
  shown(el, { products: cards, choices: texts, files, awaited } = {}) {
    const brings = this.files && Array.isArray(files) && files.length ? files : undefined;
    const waits = this.awaits && awaited?.length ? awaited : undefined;
    const said = el.querySelector(".text");
    const names = [...(brings ?? []), ...(waits ?? [])].map((f) => f.name).join("\n");
    said.hidden = !!names && said.textContent === names;
    const told = JSON.stringify([cards, texts, brings, waits]);
    if ((el.shown ?? "[null,null,null,null]") === told) return;
    el.shown = told;
    for (const old of el.querySelectorAll(".products, .offered, .files")) old.remove();
    if (waits) said.after(this.awaits(waits));
    if (brings) said.after(this.files.draw(brings));
    const agent = this.side === "agent";
    const rows = [
      Array.isArray(cards) && products(cards, this.words, !agent),
      agent && Array.isArray(texts) && choices(texts),
    ];
    el.querySelector(".bubble").after(...rows.filter(Boolean));
  }

  /** marks is what was done to the words: by their author, and by moderation. */
  marks({ changed, gone, entry: { masked, flag, unscreened } = {} }) {
    if (gone) return "";
    const t = (name, why) => this.words.t(`log.${name}`, why);
    return [
      changed && t("changed"),
      masked && t("masked"),
      flag && t("flagged", { why: flag }),
      unscreened && t("unscreened"),
    ]
      .filter(Boolean)
      .join(" · ");
  }

  marked(el, text) {
    let mark = el.querySelector(".changed");
    if (!text) return void mark?.remove();
    if (!mark) el.querySelector(".bubble").after((mark = h("span.changed")));
    if (mark.textContent !== text) mark.textContent = text;
    return undefined;
  }

  /** more is the button of what can be done with a message, where there is anything. */
  more(el, line) {
    const names = line.entry ? this.acts(line.entry) : [];
    let more = el.querySelector(".more");
    el.entry = line.entry;
    if (String(el.names ?? "") !== String(names)) el.querySelector(".deeds")?.remove();
    el.names = names;
    if (!names.length) return void more?.remove();
    const label = this.words.t("log.acts", { text: beginning(line.text) });
    if (!more) {
      more = h(
        "button.more",
        { type: "button", "aria-expanded": "false", tabindex: "-1", onclick: () => this.toggle(el) },
        icon("more"),
      );
      el.querySelector(".bubble").append(more);
    }
    if (more.ariaLabel !== label) more.ariaLabel = label;
    return undefined;
  }

  /** toggle shows what can be done with a message, and puts it away again. */
  toggle(el) {
    const [more, there] = [el.querySelector(".more"), el.querySelector(".deeds")];
    more?.setAttribute("aria-expanded", String(!there));
    if (there) return void (there.remove(), more?.focus());
    const button = (name) =>
      h(
        "button",
        { type: "button", "data-act": name, onclick: () => (this.close(el), this.act(name, el.entry)) },
        this.words.t(`log.act.${name}`),
      );
    const deeds = h(
      "div.deeds",
      {
        role: "group",
        "aria-label": more.ariaLabel,
        "aria-live": "off",
        onkeydown: (e) => e.key === "Escape" && (e.stopPropagation(), this.toggle(el)),
      },
      ...el.names.map(button),
    );
    el.querySelector(".bubble").after(deeds);
    deeds.scrollIntoView({ block: "nearest" });
    return deeds.firstElementChild.focus();
  }

  close(el) {
    el.querySelector(".deeds")?.remove();
    el.querySelector(".more")?.setAttribute("aria-expanded", "false");
  }

  foot(foot, line, own) {
    const quiet = line.kind === "note.created" && !["sending", "failed"].includes(line.state); // nobody reads it on the other side
    const state = own && !quiet ? line.state : "";
    const shown = `${state} ${line.at} ${line.why ?? ""}`;
    if (foot.dataset.shown === shown) return;
    foot.dataset.shown = shown;
    foot.className = `foot ${state === "failed" ? "fault" : state}`;
    foot.ariaLive = state === "failed" ? "polite" : "off"; // what goes as it should is not told
    replace(
      foot,
      h("time", { datetime: line.at, text: this.words.time(line.at) }),
      state && icon(marks[state]),
      state && h(line.why ? "span" : "span.sr", { text: this.words.t(`log.${state}`) }),
      line.why && h("span.why", {}, line.why),
      state === "failed" &&
        h("button", { type: "button", onclick: () => this.retry(line.command) }, this.words.t("log.retry")),
    );
  }
}
