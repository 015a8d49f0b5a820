const LEAST = 1;
const MOST = 64;
const SETTLES = 5000; // a board that is older than the change comes at most this much later

/**
 * Places changes how many chats agents take at once. Each click counts from what was asked for before, not from what
 * the board showed last; one request an agent is under way at a time, and always for the newest wish.
 */
export class Places {
  /**
   * @param {(agent: string, capacity: number) => Promise<unknown>} put
   * @param {(fault: Error) => void} fault
   * @param {() => void} settled is called when what the board said last is to be shown again
   */
  constructor(put, fault, settled) {
    Object.assign(this, { put, fault, settled, wishes: new Map() });
  }

  /** shown is the capacity to show of an agent: the wish, until the board says the same or has had time to. */
  shown({ id, capacity }) {
    const wish = this.wishes.get(id);
    if (!wish) return capacity;
    const settled = !wish.busy && (wish.to === capacity || performance.now() - wish.done >= SETTLES);
    if (settled) this.wishes.delete(id);
    return settled ? capacity : wish.to;
  }

  step(agent, by) {
    const wish = this.wishes.get(agent.id) ?? { to: agent.capacity };
    wish.to = Math.min(MOST, Math.max(LEAST, wish.to + by));
    this.wishes.set(agent.id, wish);
    return wish.busy ? undefined : this.send(agent.id, wish);
  }

  async send(id, wish) {
    wish.busy = true;
    try {
      for (let sent; sent !== wish.to; wish.had = sent) {
        sent = wish.to;
        await this.put(id, sent);
      }
    } catch (fault) {
      if (wish.had === undefined) this.wishes.delete(id);
      else wish.to = wish.had;
      this.fault(fault);
    }
    Object.assign(wish, { busy: false, done: performance.now() });
    setTimeout(() => this.settled(), SETTLES + 1); // no event may come after an answer that was lost
  }
}
