// When the shop opens next, and its coming days, all in the visitor's own time.
import { h } from "../lib/dom.js";
import { instant } from "../lib/words.js";

/** days gathers the periods of the coming week by the day they begin on, for the visitor. */
function days(periods, words) {
  const day = new Intl.DateTimeFormat(words.locale, { weekday: "long" });
  const lines = new Map();
  for (const p of periods) {
    const from = instant(Math.max(instant(p.from), Date.now()));
    if (!from || !instant(p.until)) continue;
    const name = day.format(from);
    if (!lines.has(name) && lines.size >= 7) continue;
    lines.set(name, [...(lines.get(name) ?? []), `${words.time(from)} – ${words.time(p.until)}`]);
  }
  return [...lines].flatMap(([name, spans]) => [h("dt", {}, name), h("dd", {}, ...spans.map((s) => h("div", { dir: "ltr" }, s)))]);
}

/** closed is the card of a shop that takes no chats now. */
export function closed(availability, words) {
  const { next_open_at: next, hours = [], reason, time_zone: zone } = availability;
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const away = reason === "no-agent" || reason === "queue-full";
  return h("div.closed", {},
    next && !away
      ? h("strong", {}, h("time", { datetime: next }, words.t("hours.opens", { at: words.moment(next) })))
      : h("strong", {}, words.t(words.has(`closed.${reason}`) ? `closed.${reason}` : "closed.outside-hours")),
    next && !away && h("span", {}, `${words.away(next)} · ${words.t("hours.own_time")}`),
    !away && hours.length > 0 && h("dl", { "aria-label": words.t("hours.week") }, ...days(hours, words)),
    zone && zone !== own && h("span", {}, words.t("hours.zone", { zone })));
}
