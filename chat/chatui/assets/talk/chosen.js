// What a timeline says of a language that was chosen.

/** chosen is that the visitor reads a language, reads what their words tell, or sees originals only. */
export function chosen({ reason, lang }, words) {
  if (reason === "originals") return words.t("said.originals");
  return lang ? words.t("said.language", { language: words.language(lang) }) : words.t("said.heard");
}
