// The settings of a team: <team-settings api="…/v1/" board="…" sign-in="/…"></team-settings>, the whole page. Its forms are
// made from what the API says settings are made of.
import { API } from "./lib/api.js";
import { folder } from "./lib/at.js";
import { h, keyed, replace } from "./lib/dom.js";
import { headersOf } from "./lib/headers.js";
import { icon } from "./lib/icons.js";
import { sentence } from "./lib/problem.js";
import { words } from "./lib/words.js";
import { Editor } from "./settings/editor.js";

const order = ["sites", "queues", "hours", "rules", "canned", "agents", "attributes", "routing", "prompts"];
const single = ["routing", "prompts"]; // a team has one, with the id "team"

/** labels are the words of the fields, in a language or in English. */
async function labels(locale) {
  for (const lang of [locale.split("-")[0], "en"]) {
    const answer = await fetch(new URL(`words/settings/${lang}.json`, folder)).catch(() => undefined);
    if (answer?.ok) return answer.json();
  }
  return {};
}

export class TeamSettings extends HTMLElement {
  connectedCallback() {
    this.ready ??= this.begin();
  }

  async begin() {
    const w = await words(this.getAttribute("locale") || navigator.language || "en", "board");
    Object.assign(document.documentElement, { lang: w.locale, dir: w.dir });
    document.title = w.t("set.title");
    this.words = w;
    this.api = new API(this.getAttribute("api") || "v1/", await headersOf(this.getAttribute("headers")));
    this.build(w);
    try {
      const [{ kinds }, table] = await Promise.all([this.api.get("settings/schema"), labels(w.locale)]);
      this.kinds = kinds;
      this.editor.labels = table;
      const all = order.filter((kind) => kinds[kind]);
      keyed(
        this.tabs,
        all,
        (k) => k,
        (k) => h("button.rule", { type: "button", onclick: () => this.turn(k) }, w.name("set.kind", k)),
      );
      const named = location.hash.slice(1);
      await this.turn(all.includes(named) ? named : all[0]);
    } catch (fault) {
      const to = this.getAttribute("sign-in");
      if (fault.status === 401 && to) return location.assign(to);
      this.fault(fault);
    }
    return undefined;
  }

  build(w) {
    this.problem = h("p.banner", { role: "alert", hidden: true });
    this.tabs = h("nav.tabs", { "aria-label": w.t("set.title") });
    this.items = h("ul.rules");
    this.make = h(
      "button.button.quiet.small",
      { type: "button", onclick: () => this.edit() },
      icon("plus"),
      w.t("set.new"),
    );
    this.editor = new Editor({ words: w, api: this.api, done: (id) => this.load(id), fault: (f) => this.fault(f) });
    this.replaceChildren(
      h(
        "header.top",
        {},
        h("span.brand", {}, icon("board"), h("h1", {}, w.t("set.title"))),
        h(
          "nav",
          {},
          h("a.button.quiet.small", { href: this.getAttribute("board") || "board" }, icon("board"), w.t("board.title")),
        ),
      ),
      this.problem,
      h(
        "main",
        {},
        this.tabs,
        h(
          "div.split.settings",
          {},
          h("section.box", { "aria-label": w.t("set.list") }, this.items, this.make),
          this.editor.el,
        ),
      ),
    );
  }

  fault(fault) {
    this.problem.textContent = sentence(fault, this.words);
    this.problem.hidden = false;
  }

  async turn(kind) {
    this.kind = kind;
    history.replaceState(null, "", `#${kind}`);
    for (const tab of this.tabs.children) tab.setAttribute("aria-pressed", String(tab.dataset.key === kind));
    this.make.hidden = single.includes(kind) || kind === "agents"; // the host makes agents
    this.editor.clear();
    await this.load();
  }

  /** load reads the settings of the kind that is shown, and opens one of them, unless something is being typed. */
  async load(id) {
    const { kind, words: w } = this;
    const round = (this.round = {});
    try {
      const { items = [] } = await this.api.get(`settings/${kind}`);
      if (round !== this.round) return;
      this.problem.hidden = true;
      const name = ({ id: own, value }) =>
        value?.name || value?.title || (single.includes(kind) ? w.name("set.kind", kind) : own);
      const shown = single.includes(kind) && !items.length ? [{ id: "team", value: {} }] : items;
      replace(
        this.items,
        shown.map((item) =>
          h(
            "li",
            {},
            h(
              "button.rule",
              { type: "button", "data-id": item.id, onclick: () => this.edit(item) },
              h("span", { dir: "auto" }, name(item)),
              item.retired_at && h("span.chip", {}, w.t("set.retired")),
            ),
          ),
        ),
      );
      const open = shown.find((item) => item.id === id) ?? (single.includes(kind) ? shown[0] : undefined);
      if (open && !this.editor.typed) this.edit(open, false);
      else this.press(this.editor.item);
    } catch (fault) {
      if (round === this.round) this.fault(fault);
    }
  }

  /** press shows which of the settings is open. */
  press(item) {
    for (const button of this.items.querySelectorAll("button"))
      button.setAttribute("aria-pressed", String(button.dataset.id === item?.id));
  }

  edit(item, focus = true) {
    this.press(item);
    this.editor.show(this.kind, this.kinds[this.kind], item, focus);
  }
}

customElements.define("team-settings", TeamSettings);
