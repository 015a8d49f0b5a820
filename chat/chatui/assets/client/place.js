// Which page this is, however its address is written, for the pages that offer no chat. It reads addresses as the server
// does (package trigger): every path under which a page may be found counts, and one reading too many is the smaller fault.
import { fit } from "./limits.js";

const DEEPEST = 8; // times over that an address may be encoded
const fronts = ["index", "default"];
const extension = /^.+(\.(?:x?html?|shtml|php[578]?|phtml|aspx?|jspx?|do|cfm|f?cgi|pl|dll))$/;
const routeKeys = new Set(
  (
    "route _route _route_ r q p page path pagename main_page url uri view controller dispatch action act do cmd task " +
    "_escaped_fragment_"
  ).split(" "),
);

/** unpercent decodes what is well formed, and leaves the rest. */
function unpercent(text) {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    const bytes = Uint8Array.from(run.slice(1).split("%"), (hex) => parseInt(hex, 16));
    return new TextDecoder().decode(bytes);
  });
}

/** decoded takes off every layer of encoding, case and width of letters, and what cannot be seen. */
function decoded(text) {
  for (let n = 0; n < DEEPEST; n++) {
    const next = unpercent(text)
      .replace(/[！-～]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
      .replace(/[\p{Cc}\p{Cf}]/gu, "")
      .replace(/\s/g, " ")
      .replaceAll("\\", "/")
      .toLowerCase();
    if (next === text) return text;
    text = next;
  }
  return undefined; // nobody can mean it
}

/** cleaned drops what does not name a page: parameters, empty segments, what is left at the end of one. up: .. leads up. */
function cleaned(path, up) {
  const kept = [];
  for (const segment of path.split("/")) {
    const name = segment.replace(/[;?#].*$/s, "").trim();
    if (name === ".." && up) kept.pop();
    else if (name === "..") kept.push(name);
    else if (name.replace(/[. %]+$/, "")) kept.push(name.replace(/[. %]+$/, ""));
  }
  return `/${kept.join("/")}`;
}

/** namesakes are a place, and the others at which servers show the same page. */
function namesakes(place) {
  const all = [place];
  const parts = place.slice(1).split("/");
  parts.forEach(
    (part, i) => i + 1 < parts.length && extension.test(part) && all.push(`/${parts.slice(i + 1).join("/")}`),
  );
  const last = parts.at(-1);
  const bare = last.replace(extension, (name, end) => name.slice(0, -end.length));
  if (bare !== last) all.push(`/${[...parts.slice(0, -1), bare].join("/")}`);
  if (fronts.includes(bare)) all.push(`/${parts.slice(0, -1).join("/")}`);
  return all;
}

function of(path) {
  const text = decoded(path);
  return text === undefined ? undefined : [true, false].flatMap((up) => namesakes(cleaned(text, up)));
}

/** routes are the paths that the query of a front page names, such as /index.php?route=checkout/cart. */
function routes(search) {
  return search
    .slice(1)
    .split("&")
    .flatMap((pair) => {
      const [, key, value] = /^([^=]*)(?:=(.*))?$/s.exec(pair) ?? ["", "", ""];
      if (value !== undefined && !routeKeys.has(unpercent(key).toLowerCase())) return [];
      const named = (value ?? key).replaceAll("+", " ").replace(/^[!/]+/, "");
      return [named, named.replaceAll(".", "/")];
    })
    .filter(Boolean);
}

/**
 * places are all paths under which a page may be found, decoded and in small letters; undefined where nobody can tell.
 * @param {URL|Location} url
 */
export function places({ pathname, search, hash }) {
  const own = of(pathname);
  const paths = own ? [own] : [undefined];
  const front = pathname.endsWith("/") || own?.some((p) => p === "/" || extension.test(p.split("/").at(-1)));
  if (front || own?.some((p) => fronts.includes(p.split("/").at(-1))))
    paths.push(...routes(search).map((r) => of(`/${r}`)));
  const fragment = decoded(hash.slice(1));
  if (fragment === undefined) paths.push(undefined);
  else if (/[/!]/.test(fragment)) {
    const route = `/${fragment.replace(/^[!/]+/, "")}`;
    paths.push(of(route), of(pathname + route));
  }
  return paths.includes(undefined) ? undefined : [...new Set(paths.flat())];
}

/** pattern writes a path, or a glob over paths, with everything below it. */
function pattern(entry) {
  const glob = (decoded(entry) ?? entry)
    .replace(/\/{2,}/g, "/")
    .replace(/(?:\/\*\*){2,}/g, "/**")
    .replace(/\/$/, "")
    .replace(/\/\*\*$/, "")
    .replace(/\/\*$/, "")
    .replace(/\/$/, "");
  const text = glob.replace(/\/\*\*\/|\*{2,}|\*|\?|[^*?/]+|\//g, (part) => {
    if (part === "/**/") return "/(?:.*/)?";
    if (part.startsWith("**")) return ".*";
    if (part === "*") return "[^/]*";
    if (part === "?") return "[^/]";
    return part.replace(/[\\^$.|()[\]{}+]/g, "\\$&");
  });
  return new RegExp(`^${text}(?:/.*)?$`, "s");
}

/**
 * address is that of the page as the server is told it: with the fragment where that is a route or an anchor, and not where
 * it might be a secret.
 * @param {URL|Location} url
 */
export function address({ pathname, search, hash }) {
  return fit(pathname + search + (/^#(?:[/!]|%2f|[\w-]{1,64}$)/i.test(hash) ? hash : ""));
}

/** route is what of an address says which page it is: not its query, nor an anchor. */
export function route({ pathname, hash }) {
  return pathname + (/^#(?:[/!]|%2f)/i.test(hash) ? hash : "");
}

/**
 * barred reports whether a page offers no chat: it is one of no, or none of only, where that names any.
 * @param {{no: string[], only: string[]}} pages @param {URL|Location} url
 */
export function barred({ no, only }, url) {
  return among(no, url) || (only.length > 0 && (!places(url) || !among(only, url)));
}

/**
 * among reports whether a page is one of the entries' pages. One that cannot be told is.
 * @param {string[]} entries @param {URL|Location} url
 */
export function among(entries, url) {
  if (!entries.length) return false;
  const all = places(url);
  return !all || entries.some((entry) => all.some((place) => pattern(entry).test(place)));
}
