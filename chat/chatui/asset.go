package chatui

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html/template"
	"io/fs"
	"path"
)

// kinds are the files that are served; others are refused, so that a folder replaced by mistake gives nothing away.
var kinds = map[string]string{
	".js":    "text/javascript; charset=utf-8",
	".css":   "text/css; charset=utf-8",
	".html":  "text/html; charset=utf-8",
	".json":  "application/json",
	".svg":   "image/svg+xml",
	".png":   "image/png",
	".woff2": "font/woff2",
}

// asset is one file, ready to be served.
type asset struct {
	body []byte
	kind string
	etag string
}

func newAsset(name string, body []byte) asset {
	sum := sha256.Sum256(body)
	return asset{body: body, kind: kinds[path.Ext(name)], etag: `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`}
}

// read puts every file of from into files, pages filled in from cfg.
func read(files map[string]asset, from fs.FS, cfg Config) error {
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
		if path.Ext(name) == ".html" {
			if body, err = fill(name, body, cfg); err != nil {
				return err
			}
		}
		files[name] = newAsset(name, body)
		return nil
	})
}

// fill executes a page as an html/template over the Config.
func fill(name string, body []byte, cfg Config) ([]byte, error) {
	page, err := template.New(name).Parse(string(body))
	if err != nil {
		return nil, fmt.Errorf("chatui: %s: %w", name, err)
	}
	var out bytes.Buffer
	if err := page.Execute(&out, cfg); err != nil {
		return nil, fmt.Errorf("chatui: %s: %w", name, err)
	}
	return out.Bytes(), nil
}
