// Attendance tells the shop, while the visitor has a chat, whether this page is looked at. The stream says that it is
// there; this says that it is hidden, as behind a locked screen, or that it closes.
import { mint } from "../lib/api.js";

export class Attendance {
  /** @param {import("../lib/api.js").API} api @param {() => boolean} chatting */
  constructor(api, chatting) {
    Object.assign(this, { api, chatting, page: mint() });
    document.addEventListener("visibilitychange", () => this.look());
    addEventListener("pagehide", () => this.say("leaving"));
    addEventListener("pageshow", (e) => e.persisted && this.look(true));
  }

  /** look says whether the page is looked at, when that is not what was said last. A page that left says no more. */
  look(back = false) {
    const state = document.hidden ? "hidden" : "visible";
    if (back || this.said !== "leaving") this.say(state);
  }

  say(state) {
    if (this.said === state || (!this.said && state === "visible") || !this.chatting()) return;
    this.said = state;
    this.api.post("presence", { page: this.page, state }, { keepalive: true }).catch(() => {});
  }
}
