// The language that a visitor reads, where the shop has messages translated: they choose it, or see originals alone.
import { h } from "../lib/dom.js";
import { languages } from "../lib/languages.js";

export class Tongue {
  /**
   * @param {{words: object, visitor: import("../client/client.js").Client, log: import("../talk/log.js").Log,
   *   fault: (fault: Error) => void}} options
   */
  constructor({ words, visitor, log, fault }) {
    Object.assign(this, { words, visitor, log, fault });
    const change = () => this.choose();
    this.select = h("select.input", { id: "f-tongue", onchange: change });
    this.tick = h("input", { type: "checkbox", name: "verbatim", onchange: change });
    this.summary = h("summary");
    this.el = h(
      "details.tongue",
      { hidden: true, onkeydown: (e) => this.key(e) },
      this.summary,
      h("div.field", {}, h("label", { for: "f-tongue" }, words.t("reads.label")), this.select),
      h("label.tick", {}, this.tick, h("span", {}, words.t("reads.verbatim"))),
    );
  }

  /** update shows what holds; what is being chosen stays until the shop has heard of it. */
  update(session) {
    const { words } = this;
    const { translates, lang, lang_chosen: chosen, verbatim } = session;
    this.el.hidden = !translates || this.visitor.status === "ended";
    if (!translates) return;
    const how = verbatim ? "reads.none" : lang ? "reads.in" : "reads.unknown";
    const text = words.t(how, { language: lang ? words.language(lang) : "" });
    if (this.summary.textContent !== text) this.summary.textContent = text;
    if (!this.busy) this.fill(chosen ? lang : "", !!verbatim);
    this.log.messages.reads = lang;
    this.plain(!!verbatim);
  }

  fill(lang, verbatim) {
    this.tick.checked = verbatim;
    if (this.filled !== lang) {
      const option = ([value, text]) => h("option", { value }, text);
      this.select.replaceChildren(
        ...[["", this.words.t("reads.heard")], ...languages(this.words.locale, lang)].map(option),
      );
      this.filled = lang;
    }
    this.select.value = lang;
  }

  /** plain has every message show its original, or its translation, once somebody chose that; each can still be turned. */
  plain(verbatim) {
    const turned = this.verbatim !== verbatim;
    this.verbatim = verbatim;
    let news = false;
    for (const el of this.log.el.querySelectorAll(".msg")) {
      if (!turned && el.plain !== undefined) continue;
      news ||= !!el.plain !== verbatim;
      el.plain = verbatim;
    }
    if (news) queueMicrotask(() => this.visitor.set({}));
  }

  /** choose has the shop know. What is chosen meanwhile is told after it. */
  async choose() {
    const { visitor } = this;
    this.again = true;
    if (this.busy) return;
    this.busy = true;
    try {
      while (this.again) {
        this.again = false;
        const body = { lang: this.select.value || undefined, verbatim: this.tick.checked || undefined };
        await visitor.api.sure("PUT", `sessions/${visitor.session.id}/language`, body, { tries: 3 });
        await visitor.reread();
      }
    } catch (fault) {
      this.fault(fault);
    }
    this.busy = false;
    visitor.set({}); // what was refused is as it was
  }

  key(e) {
    if (e.key !== "Escape" || !this.el.hasAttribute("open")) return;
    e.stopPropagation(); // the panel stays open
    this.el.removeAttribute("open");
    this.summary.focus();
  }
}
