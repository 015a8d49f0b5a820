import { busy } from "../lib/busy.js";
import { h, replace } from "../lib/dom.js";
import { icon } from "../lib/icons.js";
import { most } from "../lib/letters.js";

/** Rating asks for one to five stars and a word; a rating may be changed while the window is open. */
export class Rating {
  constructor({ words, rate }) {
    Object.assign(this, { words, onrate: rate });
    this.said = h("p.thanks", { role: "status" }); // there before it says something, so that it is told
    this.body = h("div");
    const submit = (e) => (e.preventDefault(), this.submit());
    this.el = h("form.rating", { hidden: true, onsubmit: submit }, this.said, this.body);
  }

  update(session) {
    const asked = session && (session.can_rate || session.rating);
    this.el.hidden = !asked;
    if (!asked) return;
    const shape = session.rating ? `rated ${session.rating.score}` : "ask";
    if (shape === this.shape) return;
    this.shape = shape;
    if (session.rating) this.thanks(session.rating.score);
    else this.ask();
  }

  thanks(score) {
    const stars = h(
      "div.stars",
      { role: "img", "aria-label": this.words.t("rating.stars", { count: score }) },
      ...[1, 2, 3, 4, 5].map((n) => h(n <= score ? "label.on" : "label", {}, icon("star"))),
    );
    replace(this.said, icon("check"), this.words.t("rating.thanks"));
    replace(this.body, stars);
  }

  ask() {
    const star = (n) =>
      h(
        "label",
        {},
        icon("star"),
        h("input", {
          type: "radio",
          name: "score",
          value: n,
          required: true,
          "aria-label": this.words.t("rating.stars", { count: n }),
          onchange: () => this.pick(n),
        }),
      );
    this.stars = h(
      "fieldset.stars",
      {},
      h("legend.sr", {}, this.words.t("rating.label")),
      ...[1, 2, 3, 4, 5].map(star),
    );
    const asked = this.words.t("rating.comment");
    this.comment = most(
      h("textarea.input", { placeholder: asked, "aria-label": asked, dir: "auto", hidden: true }),
      1000,
    );
    this.button = h("button.button.primary.wide", { type: "submit", hidden: true }, this.words.t("rating.send"));
    replace(this.said);
    replace(this.body, h("h3", {}, this.words.t("rating.title")), this.stars, this.comment, this.button);
  }

  pick(score) {
    this.score = score;
    [...this.stars.querySelectorAll("label")].forEach((l, i) => l.classList.toggle("on", i < score));
    this.comment.hidden = this.button.hidden = false;
  }

  submit() {
    const comment = this.comment.value.trim();
    return busy(this.button, () => this.onrate({ score: this.score, scale: 5, comment: comment || undefined }));
  }
}
