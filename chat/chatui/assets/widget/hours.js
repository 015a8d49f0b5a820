// When the shop opens next, in the visitor's own time, and its week as the shop keeps it.
import { h } from "../lib/dom.js";

const days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

function dayName(words, day) {
  const sunday = new Date(Date.UTC(2024, 0, 7 + days.indexOf(day)));
  return new Intl.DateTimeFormat(words.locale, { weekday: "long", timeZone: "UTC" }).format(sunday);
}

/** week gathers rows into a line a day, Monday first. */
function week(rows, words) {
  const lines = [...days.slice(1), days[0]].map((day) => ({ day, spans: rows.filter((r) => r.day === day).map((r) => `${r.from}–${r.to}`) }));
  const today = days[new Date().getDay()];
  return lines.flatMap(({ day, spans }) => {
    const mark = day === today ? "dt.today" : "dt";
    return [h(mark, {}, dayName(words, day)), h(mark.replace("dt", "dd"), { dir: "ltr" }, spans.join(", ") || words.t("hours.closed"))];
  });
}

/** closed is the card of a shop that takes no chats now. */
export function closed(availability, words) {
  const { next_open_at: next, hours = [], reason, time_zone: zone } = availability;
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return h("div.closed", {},
    next && reason !== "no-agent" && reason !== "queue-full"
      ? h("strong", {}, h("time", { datetime: next }, words.t("hours.opens", { at: words.moment(next) })))
      : h("strong", {}, words.t(`closed.${reason || "outside-hours"}`)),
    next && h("span", {}, `${words.away(next)} · ${words.t("hours.own_time")}`),
    hours.some((r) => r.day) && h("dl", { "aria-label": words.t("hours.week") }, ...week(hours, words)),
    hours.some((r) => r.day) && zone && zone !== own && h("span", {}, words.t("hours.zone", { zone })));
}
