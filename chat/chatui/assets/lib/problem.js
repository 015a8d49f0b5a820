// A refusal in words: the sentence of its code, else what the server says of it.

const same = { unavailable: "unreachable", internal: "any" }; // what readers need not tell apart

/**
 * sentence says why something did not work. Visitors are told the problem.… that every language has; agents the
 * refusal.… of their own besides, and for want of one the server's detail.
 */
export function sentence(fault, words, visitor = false) {
  const code = String(fault?.code || (fault?.again ? "unreachable" : "")); // something in between answered for the server
  const codes = Object.hasOwn(same, code) ? [code, same[code]] : [code];
  const keys = codes.flatMap((c) => (visitor ? [`problem.${c}`] : [`refusal.${c}`, `problem.${c}`]));
  const key = keys.find((k) => words.has(k));
  if (key) return words.t(key);
  return (!visitor && fault?.message) || words.t("problem.any");
}
