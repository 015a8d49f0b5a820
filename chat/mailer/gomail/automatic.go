package gomail

import "strings"

// automatic reports whether a robot wrote the mail: nobody is to answer it, and it opens nothing.
func automatic(h head, e Envelope) bool {
	if s := strings.ToLower(h.get("Auto-Submitted")); s != "" && !strings.HasPrefix(s, "no") {
		return true
	}
	for _, name := range []string{"X-Autoreply", "X-Autorespond", "X-Auto-Reply-From", "X-Loop", "List-Id", "List-Unsubscribe", "Feedback-ID", "X-Failed-Recipients"} {
		if h.get(name) != "" {
			return true
		}
	}
	switch strings.ToLower(h.get("Precedence")) {
	case "bulk", "junk", "list", "auto_reply":
		return true
	}
	if path := strings.TrimSpace(e.Sender); path == "<>" || strings.TrimSpace(h.get("Return-Path")) == "<>" {
		return true
	}
	if kind, _ := h.media(); kind == "multipart/report" {
		return true
	}
	from, _ := sender(h)
	local, _, _ := strings.Cut(strings.ToLower(from), "@")
	switch local {
	case "mailer-daemon", "postmaster", "no-reply", "noreply", "do-not-reply", "donotreply", "bounce", "bounces":
		return true
	}
	return strings.HasPrefix(local, "bounce-") || strings.HasPrefix(local, "bounces+") || strings.HasPrefix(local, "mailer-daemon")
}
