// Words of a locale, by a small JSON file for each face; English stands in for a word that is missing. Amounts, instants and
// tags come from other people's browsers too: whatever they are, something is said and nothing throws.
import { backoff, sleep } from "./api.js";
import { folder } from "./at.js";

const loaded = new Map();
const rtl = new Set(["ar", "fa", "he", "ur"]);
const NONE = "–"; // what is said of a number or instant that is none
const turned = { ltr: /[\u0590-\u08ff]/, rtl: /[a-z]/i }; // letters that run against a page's direction

/** canonical is a language tag that the formats take; of anything else it is "en". */
export function canonical(tag) {
  try {
    return new Intl.Locale(String(tag).replaceAll("_", "-")).toString();
  } catch {
    return "en";
  }
}

/**
 * load fetches what a face says in a language: its words, with English for those it lacks, and the language they are in. A
 * language that the face does not speak is English.
 */
function load(face, language) {
  const name = `words/${face}/${language}.json`;
  if (!loaded.has(name)) loaded.set(name, ask(new URL(name, folder)));
  return loaded.get(name);
}

async function ask(url) {
  for (let n = 0; ; n++) {
    try {
      const answer = await fetch(url);
      if (answer.ok) return await answer.json();
    } catch {
      // it is asked for again: a page without words says nothing
    }
    await sleep(backoff(n));
  }
}

/** region is the reader's own variety of a language, where the browser names one: en on a British machine is en-GB. */
function region(locale) {
  return canonical(navigator.languages.find((l) => l.startsWith(`${locale}-`)) ?? locale);
}

/** english is English as it is written where a reader lives whose own language has no words. */
function english(locale) {
  const { region } = new Intl.Locale(locale).maximize();
  return canonical(region ? `en-${region}` : "en");
}

/**
 * words are those of a BCP 47 tag: its language decides the words, the whole tag the formats. A language that a face does not
 * speak is not said to be spoken, and English is: a page says it is in the language it is in.
 * @param {string} tag
 * @param {"widget"|"seldom"|"console"|"board"} face
 */
export async function words(tag, face) {
  const locale = canonical(tag);
  const { language } = new Intl.Locale(locale);
  const { language: spoken, words: table } = await load(face, language);
  if (spoken !== language) return new Words(english(locale), table, locale);
  return new Words(region(locale), table);
}

/** instant is a Date of what names one, else undefined. */
export function instant(at) {
  const date = new Date(at);
  return at === null || Number.isNaN(date.getTime()) ? undefined : date;
}

/** daysOff is how many midnights lie between now and an instant. */
function daysOff(date, now) {
  return Math.round((new Date(date).setHours(0, 0, 0, 0) - new Date(now).setHours(0, 0, 0, 0)) / 864e5);
}

/** near are the formats of a day within the week, and of one further off. */
const near = { weekday: "long" };
const far = { day: "numeric", month: "short" };

/** Words says things in one locale: texts, ranges of time, instants in the reader's own zone. */
export class Words {
  constructor(locale, table, reader = locale) {
    this.locale = locale;
    this.reader = reader; // their own language, which others may have texts in
    this.table = table;
    this.dir = rtl.has(locale.split("-")[0]) ? "rtl" : "ltr";
    this.plural = new Intl.PluralRules(locale);
    this.relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  }

  /** of picks the reader's language from texts by language tag, English or any other for want of it. */
  of(texts, locale = this.reader) {
    if (!texts) return undefined;
    const tag = String(locale);
    const key = [tag, tag.split("-")[0], "en"].find((k) => Object.hasOwn(texts, k));
    return key === undefined ? Object.values(texts)[0] : texts[key];
  }

  /**
   * learn has the words of another face come, in the same language.
   * @param {"seldom"} face
   */
  async learn(face) {
    const { words: more } = await load(face, new Intl.Locale(this.locale).language);
    Object.assign(this.table, more);
  }

  /** has reports whether there are words under a key. */
  has(key) {
    return Object.hasOwn(this.table, key);
  }

  /** t returns the text of a key with {names} filled in; a count picks key.one, key.few … by the locale's rules. */
  t(key, values = {}) {
    const form = "count" in values ? `${key}.${this.plural.select(Number(values.count))}` : key;
    const found = [form, `${key}.other`, key].find((k) => this.has(k));
    const text = found === undefined ? key : String(this.table[found]);
    return text.replace(/\{(\w+)\}/g, (_, name) => this.apart(Object.hasOwn(values, name) ? (values[name] ?? "") : ""));
  }

  /** apart is a value as it stands in a sentence: a name of the other direction turns nothing round beside it. */
  apart(value) {
    return turned[this.dir].test(value) ? `\u2068${value}\u2069` : value;
  }

  /** name is the word of a value that a list of ours has, else the value itself. */
  name(list, value) {
    return this.has(`${list}.${value}`) ? this.t(`${list}.${value}`) : String(value ?? "");
  }

  /** language is what a language is called, by its tag. */
  language(tag) {
    const { baseName } = new Intl.Locale(canonical(tag)); // names are for the tag alone, without what is chosen beside it
    return new Intl.DisplayNames(this.locale, { type: "language" }).of(baseName) ?? baseName;
  }

  number(n) {
    return typeof n === "bigint" || Number.isFinite(n) ? new Intl.NumberFormat(this.locale).format(n) : NONE;
  }

  /** money says an amount of minor units, such as cents; a currency nobody knows is written as it came. */
  money(minor, currency) {
    if (!Number.isFinite(minor)) return NONE;
    try {
      const format = new Intl.NumberFormat(this.locale, { style: "currency", currency });
      return format.format(minor / 10 ** format.resolvedOptions().maximumFractionDigits);
    } catch {
      return `${this.number(minor / 100)} ${currency ?? ""}`.trim();
    }
  }

  /** format says an instant in the way of Intl.DateTimeFormat's options. */
  format(at, options) {
    const date = instant(at);
    return date ? new Intl.DateTimeFormat(this.locale, options).format(date) : NONE;
  }

  time(at) {
    return this.format(at, { hour: "numeric", minute: "2-digit" });
  }

  /** moment names an instant as people do: "today, 09:00", "Mon 09:00" within a week, else with its date. */
  moment(at, now = Date.now()) {
    const date = instant(at);
    const days = date && daysOff(date, now);
    if (Math.abs(days) <= 1) return `${this.relative.format(days, "day")}, ${this.time(date)}`;
    return this.format(at, { ...(Math.abs(days) < 7 ? near : far), hour: "numeric", minute: "2-digit" });
  }

  /** soon is the time of an instant, with its day where that is not today. */
  soon(at, now = Date.now()) {
    const date = instant(at);
    return date && daysOff(date, now) === 0 ? this.time(date) : this.moment(at, now);
  }

  /** day names the day of an instant. */
  day(at, now = Date.now()) {
    const date = instant(at);
    const days = date && daysOff(date, now);
    if (Math.abs(days) <= 1) return this.relative.format(days, "day");
    return this.format(at, Math.abs(days) < 7 ? near : far);
  }

  /** away says how far off an instant is: "in 3 hours". */
  away(at, now = Date.now()) {
    const minutes = Math.round((new Date(at).getTime() - now) / 6e4);
    if (!Number.isFinite(minutes)) return NONE;
    if (Math.abs(minutes) < 90) return this.relative.format(minutes, "minute");
    if (Math.abs(minutes) < 36 * 60) return this.relative.format(Math.round(minutes / 60), "hour");
    return this.relative.format(Math.round(minutes / 1440), "day");
  }

  /** unit says a number of "second", "minute" or "hour". */
  unit(n, unit) {
    return new Intl.NumberFormat(this.locale, { style: "unit", unit, unitDisplay: "short" }).format(n);
  }

  /** span says how long: "40 s", "5 min", "2 h 10 min". */
  span(seconds) {
    const s = Math.max(0, Math.round(seconds));
    if (!Number.isFinite(s)) return NONE;
    if (s < 60) return this.unit(s, "second");
    if (s < 3600) return this.unit(Math.round(s / 60), "minute");
    const m = Math.round((s % 3600) / 60);
    return m
      ? `${this.unit(Math.floor(s / 3600), "hour")} ${this.unit(m, "minute")}`
      : this.unit(Math.floor(s / 3600), "hour");
  }

  /** clock says how long as a clock does: "1:09", "2:10:00". */
  clock(seconds) {
    const s = Math.max(0, Math.floor(seconds));
    if (!Number.isFinite(s)) return NONE;
    const two = (n) => String(n).padStart(2, "0");
    const [hours, minutes] = [Math.floor(s / 3600), Math.floor((s % 3600) / 60)];
    return hours ? `${hours}:${two(minutes)}:${two(s % 60)}` : `${minutes}:${two(s % 60)}`;
  }

  /** range says an expected wait as a range of minutes, never as a false point. */
  range(low, high) {
    const a = Math.max(1, Math.floor(low / 60));
    const b = Math.max(a, Math.ceil(high / 60));
    if (!Number.isFinite(b)) return NONE;
    if (b <= 1) return this.t("wait.under_minute");
    if (a === b) return this.unit(a, "minute");
    const unit = new Intl.NumberFormat(this.locale, { style: "unit", unit: "minute", unitDisplay: "short" });
    return unit.formatRange ? unit.formatRange(a, b) : `${a}–${unit.format(b)}`;
  }
}
