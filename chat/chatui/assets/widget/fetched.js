// The panel is a file of its own, which is fetched when a visitor first wants it: most of a shop's visitors never do.
import { backoff, sleep } from "../lib/api.js";
import { folder } from "../lib/at.js";

const TRIES = 3;
let asked = 0; // browsers may remember a module that could not be had: each try has an address of its own

/**
 * fetched is the panel's class. The promise is broken where the file cannot be had, and the next one tries anew.
 * @returns {Promise<typeof import("./panel.js").Panel>}
 */
export async function fetched() {
  for (let n = 0; ; n++) {
    try {
      const { Panel } = await import(new URL(`widget/panel.js${asked ? `?${asked}` : ""}`, folder).href);
      return Panel;
    } catch (fault) {
      asked++;
      if (n + 1 >= TRIES) throw fault;
      await sleep(backoff(n));
    }
  }
}
