package channeltest

import (
	"context"
	"fmt"

	"github.com/switchboard-go/switchboard/chat/hook"
)

// Mailer is the platform as a mail server of the shop's: it takes what a mailer would send. Like
// one, it may take a mail and break off before it says so.
func (p *Platform) Mailer() hook.Mailer { return mailer{p} }

type mailer struct{ p *Platform }

// Send implements hook.Mailer.
func (m mailer) Send(_ context.Context, x hook.Mail) error {
	p := m.p
	p.mu.Lock()
	defer p.mu.Unlock()
	s, now := sent{Peer: mailPeer(x.To), Text: x.Text, Own: x.ID, Mail: x.MessageID}, p.cfg.Now()
	switch why := p.refuses(s, now); {
	case why != "":
		return fmt.Errorf("550 %s: %w", why, hook.ErrRefused)
	case p.customer(s.Peer).gone:
		p.fault("a mail to %s, who is not to be written to", x.To)
		return fmt.Errorf("550 %s: %w", blocked, hook.ErrRefused)
	case p.odds(20):
		return fmt.Errorf("421 %s", busy)
	case p.odds(25): // it never got there
		p.unknown[s.Text] = true
		return fmt.Errorf("%w: %w", errReset, hook.ErrUnknown)
	}
	p.take(s, now)
	if p.odds(12) { // it did, and the answer did not
		p.unknown[s.Text] = true
		return fmt.Errorf("%w: %w", errReset, hook.ErrUnknown)
	}
	return nil
}
