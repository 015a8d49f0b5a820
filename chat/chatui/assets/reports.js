// What became of the chats of a time: <team-reports api="…/v1/" board="…" sign-in="/…"></team-reports>, the whole page.
import { h } from "./lib/dom.js";
import { API } from "./lib/api.js";
import { headersOf } from "./lib/headers.js";
import { icon } from "./lib/icons.js";
import { sentence } from "./lib/problem.js";
import { words } from "./lib/words.js";
import { Figures } from "./reports/figures.js";
import { People } from "./reports/people.js";
import { period, periods } from "./reports/period.js";
import { Promises } from "./reports/promises.js";
import { Prompts } from "./reports/prompts.js";
import { Volume } from "./reports/volume.js";

/** barred has a report that is not for this supervisor be an empty one. */
const barred = (fault) => {
  if (fault.status !== 403) throw fault;
  return [];
};

export class TeamReports extends HTMLElement {
  connectedCallback() {
    this.ready ??= this.begin();
  }

  async begin() {
    const w = await words(this.getAttribute("locale") || navigator.language || "en", "board");
    Object.assign(document.documentElement, { lang: w.locale, dir: w.dir });
    document.title = w.t("report.title");
    this.words = w;
    this.api = new API(this.getAttribute("api") || "v1/", await headersOf(this.getAttribute("headers")));
    this.build(w);
    const named = location.hash.slice(1);
    this.choice.value = periods.includes(named) ? named : periods[0];
    await this.read();
  }

  build(w) {
    const names = { day: w.t("report.day"), week: w.t("report.week"), month: w.t("report.month") };
    const options = periods.map((p) => h("option", { value: p }, names[p]));
    this.choice = h("select.input", { id: "period", onchange: () => this.read() }, ...options);
    this.problem = h("p.banner", { role: "alert", hidden: true });
    this.said = h("p.lead", { role: "status" });
    this.parts = [
      new Figures({ words: w }),
      new Volume({ words: w }),
      new Promises({ words: w }),
      new Prompts({ words: w }),
      new People({ words: w, api: this.api }),
    ];
    const board = h(
      "a.button.quiet.small",
      { href: this.getAttribute("board") || "board" },
      icon("board"),
      w.t("board.title"),
    );
    this.replaceChildren(
      h("header.top", {}, h("span.brand", {}, icon("board"), h("h1", {}, w.t("report.title"))), h("nav", {}, board)),
      this.problem,
      h(
        "main.reports",
        {},
        h("form.period", {}, h("label", { for: "period" }, w.t("report.period")), this.choice, this.said),
        ...this.parts.map((part) => part.el),
      ),
    );
  }

  /** read asks for the reports of the period that is chosen, and shows them unless another one was chosen meanwhile. */
  async read() {
    const { api, words: w } = this;
    const round = (this.round = {});
    const chosen = period(this.choice.value);
    history.replaceState(null, "", `#${this.choice.value}`);
    this.said.textContent = w.t("report.reading");
    const ask = async (name, cut) => (await api.get(`reports/${name}?${chosen.query(cut)}`)).rows ?? [];
    const { cut } = chosen;
    try {
      const [sessions, csat, queue, [all], [agents], [prompts], team] = await Promise.all([
        ask("sessions", cut),
        ask("csat", cut),
        ask("queue", cut),
        ask("queue"),
        ask("agents"),
        ask("prompts").catch(barred), // for who has everything
        api.get("agents"),
      ]);
      if (round !== this.round) return;
      this.problem.hidden = true;
      this.said.textContent = w.t(!sessions.length ? "report.none" : cut === "hour" ? "report.zone" : "report.utc");
      const read = {
        sessions,
        csat,
        queue,
        all: all?.queue,
        agents: agents?.agents ?? [],
        prompts: prompts?.rules ?? [],
        team: team.agents ?? [],
      };
      for (const part of this.parts) part.update(read, chosen);
    } catch (fault) {
      if (round === this.round) this.fault(fault);
    }
  }

  fault(fault) {
    const to = this.getAttribute("sign-in");
    if (fault.status === 401 && to) return location.assign(to);
    this.said.textContent = "";
    this.problem.textContent = sentence(fault, this.words);
    this.problem.hidden = false;
    return undefined;
  }
}

customElements.define("team-reports", TeamReports);
