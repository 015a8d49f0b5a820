package main

import (
	"encoding/json"
	"log/slog"
	"maps"
	"os"
	"sync"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/trigger"
)

const (
	mostBytes   = 8 << 20 // of the file; then it begins anew, and the one before is kept as well
	mostPending = 10_000  // visitors who did something since their last look
)

// visits writes what visitors looked at into a file, a JSON line a look, that "rules backtest" reads. It is a
// hook.Recorder, and as a hook.Observer it hears of chats. Names stay out of the file.
type visits struct {
	path string
	log  *slog.Logger

	mu      sync.Mutex
	file    *os.File
	size    int64
	last    time.Time
	pending map[string]trigger.Recorded // what a visitor did since the last look
}

func newVisits(path string, log *slog.Logger) (*visits, error) {
	v := &visits{path: path, log: log, pending: map[string]trigger.Recorded{}}
	return v, v.open()
}

// open goes on with the file there is.
func (v *visits) open() (err error) {
	if v.file, err = os.OpenFile(v.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600); err != nil {
		return err
	}
	info, err := v.file.Stat()
	if err == nil {
		v.size = info.Size()
	}
	return err
}

// Record implements hook.Recorder. What a visitor did with a prompt or a chat goes with the next look.
func (v *visits) Record(r trigger.Recorded) {
	v.mu.Lock()
	defer v.mu.Unlock()
	who := r.Visit.Visitor
	did := v.pending[who]
	if r.Visit.URL == "" {
		if did.Ended = r.Ended; len(v.pending) < mostPending {
			v.pending[who] = did
		}
		return
	}
	delete(v.pending, who)
	r.Ended, r.Chat = did.Ended, did.Chat
	r.Visit.Attrs = maps.Clone(r.Visit.Attrs)
	delete(r.Visit.Attrs, "visitor.name")
	if r.At.Before(v.last) {
		r.At = v.last // the file is in the order of time
	}
	v.last = r.At
	if err := v.write(r); err != nil {
		v.log.Warn("a visit was not recorded", "error", err)
	}
}

func (v *visits) write(r trigger.Recorded) error {
	line, err := json.Marshal(r)
	if err != nil {
		return err
	}
	if v.size > mostBytes {
		_ = v.file.Close()
		if err := os.Rename(v.path, v.path+".old"); err != nil {
			return err
		}
		if err := v.open(); err != nil {
			return err
		}
	}
	n, err := v.file.Write(append(line, '\n'))
	v.size += int64(n)
	return err
}

// Entry implements hook.Observer: a chat that began or ended goes with the visitor's next look.
func (v *visits) Entry(s chat.Session, e chat.Entry) {
	how := ""
	switch e.Kind {
	case chat.KindCreated, chat.KindReopened:
		how = "started"
	case chat.KindWrapping, chat.KindClosed, chat.KindAbandoned, chat.KindMessaged:
		how = "ended"
	default:
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	did := v.pending[string(s.Visitor)]
	if did.Chat = how; len(v.pending) < mostPending {
		v.pending[string(s.Visitor)] = did
	}
}

// Commit and Prompt implement hook.Observer.
func (v *visits) Commit(string, time.Duration) {}
func (v *visits) Prompt(string, string)        {}

func (v *visits) close() error { return v.file.Close() }
