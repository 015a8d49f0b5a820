// What can be done with a message: it can be answered, and its author can correct it and take it back, for a while.

/** Changes knows what is possible, and does it. */
export class Changes {
  /**
   * @param {{open: () => boolean, mine: (entry: object) => boolean, composer: () => import("./composer.js").Composer,
   *   change: (n: number, text?: string) => Promise<void>, fault: (fault: Error) => void, of: () => string|undefined,
   *   left?: (of: string, text: string) => void}} options open: something can be written; change without a text takes a
   *   message back; of: whose conversation is shown; left: takes words that came too late for one that is not shown any more
   */
  constructor({ open, mine, composer, change, fault, of, left }) {
    Object.assign(this, { open, mine, composer, change, fault, of, left });
    this.fixed = 0;
  }

  /** anew forgets what was refused of another conversation. */
  anew() {
    this.fixed = 0;
  }

  /** own reports whether a message can be changed, as far as is known: the shop says how long, by refusing. */
  own(entry) {
    return (
      entry.kind === "message.created" && entry.n > this.fixed && !entry.erased && !entry.withdrawn && this.mine(entry)
    );
  }

  acts(entry) {
    if (!this.open() || entry.kind !== "message.created") return []; // what the visitor does not see is not answered
    return this.own(entry) ? ["reply", "correct", "withdraw"] : ["reply"];
  }

  /** last is one's own last message that can be changed. */
  last(entries) {
    return this.open() ? entries.findLast((e) => this.own(e)) : undefined;
  }

  act(name, entry) {
    if (name === "reply") return this.composer().answer(entry);
    if (name === "correct") return this.composer().correct(entry);
    this.composer().input.focus();
    return this.try(entry.n);
  }

  /** correct puts other words in the place of those of a message. Words that come too late are left on the line. */
  correct(n, text) {
    return this.try(n, text);
  }

  async try(n, text) {
    const of = this.of();
    try {
      await this.change(n, text);
    } catch (fault) {
      if (of === this.of()) {
        if (["window-over", "invalid"].includes(fault.code)) this.fixed = Math.max(this.fixed, n);
        if (text) this.composer().add(text);
      } else if (text) this.left?.(of, text);
      this.fault(fault);
    }
  }
}
