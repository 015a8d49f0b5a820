package chatui

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	html "html/template"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"sync"
	text "text/template"
)

// kinds are the files that are served; others are refused, so that a folder replaced by mistake
// gives nothing away.
var kinds = map[string]string{
	".js":    "text/javascript; charset=utf-8",
	".ts":    "text/plain; charset=utf-8", // types, for editors
	".css":   "text/css; charset=utf-8",
	".html":  "text/html; charset=utf-8",
	".json":  "application/json",
	".svg":   "image/svg+xml",
	".png":   "image/png",
	".woff2": "font/woff2",
}

// entrance is the script that pages name; like the pages, it is a template.
const entrance = "widget.js"

// asset is one file, ready to be served.
type asset struct {
	body   []byte
	kind   string
	tag    string
	packed func() []byte // made once, when it is first asked for; nil where packing gains nothing
}

func newAsset(name string, body []byte) asset {
	return asset{body: body, kind: kinds[path.Ext(name)], tag: digest(body), packed: sync.OnceValue(func() []byte { return packed(body) })}
}

// packed is a body in gzip, where that is shorter.
func packed(body []byte) []byte {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil
	}
	if _, err := w.Write(body); err != nil || w.Close() != nil || out.Len() >= len(body) {
		return nil
	}
	return out.Bytes()
}

func digest(body []byte) string {
	sum := sha256.Sum256(body)
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

// read puts every file of from into files.
func read(files map[string][]byte, from fs.FS) error {
	return fs.WalkDir(from, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("chatui: Replace: %w", err)
		}
		if d.IsDir() || kinds[path.Ext(name)] == "" {
			return nil
		}
		body, err := fs.ReadFile(from, name)
		if err != nil {
			return fmt.Errorf("chatui: Replace: %w", err)
		}
		files[name] = body
		return nil
	})
}

// versionOf names what is in the files: it changes when any of them does.
func versionOf(files map[string][]byte) string {
	var all bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(&all, "%s %d\n", name, len(files[name]))
		all.Write(files[name])
	}
	return "~" + digest(all.Bytes())
}

// finish fills in the templates, and makes the files ready to be served.
func finish(files map[string][]byte, cfg Config, version string) (map[string]asset, error) {
	facts := struct {
		Config
		Version string
		Modules []string
	}{cfg, version, reached(files, "widget/livechat.js")}
	ready := make(map[string]asset, len(files))
	for name, body := range files {
		if path.Ext(name) == ".html" || name == entrance {
			var out bytes.Buffer
			if err := fill(&out, name, string(body), facts); err != nil {
				return nil, fmt.Errorf("chatui: %s: %w", name, err)
			}
			body = out.Bytes()
		}
		ready[name] = newAsset(name, body)
	}
	return ready, nil
}

func fill(out io.Writer, name, body string, facts any) error {
	if name == entrance {
		t, err := text.New(name).Parse(body)
		if err != nil {
			return err
		}
		return t.Execute(out, facts)
	}
	t, err := html.New(name).Parse(body)
	if err != nil {
		return err
	}
	return t.Execute(out, facts)
}
