package main

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/chat/hook"
)

// mails stands in for a mail server: a letter is a file in a folder, and the staff page lists them.
type mails struct{ dir string }

// letter is one of them, as it is listed.
type letter struct {
	Name, Text string
	At         time.Time
}

var unsafe = regexp.MustCompile(`[^0-9A-Za-z_-]+`)

// Send writes the letter under its id, so that the same mail sent again is still one.
func (m mails) Send(_ context.Context, mail hook.Mail) error {
	text := "To: " + mail.To + "\nSubject: " + mail.Subject + "\n\n" + mail.Text
	return os.WriteFile(filepath.Join(m.dir, unsafe.ReplaceAllString(mail.ID, "-")+".txt"), []byte(text), 0o600)
}

// list returns the newest ten.
func (m mails) list() []letter {
	files, _ := filepath.Glob(filepath.Join(m.dir, "*.txt"))
	var all []letter
	for _, f := range files {
		body, err := os.ReadFile(f)
		info, err2 := os.Stat(f)
		if err == nil && err2 == nil {
			all = append(all, letter{strings.TrimSuffix(filepath.Base(f), ".txt"), string(body), info.ModTime()})
		}
	}
	slices.SortFunc(all, func(a, b letter) int { return b.At.Compare(a.At) })
	return all[:min(len(all), 10)]
}

// handoffs stands in for the shop's other systems: a chat that goes on by e-mail or phone is a file
// in a folder, for a colleague to see to.
type handoffs struct{ dir string }

// Take writes down who is to be called or written to, and why. Its receipt is the file's name.
func (h handoffs) Take(_ context.Context, x hook.Handover) (string, error) {
	name := unsafe.ReplaceAllString(x.ID, "-")
	text := "By " + x.To + ": " + x.Address + "\n" + x.Text + "\n"
	return name, os.WriteFile(filepath.Join(h.dir, name+".handoff"), []byte(text), 0o600)
}
