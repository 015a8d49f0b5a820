// What the panel seldom needs comes when it is first wanted: a module, a sheet, and the words of both, all of one name.
import { folder } from "../lib/at.js";
import { h, sheet } from "../lib/dom.js";

const LATER = 30_000; // until what could not be had is asked for again

export class Later {
  /**
   * @param {{name: "seldom"|"files", fetched: typeof import("./fetched.js").fetched, words: object, come: (module: any) => void,
   *   done: () => void}} options come: takes the module; done: hears that it is here, or that nobody need wait for it
   */
  constructor({ name, fetched, words, come, done }) {
    Object.assign(this, { name, fetched, words, come, done, late: false });
    this.el = h("div", { hidden: true }); // holds the sheet
  }

  /** want has it come, once; what cannot be had is asked for again at the first wish after a while. */
  async want() {
    if (this.wanted) return;
    this.wanted = true;
    try {
      const style = sheet(new URL(`style/${this.name}.css`, folder).href);
      this.el.replaceChildren(style.el);
      const [module] = await Promise.all([this.fetched(this.name), this.words.learn(this.name), style.ready]);
      this.come(module);
    } catch {
      this.late = true;
      setTimeout(() => ((this.wanted = false), this.done()), LATER);
    }
    this.done();
  }
}
