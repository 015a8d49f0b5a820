// The last hour of a number, kept in this browser: the board shows where things go, not only where they are.
const SLOT = "switchboard/board";
const EVERY = 15_000;
const HOUR = 3_600_000;

/** History keeps one sample every 15 s for an hour. */
export class History {
  constructor() {
    try {
      const kept = JSON.parse(localStorage.getItem(SLOT));
      this.rows = Array.isArray(kept) ? kept.filter((r) => Number.isFinite(r?.t)) : [];
    } catch {
      this.rows = [];
    }
  }

  /** add takes the values of an instant; the newest sample follows them until the next is due. */
  add(at, values) {
    const t = new Date(at).getTime();
    if (Number.isNaN(t)) return;
    const last = this.rows.at(-1);
    if (last && t - last.t < EVERY) Object.assign(last, values);
    else this.rows.push({ t, ...values });
    this.rows = this.rows.filter((r) => t - r.t < HOUR && r.t <= t);
    try {
      localStorage.setItem(SLOT, JSON.stringify(this.rows));
    } catch {
      // it lives as long as the page
    }
  }

  of(name) {
    return this.rows.map((r) => ({ t: r.t, v: Number.isFinite(r[name]) ? r[name] : 0 }));
  }
}
