// Package deepl translates by DeepL's API: a hook.Translator of the standard library alone.
//
// What no translation may change goes as XML tags that DeepL is told to leave alone; an answer in
// which one of them is lost, doubled or joined by markup is refused, and the original stays. What
// was said before a message goes along as context, which DeepL does not charge for.
//
// Whatever is translated leaves the shop for DeepL. Say so to visitors where the law asks for it;
// DeepL keeps no texts of paying customers, and keeps those of the free API.
package deepl
