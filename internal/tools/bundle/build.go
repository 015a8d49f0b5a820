package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// part is one bundle: the file of the assets it stands for, and the one it begins with.
type part struct {
	name, from string
	defines    map[string]string // what the program puts in when it serves the bundle, or what is known already
	holes      int               // how many places of it are filled in then
}

var parts = []part{
	{"widget.js", "widget/whole.js", map[string]string{"API": `"{{js .API}}"`, "FOLDER": `"./{{.Version}}/"`}, 2},
	{"widget/panel.js", "widget/panel.js", nil, 0},
	{"widget/seldom.js", "widget/seldom.js", nil, 0},
	{"widget/files.js", "widget/files.js", nil, 0},
	{"client.js", "client.js", nil, 0},
	{"console.js", "console.js", map[string]string{"FOLDER": `"./"`}, 0},
	{"board.js", "board.js", map[string]string{"FOLDER": `"./"`}, 0},
	{"settings.js", "settings.js", map[string]string{"FOLDER": `"./"`}, 0},
	{"reports.js", "reports.js", map[string]string{"FOLDER": `"./"`}, 0},
	{"style/widget.css", "style/widget.css", nil, 0},
	{"style/seldom.css", "style/seldom.css", nil, 0},
	{"style/files.css", "style/files.css", nil, 0},
	{"style/console.css", "style/console.css", nil, 0},
	{"style/board.css", "style/board.css", nil, 0},
}

// made is what is written of a bundle; package chatui reads it.
type made struct {
	Digest  string            `json:"digest"`
	Sources map[string]string `json:"sources"`
}

// build makes every bundle of the assets, and made.json, by their names.
func build(assets string) (map[string][]byte, error) {
	tmp, err := os.MkdirTemp("", "bundle")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(tmp)
	esbuild := filepath.Join(tmp, "esbuild")
	if err := compile(assets, esbuild); err != nil {
		return nil, err
	}
	files, all := map[string][]byte{}, map[string]made{}
	for _, p := range parts {
		body, sources, err := p.build(esbuild, assets, tmp)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.name, err)
		}
		digests := map[string]string{}
		for _, name := range sources {
			if digests[name], err = digestOf(filepath.Join(assets, name)); err != nil {
				return nil, err
			}
		}
		files[p.name], all[p.name] = body, made{digest(body), digests}
	}
	list, err := json.MarshalIndent(all, "", "  ")
	files["made.json"] = append(list, '\n')
	return files, err
}

// compile makes the program of the version that this module requires.
func compile(near, to string) error {
	mod, err := exec.Command("go", "list", "-C", near, "-m", "-f", "{{.Dir}}", "github.com/switchboard-go/switchboard/internal/tools").Output()
	if err != nil {
		return fmt.Errorf("where is the module of the tools: %w", err)
	}
	cmd := exec.Command("go", "build", "-C", strings.TrimSpace(string(mod)), "-o", to, "github.com/evanw/esbuild/cmd/esbuild")
	cmd.Env = append(os.Environ(), "GOWORK=off")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("esbuild: %w: %s", err, out)
	}
	return nil
}

// build makes one bundle, and says what is in it.
func (p part) build(esbuild, assets, tmp string) (body []byte, sources []string, err error) {
	out, facts := filepath.Join(tmp, "out"), filepath.Join(tmp, "facts.json")
	args := []string{
		p.from, "--bundle", "--minify", "--format=esm", "--charset=utf8", "--legal-comments=none", "--log-level=warning",
		"--outfile=" + out, "--metafile=" + facts,
	}
	if strings.HasSuffix(p.name, ".js") {
		args = append(args, "--target=es2022")
	}
	for name, value := range p.defines {
		args = append(args, "--define:"+name+"="+value)
	}
	cmd := exec.Command(esbuild, args...)
	cmd.Dir = assets
	if said, err := cmd.CombinedOutput(); err != nil || len(said) > 0 {
		return nil, nil, fmt.Errorf("esbuild: %w: %s", err, said)
	}
	if body, err = os.ReadFile(out); err != nil {
		return nil, nil, err
	}
	if n := bytes.Count(body, []byte("{{")); n != p.holes {
		return nil, nil, fmt.Errorf("%d places to be filled in, not %d", n, p.holes)
	}
	text, err := os.ReadFile(facts)
	if err != nil {
		return nil, nil, err
	}
	var met struct {
		Inputs map[string]struct{} `json:"inputs"`
	}
	if err := json.Unmarshal(text, &met); err != nil {
		return nil, nil, err
	}
	for name := range met.Inputs {
		sources = append(sources, name)
	}
	return body, sources, nil
}

func digestOf(name string) (string, error) {
	body, err := os.ReadFile(name)
	return digest(body), err
}

// digest is as package chatui has it.
func digest(body []byte) string {
	sum := sha256.Sum256(body)
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}
