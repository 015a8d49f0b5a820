// Words of a locale, by a small JSON file each; English stands in for a word that is missing.

const loaded = new Map();
const rtl = new Set(["ar", "fa", "he", "ur"]);

function load(locale) {
  if (!loaded.has(locale)) {
    const url = new URL(`../words/${locale}.json`, import.meta.url);
    loaded.set(locale, fetch(url).then((r) => (r.ok ? r.json() : {}), () => ({})));
  }
  return loaded.get(locale);
}

/** region is the reader's own variety of a language, where the browser names one: en on a British machine is en-GB. */
function region(locale) {
  return navigator.languages.find((l) => l.startsWith(`${locale}-`)) ?? locale;
}

/** @param {string} locale a BCP 47 tag; its language decides the words, the whole tag the formats. */
export async function words(locale) {
  const language = locale.split("-")[0].toLowerCase();
  const [own, en] = await Promise.all([load(language), load("en")]);
  return new Words(region(locale), { ...en, ...own });
}

/** Words says things in one locale: texts, ranges of time, instants in the reader's own zone. */
export class Words {
  constructor(locale, table) {
    this.locale = locale;
    this.table = table;
    this.dir = rtl.has(locale.split("-")[0]) ? "rtl" : "ltr";
    this.plural = new Intl.PluralRules(locale);
    this.relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  }

  /** of picks the reader's language from texts by language tag, English or any other for want of it. */
  of(texts, locale = this.locale) {
    if (!texts) return undefined;
    return texts[locale] ?? texts[locale.split("-")[0]] ?? texts.en ?? Object.values(texts)[0];
  }

  /** t returns the text of a key with {names} filled in; a count picks key.one, key.few … by the locale's rules. */
  t(key, values = {}) {
    const form = "count" in values ? `${key}.${this.plural.select(values.count)}` : key;
    const text = this.table[form] ?? this.table[`${key}.other`] ?? this.table[key] ?? key;
    return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  }

  number(n) {
    return new Intl.NumberFormat(this.locale).format(n);
  }

  money(minor, currency) {
    return new Intl.NumberFormat(this.locale, { style: "currency", currency }).format(minor / 100);
  }

  time(at) {
    return new Intl.DateTimeFormat(this.locale, { hour: "numeric", minute: "2-digit" }).format(new Date(at));
  }

  /** moment names an instant as people do: "09:00" today, "Mon 09:00" within a week, else with its date. */
  moment(at, now = Date.now()) {
    const days = Math.round((new Date(at).setHours(0, 0, 0, 0) - new Date(now).setHours(0, 0, 0, 0)) / 864e5);
    const time = { hour: "numeric", minute: "2-digit" };
    if (Math.abs(days) <= 1) return `${this.relative.format(days, "day")}, ${this.time(at)}`;
    const day = Math.abs(days) < 7 ? { weekday: "long" } : { day: "numeric", month: "short" };
    return new Intl.DateTimeFormat(this.locale, { ...day, ...time }).format(new Date(at));
  }

  /** away says how far off an instant is: "in 3 hours". */
  away(at, now = Date.now()) {
    const minutes = Math.round((new Date(at) - now) / 6e4);
    if (Math.abs(minutes) < 90) return this.relative.format(minutes, "minute");
    if (Math.abs(minutes) < 36 * 60) return this.relative.format(Math.round(minutes / 60), "hour");
    return this.relative.format(Math.round(minutes / 1440), "day");
  }

  /** span says how long: "40 s", "5 min", "2 h 10 min". */
  span(seconds) {
    const unit = (n, name) => new Intl.NumberFormat(this.locale, { style: "unit", unit: name, unitDisplay: "short" }).format(n);
    const s = Math.max(0, Math.round(seconds));
    if (s < 60) return unit(s, "second");
    if (s < 3600) return unit(Math.round(s / 60), "minute");
    const m = Math.round((s % 3600) / 60);
    return m ? `${unit(Math.floor(s / 3600), "hour")} ${unit(m, "minute")}` : unit(Math.floor(s / 3600), "hour");
  }

  /** clock says how long as a clock does: "1:09", "2:10:00". */
  clock(seconds) {
    const s = Math.max(0, Math.floor(seconds));
    const two = (n) => String(n).padStart(2, "0");
    const [hours, minutes] = [Math.floor(s / 3600), Math.floor((s % 3600) / 60)];
    return hours ? `${hours}:${two(minutes)}:${two(s % 60)}` : `${minutes}:${two(s % 60)}`;
  }

  /** range says an expected wait as a range of minutes, never as a false point. */
  range(low, high) {
    const a = Math.max(1, Math.floor(low / 60));
    const b = Math.max(a, Math.ceil(high / 60));
    if (b <= 1) return this.t("wait.under_minute");
    const unit = new Intl.NumberFormat(this.locale, { style: "unit", unit: "minute", unitDisplay: "short" });
    if (a === b) return unit.format(a);
    return unit.formatRange ? unit.formatRange(a, b) : `${a}–${unit.format(b)}`;
  }
}
