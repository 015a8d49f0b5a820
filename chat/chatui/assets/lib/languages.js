// The languages to choose from where somebody says which one they read.
const tags =
  "ar bg bn ca cs da de el en en-GB en-US es et fa fi fr he hi hr hu id is it ja ka kk ko lt lv mk ms nb nl pl pt-BR pt-PT ro ru sk sl sq sr sv sw th tr uk ur uz vi zh-Hans zh-Hant";

/**
 * languages are their tags and names, by their names in the language of a locale. One that was chosen is among them.
 * @param {string} locale @param {string} [chosen]
 * @returns {[string, string][]}
 */
export function languages(locale, chosen) {
  const names = new Intl.DisplayNames(locale, { type: "language" });
  const all = [...new Set([...tags.split(" "), chosen].filter(Boolean))];
  return all
    .map((tag) => /** @type {[string, string]} */ ([tag, names.of(tag) ?? tag]))
    .sort(([, a], [, b]) => a.localeCompare(b, locale));
}
