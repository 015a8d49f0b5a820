package signs

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/internal/guard"
	"github.com/switchboard-go/switchboard/chat/internal/replica"
)

// Signs shows what happens on this node, and what other nodes say of theirs. It holds no state, and
// is safe for concurrent use.
type Signs struct {
	cfg Config
}

// Config is what Signs are made of. Bus may be nil; everything else is required.
type Config struct {
	Node  string // this node's name: what it published itself is not shown twice
	Bus   hook.Bus
	Post  func(replica.Signal) // shows a sign to the streams of this node
	Guard guard.Guard
	Log   *slog.Logger
	Now   func() time.Time
}

// New returns Signs.
func New(cfg Config) Signs { return Signs{cfg} }

// sign is a payload of the Bus. Releases read each other's: a member keeps its name and meaning.
type sign struct {
	Node    string         `json:"node"`
	Session chat.SessionID `json:"session"`
	At      time.Time      `json:"at"`
	By      string         `json:"by"`
	On      bool           `json:"on"`
	Text    string         `json:"text,omitempty"`
}

// Typing tells those who watch a session that somebody is typing, or stopped. It returns when the
// Bus has taken the sign, or has failed, which the log says.
func (s Signs) Typing(ctx context.Context, id chat.SessionID, by chat.AuthorKind, on bool) {
	s.tell(ctx, sign{Session: id, By: string(by), On: on})
}

// Draft shows agents what a visitor has typed and not sent. It is a typing sign with the text.
func (s Signs) Draft(ctx context.Context, id chat.SessionID, text string) {
	s.tell(ctx, sign{Session: id, By: string(chat.AuthorVisitor), On: true, Text: text})
}

// tell shows a sign here, and publishes it.
func (s Signs) tell(ctx context.Context, g sign) {
	g.Node, g.At = s.cfg.Node, s.cfg.Now()
	s.show(g)
	if s.cfg.Bus == nil {
		return
	}
	payload, _ := json.Marshal(g) // plain fields cannot fail
	ctx, cancel := s.cfg.Guard.Within(ctx)
	defer cancel()
	err := s.cfg.Guard.Call(ctx, "bus", func() error {
		return s.cfg.Bus.Publish(ctx, replica.TopicSession(g.Session), payload)
	})
	if err != nil {
		s.cfg.Log.DebugContext(ctx, "bus", "error", err)
	}
}

func (s Signs) show(g sign) {
	s.cfg.Post(replica.Signal{
		Session: g.Session, At: g.At, By: g.By, Typing: true, On: g.On, Text: g.Text,
	})
}

// pause is how long after a failure the Bus is listened to again.
const pause = time.Second

// Hear shows what other nodes publish, until ctx ends. A payload that is no sign is left out: the
// Bus may be shared with others.
func (s Signs) Hear(ctx context.Context) {
	for ctx.Err() == nil {
		err := s.cfg.Bus.Subscribe(ctx, func(_ string, payload []byte) {
			var g sign
			if json.Unmarshal(payload, &g) == nil && g.Node != s.cfg.Node {
				s.show(g)
			}
		})
		if ctx.Err() != nil {
			return
		}
		s.cfg.Log.ErrorContext(ctx, "bus", "error", err)
		select {
		case <-time.After(pause):
		case <-ctx.Done():
		}
	}
}
