// The panel, and what of it is seldom needed, are files of their own: most of a shop's visitors never want them.
import { backoff, sleep } from "../lib/api.js";
import { folder } from "../lib/at.js";

const TRIES = 3;
const asked = {}; // browsers may remember a module that could not be had: each try has an address of its own

/**
 * fetched is a module of the widget. The promise is broken where it cannot be had, and the next one tries anew.
 * @param {"panel"|"seldom"|"files"} name
 * @returns {Promise<any>}
 */
export async function fetched(name) {
  for (let n = 0; ; n++) {
    try {
      return await import(new URL(`widget/${name}.js${asked[name] ? `?${asked[name]}` : ""}`, folder).href);
    } catch (fault) {
      asked[name] = (asked[name] ?? 0) + 1;
      if (n + 1 >= TRIES) throw fault;
      await sleep(backoff(n));
    }
  }
}
