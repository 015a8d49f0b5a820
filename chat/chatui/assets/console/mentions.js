// Whom a note tells: the colleagues that it names, each with an @ before the whole name.
const MOST = 8; // colleagues that the shop takes of one note

const before = "(?<!(?!\\p{sc=Han})[\\p{L}\\p{N}_+-])@"; // no address, such as anna@mari.ee
const end = "(?![\\p{L}\\p{M}\\p{N}_]|[-.][\\p{L}\\p{N}])"; // no beginning of another name
const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]$/u; // after which no space shows where a name ends

/** pattern finds one name, whatever stands in it. */
function pattern(name) {
  return name.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&") + (unspaced.test(name) ? "" : end);
}

/**
 * mentioned are the ids of those whom a text names. Of names that begin alike the longest counts, and of people who are
 * called the same each.
 * @param {string} text
 * @param {Map<string, string>} people names by id, also the writer's own, who is not told
 * @param {string} [writer]
 * @returns {string[]}
 */
export function mentioned(text, people, writer) {
  const named = [...people].map(([id, name]) => [id, name.normalize().toLowerCase()]).filter(([, name]) => name);
  if (!named.length) return [];
  const names = [...new Set(named.map(([, name]) => name))].sort((a, b) => b.length - a.length);
  const all = text
    .normalize()
    .toLowerCase()
    .matchAll(new RegExp(`${before}(${names.map(pattern).join("|")})`, "gu"));
  const said = new Set([...all].map((found) => found[1]));
  return named
    .filter(([id, name]) => id !== writer && said.has(name))
    .map(([id]) => id)
    .slice(0, MOST);
}
