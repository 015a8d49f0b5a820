import { busy } from "../lib/busy.js";
import { h, replace } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { most } from "../lib/letters.js";
import { initial, portrait } from "../lib/portrait.js";
import { sentence } from "../lib/problem.js";

const PAUSE = 200; // ms without a key until a name is looked for

/** Transfer asks where a chat goes: a queue or a colleague, who is free there, and what happens if nobody is. */
export class Transfer {
  constructor({ words, work }) {
    Object.assign(this, { words, work });
    this.targets = h("fieldset.targets");
    const search = words.t("transfer.search");
    this.search = most(h("input.input", { type: "search", "aria-label": search, placeholder: search }), 100);
    this.search.addEventListener("input", () => {
      clearTimeout(this.looking);
      this.looking = setTimeout(() => this.list(this.search.value.trim()).catch(() => {}), PAUSE);
    });
    const note = words.t("transfer.note");
    this.text = most(h("textarea.input", { "aria-label": note, placeholder: note }), 1000);
    this.otherwise = h(
      "select.input",
      {},
      ...["queue", "message", "fail"].map((way) => h("option", { value: way }, words.t(`transfer.else.${way}`))),
    );
    this.problem = h("p.problem", { role: "alert", hidden: true });
    this.go = h("button.button.primary", { type: "submit" }, words.t("transfer.go"));
    this.el = h(
      "dialog.transfer",
      { "aria-labelledby": "transfer-title" },
      h(
        "form",
        { onsubmit: (e) => (e.preventDefault(), this.submit()) },
        h("h2", { id: "transfer-title" }, words.t("transfer.title")),
        this.search,
        this.targets,
        this.text,
        h("label.field", {}, h("span", {}, words.t("transfer.else")), this.otherwise),
        this.problem,
        h(
          "div.acts",
          {},
          h("button.button.quiet", { type: "button", onclick: () => this.el.close() }, words.t("transfer.cancel")),
          this.go,
        ),
      ),
    );
  }

  async show(id) {
    this.id = id;
    this.problem.hidden = true;
    this.text.value = this.search.value = "";
    await this.list("");
    this.search.hidden = !this.work.team.many;
    this.el.showModal();
  }

  /** list shows the queues and colleagues whose names have what is looked for: nothing else can be chosen then. */
  async list(q) {
    const { queues, agents } = await this.work.team.targets(q);
    if (this.search.value.trim() !== q) return; // another name is asked for by now
    const { me } = this.work;
    const named = ({ id, name }) => (name || id).toLowerCase().includes(q.toLowerCase());
    const elsewhere = queues.filter((x) => x.id !== this.work.find(this.id)?.queue && named(x));
    replace(
      this.targets,
      h("legend.sr", {}, this.words.t("transfer.title")),
      elsewhere.map((x) => this.row("queue", x, this.places(x))),
      agents
        .filter((a) => a.id !== me?.id)
        .map((a) =>
          this.row(
            "agent",
            a,
            a.mode === "available"
              ? this.words.t("transfer.free", { count: a.free ?? 0 })
              : this.words.name("mode", a.mode),
          ),
        ),
    );
    const first = this.targets.querySelector("input:enabled");
    first?.click();
    this.go.disabled = !first;
  }

  /** places says who is free in a queue, and when it opens while it is closed. */
  places(q) {
    if (q.open !== false) return this.words.t("transfer.queue", { free: q.free ?? 0, agents: q.agents ?? 0 });
    if (!q.next_open_at) return this.words.t("transfer.closed");
    return this.words.t("transfer.opens", { at: this.words.moment(q.next_open_at) });
  }

  /** row is a place to choose; a colleague has a face, and a queue a mark. */
  row(kind, target, text) {
    const { id, name, photo } = target;
    const face = kind === "agent" && h("span.face", { "aria-hidden": "true" });
    if (face) portrait(face, initial(name || id), photo, this.work.api.base);
    const disabled = !!target.mode && target.mode !== "available"; // who is away cannot be offered it
    return h(
      "label.target",
      {},
      h("input", { type: "radio", name: "target", value: `${kind}:${target.id}`, required: true, disabled }),
      face || icon("users"),
      h("span", {}, h("strong", { dir: "auto" }, target.name || target.id), h("span", {}, text)),
    );
  }

  submit() {
    return busy(this.go, () => this.send());
  }

  async send() {
    const chosen = this.targets.querySelector("input:checked");
    if (!chosen) return;
    const [kind, id] = chosen.value.split(/:(.*)/s);
    try {
      await this.work.act(this.id, "transfer", {
        [kind]: id,
        if_unavailable: this.otherwise.value,
        text: this.text.value.trim() || undefined,
      });
      this.el.close();
    } catch (fault) {
      const own = { "no-agent": "transfer.nobody", "closed-hours": "transfer.closed", "at-capacity": "transfer.full" }[
        fault.code
      ];
      this.problem.textContent = own ? this.words.t(own) : sentence(fault, this.words);
      this.problem.hidden = false;
    }
  }
}
