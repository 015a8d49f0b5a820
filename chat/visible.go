package chat

import "unicode"

// blank are characters of other categories that show nothing either: fillers of Hangul, the empty
// Braille cell, a note without a head.
var blank = &unicode.RangeTable{
	R16: []unicode.Range16{{Lo: 0x115f, Hi: 0x1160, Stride: 1}, {Lo: 0x17b4, Hi: 0x17b5, Stride: 1}, {Lo: 0x2800, Hi: 0x2800, Stride: 1}, {Lo: 0x3164, Hi: 0x3164, Stride: 1}, {Lo: 0xffa0, Hi: 0xffa0, Stride: 1}},
	R32: []unicode.Range32{{Lo: 0x1d159, Hi: 0x1d159, Stride: 1}},
}

// invisible are the tables of all characters that show nothing on their own: spaces, controls,
// formats such as zero-width characters and tags, marks without a letter that they stand on,
// variation selectors, and those in blank.
var invisible = []*unicode.RangeTable{
	unicode.White_Space, unicode.Z, unicode.Cc, unicode.Cf, unicode.M, unicode.Variation_Selector,
	unicode.Other_Default_Ignorable_Code_Point, unicode.Noncharacter_Code_Point, blank,
}

// visible reports whether a text has a character that a reader would see. O(len(s)), and of a usual
// text the first character decides.
func visible(s string) bool {
	for _, r := range s {
		if !unicode.In(r, invisible...) {
			return true
		}
	}
	return false
}
