const BETWEEN = 4000; // a board comes every second at most

/**
 * Seldom reads something again when it may have changed: one request at a time, with a pause in between, and once more when
 * it was asked for meanwhile.
 */
export class Seldom {
  /** @param {() => Promise<void>} read */
  constructor(read) {
    this.read = read;
  }

  /** ask has it read soon; now: without the pause. */
  ask(now = false) {
    if (this.busy) return void (this.due = true);
    if (this.timer && !now) return;
    clearTimeout(this.timer);
    const since = Date.now() - (this.at ?? 0);
    this.timer = setTimeout(() => this.go(), now ? 0 : Math.max(0, BETWEEN - since));
  }

  async go() {
    this.timer = undefined;
    this.busy = true;
    this.due = false;
    await this.read().catch((fault) => (this.due = !!fault.again));
    this.at = Date.now();
    this.busy = false;
    if (this.due) this.ask();
  }
}
