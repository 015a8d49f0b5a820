// When the shop opens next, and its coming days, all in the visitor's own time.
import { h } from "../lib/dom.js";
import { instant } from "../lib/words.js";
import { refusal } from "./there.js";

const DAY = 864e5;

/** span is one period as it is read: its end is a clock's reading, or names its day when that is far off. */
function span(from, until, words) {
  const start = from ? (Date.now() - from > DAY ? words.moment(from) : words.time(from)) : "";
  const end = until ? (from && until - from <= DAY ? words.time(until) : words.moment(until)) : "";
  return `${start} – ${end}`.trim();
}

/** lastWeek is an instant at the same reading of the clock, a week before. */
function lastWeek(at) {
  const day = new Date(at);
  day.setDate(day.getDate() - 7);
  return day;
}

/**
 * days gathers the periods of the coming week, which come whole, by the day they begin on for the visitor. The day of now may
 * come twice, as it began and a week later: what has passed of it is told as it will be then, and the rest once.
 * @param {{from?: string, until?: string}[]} periods
 * @returns {[string, string[]][]} a day's name and its periods in words
 */
export function days(periods, words) {
  const weekday = new Intl.DateTimeFormat(words.locale, { weekday: "long" });
  const lines = new Map();
  for (const p of periods) {
    const [from, until] = [instant(p.from), instant(p.until)];
    if ((p.from && !from) || (p.until && !until)) continue;
    if (!from && !until) continue; // always open: no line says more
    const begins = from ?? new Date();
    const day = weekday.format(begins);
    const line = lines.get(day) ?? { date: begins.toDateString(), first: begins, earlier: [], spans: [] };
    lines.set(day, line);
    if (line.date === begins.toDateString()) line.spans.push(span(from, until, words));
    else if (until && lastWeek(until) <= line.first) line.earlier.push(span(from, until, words));
  }
  return [...lines].map(([day, line]) => [day, [...line.earlier, ...line.spans]]);
}

/** closed is the card of a shop that takes no chats now. */
export function closed(availability, words) {
  const { next_open_at: next, hours = [], time_zone: zone } = availability;
  const reason = refusal(availability);
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const away = reason === "no-agent" || reason === "queue-full";
  const lines = days(hours, words).flatMap(([day, spans]) => [
    h("dt", {}, day),
    h("dd", {}, ...spans.map((s) => h("div", { dir: "ltr" }, s))),
  ]);
  return h(
    "div.closed",
    {},
    next && !away
      ? h("strong", {}, h("time", { datetime: next }, words.t("hours.opens", { at: words.moment(next) })))
      : h("strong", {}, words.t(words.has(`closed.${reason}`) ? `closed.${reason}` : "closed.outside-hours")),
    next && !away && h("span", {}, `${words.away(next)} · ${words.t("hours.own_time")}`),
    !away && lines.length > 0 && h("dl", { "aria-label": words.t("hours.week") }, ...lines),
    zone && zone !== own && h("span", {}, words.t("hours.zone", { zone })),
  );
}
