package chatui

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
)

//go:embed bundles
var bundled embed.FS

// made lists the bundles: files of the assets folder that go generate made one of several of.
const made = "made.json"

// bundle says what one of them was made of.
type bundle struct {
	// Digest is that of the bundle itself.
	Digest string `json:"digest"`
	// Sources are the digests of what is in it, by their names in the assets folder.
	Sources map[string]string `json:"sources"`
}

// bundles returns what was made, by the name of the file that each stands for.
func bundles() (map[string]bundle, error) {
	body, err := fs.ReadFile(bundled, "bundles/"+made)
	if err != nil {
		return nil, fmt.Errorf("chatui: %w", err)
	}
	all := map[string]bundle{}
	if err := json.Unmarshal(body, &all); err != nil {
		return nil, fmt.Errorf("chatui: %s: %w", made, err)
	}
	return all, nil
}

// whole puts each bundle in the place of the file it stands for, unless one of its sources is not
// what it was made of: one that a host replaced is served, and not what it stood for before.
func whole(files map[string][]byte) error {
	all, err := bundles()
	if err != nil {
		return err
	}
	into := map[string][]byte{}
	for name, b := range all {
		if !b.of(files) {
			continue
		}
		if into[name], err = fs.ReadFile(bundled, "bundles/"+name); err != nil {
			return fmt.Errorf("chatui: %w", err)
		}
	}
	for name, body := range into { // one may be a source of another
		files[name] = body
	}
	return nil
}

// of reports whether the bundle was made of these files.
func (b bundle) of(files map[string][]byte) bool {
	for name, digested := range b.Sources {
		if body, there := files[name]; !there || digest(body) != digested {
			return false
		}
	}
	return true
}
