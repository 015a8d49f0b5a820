import { h, replace } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { verdicts } from "../lib/verdicts.js";

const shown = ["queued", "offered", "active", "held"];

/** Why says why a chat came to whoever has it, or why nobody takes it. */
export class Why {
  constructor({ words, work }) {
    Object.assign(this, { words, work });
    this.el = h("section.why", { hidden: true });
  }

  async update(session) {
    const { id, state } = session;
    const mark = `${id} ${state} ${session.agent ?? ""}`;
    if (mark === this.mark && session.agent) return; // that is settled; who waits is asked about again and again
    this.mark = mark;
    const list = shown.includes(state)
      ? await this.work.api.get(`agent/sessions/${id}/explain`).then(
          (a) => a.verdicts ?? [],
          () => ((this.mark = ""), []), // it is asked again
        )
      : [];
    if (this.work.current !== id) return;
    this.el.hidden = list.length === 0;
    const mine = session.agent && session.agent === this.work.me?.id;
    const title = session.agent ? (mine ? "why.mine" : "why.theirs") : "why.nobody";
    replace(this.el, h("h3", {}, icon("transfer"), this.words.t(title)), verdicts(list, this.words));
  }
}
