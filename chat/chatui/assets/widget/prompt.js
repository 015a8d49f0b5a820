import { h } from "../lib/dom.js";
import { icon } from "../lib/icons.js";

/** Prompt is the invitation above the launcher. It takes no focus; closed, it stays away. */
export class Prompt {
  constructor({ words, accept, dismiss }) {
    this.text = h("p", { dir: "auto" });
    this.el = h("section.prompt", { role: "status", "aria-label": words.t("prompt.label"), hidden: true, onkeydown: (e) => e.key === "Escape" && dismiss() },
      h("div.who", {}, icon("chat"), words.t("prompt.who")),
      this.text,
      h("div.acts", {}, h("button.button.primary.small", { type: "button", onclick: accept }, words.t("prompt.accept"))),
      h("button.plain", { type: "button", "aria-label": words.t("prompt.dismiss"), onclick: dismiss }, icon("close")));
  }

  update(prompt, open) {
    this.el.hidden = !prompt || open;
    if (prompt) this.text.textContent = prompt.text;
  }
}
