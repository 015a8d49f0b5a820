package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/mailer/gomail"
)

// mails is a folder of letters, each in a file as it came over the wire.
type mails struct{ dir string }

// letter is one of them, as it is listed.
type letter struct {
	Name, Text string
	At         time.Time
}

const mailFile = ".eml"

// keep writes a letter down, and is back once it would survive a power cut. The same letter again is
// still one.
func (m mails) keep(raw []byte) error {
	sum := sha256.Sum256(raw)
	f, err := os.CreateTemp(m.dir, "coming-*")
	if err != nil {
		return err
	}
	_, err = f.Write(raw)
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return err
	}
	return os.Rename(f.Name(), filepath.Join(m.dir, hex.EncodeToString(sum[:16])+mailFile))
}

// files returns the letters' files.
func (m mails) files() []string {
	files, _ := filepath.Glob(filepath.Join(m.dir, "*"+mailFile))
	return files
}

// list returns the newest ten.
func (m mails) list() []letter {
	var all []letter
	for _, f := range m.files() {
		raw, err := os.ReadFile(f)
		info, err2 := os.Stat(f)
		if err != nil || err2 != nil {
			continue
		}
		in, err := gomail.Read(bytes.NewReader(raw), gomail.Envelope{})
		if err != nil {
			continue
		}
		var text strings.Builder
		text.WriteString("To: " + in.Account + "\nSubject: " + in.Subject + "\n\n")
		for _, p := range in.Parts {
			text.WriteString(p.Text + p.Quoted)
		}
		name := strings.TrimSuffix(filepath.Base(f), mailFile)
		all = append(all, letter{name, text.String(), info.ModTime()})
	}
	slices.SortFunc(all, func(a, b letter) int { return b.At.Compare(a.At) })
	return all[:min(len(all), 10)]
}

var unsafe = regexp.MustCompile(`[^0-9A-Za-z_-]+`)

// handoffs stands in for the shop's other systems: a chat that goes on by e-mail or phone is a file
// in a folder, for a colleague to see to.
type handoffs struct{ dir string }

// Take writes down who is to be called or written to, and why. Its receipt is the file's name.
func (h handoffs) Take(_ context.Context, x hook.Handover) (string, error) {
	name := unsafe.ReplaceAllString(x.ID, "-")
	text := "By " + x.To + ": " + x.Address + "\n" + x.Text + "\n"
	return name, os.WriteFile(filepath.Join(h.dir, name+".handoff"), []byte(text), 0o600)
}
