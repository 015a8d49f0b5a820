// The times that can be reported on. The API cuts them by hours and days of UTC.

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** periods are their names, the first of them is shown at first. */
export const periods = ["week", "day", "month"];

const made = { day: [HOUR, 24, "hour"], week: [DAY, 7, "day"], month: [DAY, 28, "day"] };

/**
 * period is one that ends with the hour or day that goes on.
 * @param {string} name @param {number} [now]
 */
export function period(name, now = Date.now()) {
  const [step, count, cut] = made[name] ?? made.week;
  const to = (Math.floor(now / step) + 1) * step;
  const from = to - count * step;
  const iso = (ms) => new Date(ms).toISOString();
  return {
    cut,
    from: iso(from),
    to: iso(to),
    /** starts are those of each hour or day, as the rows of a report name them. */
    starts: Array.from({ length: count }, (_, n) => from + n * step),
    /** query asks for a report of the period, as a whole or cut. */
    query: (cut) => new URLSearchParams({ from: iso(from), to: iso(to), ...(cut && { distribution: cut }) }).toString(),
  };
}

/** called is what an hour or day is called: an hour in the reader's own zone, a day by its date. */
export function called(words, start, cut) {
  if (cut === "hour") return words.time(start);
  return words.format(start, { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });
}

/** short is the same for below a bar. */
export function short(words, start, cut) {
  return words.format(start, cut === "hour" ? { hour: "numeric" } : { day: "numeric", timeZone: "UTC" });
}
