// A panel that covers the whole screen has the page behind it: what lies there is not reached by keys, fingers or readers.

const COVERS = matchMedia("(max-width: 30rem)"); // as in widget.css

export class Behind {
  /** @param {HTMLElement} el the widget's element */
  constructor(el) {
    this.el = el;
    this.stilled = new Set();
    COVERS.addEventListener("change", () => this.set(this.shown));
  }

  /** set takes whether the panel is shown. What the page itself has made inert stays so. */
  set(shown) {
    this.shown = shown;
    if (!shown || !COVERS.matches || !this.el.isConnected) return this.free();
    for (let at = this.el; at && at !== document.body; at = at.parentElement) {
      for (const other of at.parentElement?.children ?? []) {
        if (other === at || other.inert || !(other instanceof HTMLElement)) continue;
        other.inert = true;
        this.stilled.add(other);
      }
    }
    return undefined;
  }

  /** covers reports whether the panel covers the page. */
  get covers() {
    return this.shown && COVERS.matches;
  }

  free() {
    for (const other of this.stilled) other.inert = false;
    this.stilled.clear();
  }
}
