package chatui

import (
	"path"
	"regexp"
)

var imported = regexp.MustCompile(`(?m)^import (?:.* from )?"(\.[^"]+)";$`)

// reached are the modules that one imports, and those that they import: a browser that is told of all of them at once need not
// read one to learn of the next.
func reached(files map[string][]byte, from string) []string {
	names := []string{from}
	met := map[string]bool{from: true}
	for i := 0; i < len(names); i++ {
		for _, found := range imported.FindAllSubmatch(files[names[i]], -1) {
			name := path.Join(path.Dir(names[i]), string(found[1]))
			if files[name] != nil && !met[name] {
				met[name] = true
				names = append(names, name)
			}
		}
	}
	return names[1:]
}
