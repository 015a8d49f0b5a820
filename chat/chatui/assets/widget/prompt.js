import { h } from "../lib/dom.js";
import { icon } from "../lib/icons.js";

const PHONE = matchMedia("(max-width: 30rem)");
const GAP = 6; // px between the prompt and what it gives way to
const CONTROLS = "a[href], button, input, select, textarea, summary, [role=button], [role=link], [tabindex='0']";

/** boxes are those of what can be pressed or written in on the page and is to be seen. */
function boxes() {
  const all = [...document.querySelectorAll(CONTROLS)]
    .filter((el) => el.checkVisibility())
    .map((el) => el.getBoundingClientRect());
  return all.filter((r) => r.bottom > 0 && r.top < innerHeight);
}

/** under are those of boxes on which another would lie. */
function under(box, all) {
  return all.filter((r) => r.right > box.left && r.left < box.right && r.bottom > box.top && r.top < box.bottom);
}

/**
 * Prompt is the invitation above the launcher. It takes no focus; closed, it stays away. On a phone it is two lines, as low
 * on the screen as it lies on nothing that can be pressed; where there is no such place it stands aside, and the launcher says
 * that there is something.
 */
export class Prompt {
  /** @param {{words: object, accept: () => void, dismiss: () => void, aside: (is: boolean) => void, closed: () => void}} options closed: it goes with the focus, which needs a place */
  constructor({ words, accept, dismiss: away, aside, closed }) {
    const dismiss = () => {
      const inside = this.el.matches(":focus-within");
      away();
      if (inside) closed();
    };
    this.onaside = aside;
    this.text = h("p", { dir: "auto" });
    this.el = h(
      "section.prompt",
      {
        part: "prompt",
        role: "status",
        "aria-label": words.t("prompt.label"),
        hidden: true,
        onkeydown: (e) => e.key === "Escape" && dismiss(),
      },
      h("div.who", {}, icon("chat"), words.t("prompt.who")),
      this.text,
      h(
        "div.acts",
        {},
        h("button.button.primary.small", { type: "button", onclick: accept }, words.t("prompt.accept")),
      ),
      h("button.plain", { type: "button", "aria-label": words.t("prompt.dismiss"), onclick: dismiss }, icon("close")),
    );
    for (const name of ["scroll", "resize"])
      addEventListener(name, () => this.soon(), { passive: true, capture: true });
    document.addEventListener("load", () => this.soon(), { capture: true }); // a picture may move everything below it
    new ResizeObserver(() => this.soon()).observe(document.body);
  }

  update(prompt, open) {
    const fresh = prompt && !open && (this.el.hidden || this.text.textContent !== prompt.text);
    this.el.hidden = !prompt || open;
    if (prompt && this.text.textContent !== prompt.text) this.text.textContent = prompt.text;
    if (fresh)
      this.place(); // it is nowhere else before
    else this.soon();
  }

  soon() {
    if (this.due || (this.el.hidden && !this.aside)) return;
    this.due = true;
    requestAnimationFrame(() => ((this.due = false), this.place()));
  }

  /** rise moves the prompt up from its place above the launcher until it lies on nothing, and tells whether it comes to that. */
  rise() {
    const all = boxes();
    const { left, right, top, height } = this.el.getBoundingClientRect();
    for (let at = top; at > GAP; ) {
      const hit = under({ left, right, top: at, bottom: at + height }, all);
      if (!hit.length) return ((this.el.style.translate = `0 ${at - top}px`), true);
      at = Math.min(...hit.map((r) => r.top)) - height - GAP;
    }
    return false;
  }

  place() {
    const phone = PHONE.matches && !this.el.hidden;
    const { classList } = this.el;
    classList.toggle("small", phone);
    this.el.style.translate = "";
    const free = !phone || this.rise();
    classList.toggle("aside", !free);
    if (this.aside === !free) return;
    this.aside = !free;
    this.onaside(this.aside);
  }
}

/**
 * Link is what a rule would have the visitor see: an address under words of its own, where the panel is not open. It takes no
 * focus; closed, it stays away.
 */
export class Link {
  /** @param {{words: object, deed?: object, closed: () => void}} options closed: it goes with the focus, which needs a place */
  constructor({ words, deed, closed }) {
    this.closed = closed;
    this.a = h("a.button.small", { dir: "auto" });
    const close = h(
      "button.plain",
      { type: "button", "aria-label": words.t("prompt.dismiss"), onclick: () => this.hide() },
      icon("close"),
    );
    this.el = h(
      "section.link",
      { role: "status", hidden: true, onkeydown: (e) => e.key === "Escape" && this.hide() },
      this.a,
      close,
    );
    if (deed) this.show(deed);
  }

  /** show draws a deed of a rule; one with an address that is no page draws nothing. */
  show(deed) {
    const to = URL.canParse(deed.url, document.baseURI) && new URL(deed.url, document.baseURI);
    if (!to || !/^https?:$/.test(to.protocol)) return;
    this.deed = deed;
    this.el.hidden = false; // before its text: what changes in sight is read out
    Object.assign(this.a, { href: to.href, textContent: deed.text || to.host + to.pathname });
  }

  /** hide closes it at the visitor's word. */
  hide() {
    const inside = this.el.matches(":focus-within");
    this.drop();
    if (inside) this.closed();
  }

  /** drop takes it away, and says nothing of it to anybody. */
  drop() {
    this.deed = undefined;
    this.el.hidden = true;
  }
}
