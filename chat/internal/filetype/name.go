package filetype

import (
	"path"
	"strings"
	"unicode"
)

// mostName is how many bytes of a name are kept: file systems take 255 at most, and an ending comes
// on top.
const mostName = 100

// Clean is a name as it can be shown and offered: of one line, without folders, without characters
// that show nothing or turn the ones behind them around, and not too long. What has nothing left is
// "file".
func Clean(name string) string {
	name = strings.ToValidUTF8(name, "")
	// Some browsers send where the file was; Windows writes it the other way round.
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.In(r, unicode.C) || strings.ContainsRune(`<>:"|?*`, r):
			return -1
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, name)
	name = strings.Trim(strings.Join(strings.Fields(name), " "), ". ")
	if len(name) > mostName {
		ext := path.Ext(name)
		if len(ext) > 10 {
			ext = ""
		}
		name = strings.ToValidUTF8(name[:mostName-len(ext)], "") + ext
	}
	if name == "" {
		return "file"
	}
	return name
}

// Rename is the name of a file that was of one type and was written anew as another.
func Rename(name string, was, is Type) string {
	name = was.Name(name)
	if was.Ext == is.Ext {
		return name
	}
	return strings.TrimSuffix(name, path.Ext(name)) + is.Ext
}
