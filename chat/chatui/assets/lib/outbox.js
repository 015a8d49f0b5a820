// What somebody wrote is shown at once and sent until the server has it, in order, also over a reload and a server that
// was down: each message keeps the id it was first sent under.
import { mint, backoff, sleep } from "./api.js";
import { keep, recall } from "./kept.js";

/** Outbox holds the messages of one session that have no entry yet. It fires "change". */
export class Outbox extends EventTarget {
  /**
   * @param {string} slot where in sessionStorage they survive a reload
   * @param {(message: {key: string, text: string, kind?: string, reply_to?: number, mentions?: string[],
   *   products?: string[], files?: string[], alts?: Record<string, string>, choices?: string[]}) => Promise<unknown>} deliver
   */
  constructor(slot, deliver) {
    super();
    this.slot = slot;
    this.deliver = deliver;
    const kept = recall(slot);
    this.items = (Array.isArray(kept) ? kept : []).filter((m) => m?.key && m.text);
    for (const m of this.items) if (m.state !== "failed") m.state = "sending";
    this.run();
  }

  /** add takes a message and returns it; its state is "sending", then "sent", or "failed" for good. */
  add(words, kind, reply_to, mentions, products, brings, choices) {
    const at = new Date().toISOString();
    const text = words || (brings ?? []).map((f) => f.name).join("\n"); // as the shop says it, too
    const files = brings?.length ? brings.map((f) => f.id) : undefined;
    const seen = (brings ?? []).filter((f) => f.alt).map((f) => [f.id, f.alt]);
    const alts = seen.length ? Object.fromEntries(seen) : undefined;
    const message = {
      key: mint(),
      text,
      kind,
      reply_to,
      mentions,
      products,
      files,
      alts,
      choices,
      at,
      state: "sending",
    };
    this.items.push(message);
    this.changed();
    this.run();
    return message;
  }

  /** retry sends a failed message again. */
  retry(key) {
    const message = this.items.find((m) => m.key === key);
    if (message) message.state = "sending";
    this.changed();
    this.run();
  }

  /** seen drops the messages whose entries have come back. */
  seen(keys) {
    const left = this.items.filter((m) => !keys.has(m.key));
    if (left.length === this.items.length) return;
    this.items = left;
    this.changed();
  }

  /** forget drops all messages; one that is on its way may still arrive. */
  forget() {
    this.items = [];
    this.changed();
  }

  changed() {
    keep(this.slot, this.items.length ? this.items : undefined);
    this.dispatchEvent(new Event("change"));
  }

  async run() {
    if (this.running) return;
    this.running = true;
    let next;
    for (let n = 0; (next = this.items.find((m) => m.state === "sending")); ) {
      try {
        await this.deliver(next);
        next.state = "sent";
        n = 0;
      } catch (fault) {
        if (fault.again) await sleep(fault.retryAfter ? fault.retryAfter * 1000 : backoff(n++));
        else Object.assign(next, { state: "failed", reason: fault.code });
      }
      this.changed();
    }
    this.running = false;
  }
}
