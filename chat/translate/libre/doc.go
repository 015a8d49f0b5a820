// Package libre translates by a LibreTranslate server: a hook.Translator of the standard library
// alone.
//
// LibreTranslate leaves nothing alone, so what no translation may change is not sent: the words
// around it are, each by itself and as plain text. A server answers clients that it suspects with
// an emoji, which is not taken for a translation. What it does not know it gives back unchanged.
//
// Whatever is translated goes to the server, which may be the shop's own.
package libre
