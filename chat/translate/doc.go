// Package translate is what is the same for every engine of translation: it keeps out of an
// engine's reach what no engine may change, looks at what comes back, and tells which language a
// text is in.
//
// Addresses, order numbers, placeholders and emoji stay as they are. [Cut] finds them; [Tagged] is
// for engines that leave tags alone, [Around] for those that leave nothing alone. An engine is a
// stranger: [Check] refuses what lost or gained one of them, markup that was not there, a length
// that no translation has, or characters that turn a text around. What is refused is not shown:
// the original is.
//
// [Detect] knows by script and by common words, without a model and without a call.
//
// It is pure, and imports nothing. The adapters are below it: deepl and libre.
package translate
