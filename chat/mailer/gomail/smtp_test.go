package gomail_test

import (
	"io"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat/mailer/gomail"
)

// letter is a mail as a server got it.
type letter struct {
	from, to string
	raw      []byte
}

// office is an SMTP server on the loopback that keeps what it gets.
type office struct {
	mu      sync.Mutex
	letters []letter
	rcpt    error  // the answer to each recipient
	taken   error  // the answer to the end of each text
	after   func() // is called when a text has ended, before it is answered
	port    int
}

func newOffice(t *testing.T) *office {
	o := &office{}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	s := smtp.NewServer(o)
	s.Domain, s.EnableSMTPUTF8, s.ReadTimeout, s.WriteTimeout = "localhost", true, time.Minute, time.Minute
	done := make(chan struct{})
	go func() { defer close(done); _ = s.Serve(l) }()
	t.Cleanup(func() { // a server that has not begun to serve yet does not know its listener
		_ = s.Close()
		_ = l.Close()
		<-done
	})
	o.port = l.Addr().(*net.TCPAddr).Port
	return o
}

func (o *office) got() []letter {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([]letter{}, o.letters...)
}

func (o *office) NewSession(c *smtp.Conn) (smtp.Session, error) { return &post{o: o, c: c}, nil }

type post struct {
	o *office
	c *smtp.Conn
	l letter
}

func (p *post) Mail(from string, _ *smtp.MailOptions) error { p.l.from = from; return nil }
func (p *post) Rcpt(to string, _ *smtp.RcptOptions) error   { p.l.to = to; return p.o.rcpt }
func (p *post) Reset()                                      { p.l = letter{} }
func (p *post) Logout() error                               { return nil }

func (p *post) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	p.l.raw = raw
	p.o.mu.Lock()
	if p.o.taken == nil {
		p.o.letters = append(p.o.letters, p.l)
	}
	p.o.mu.Unlock()
	if p.o.after != nil {
		p.o.after()
		_ = p.c.Close()
	}
	return p.o.taken
}

func mailer(t *testing.T, port int) *gomail.Mailer {
	m, err := gomail.New(gomail.Config{
		Host: "127.0.0.1", Port: port, Security: gomail.Plain, From: "Kingad OÜ <help@shoes.example>",
		Replies: "reply@shoes.example", Hello: "localhost",
	})
	require.NoError(t, err)
	return m
}

func TestAConfigurationTellsAllItsFaultsAtOnce(t *testing.T) {
	_, err := gomail.New(gomail.Config{Security: "ssl", From: "nobody", Replies: "a+b@c.example", Port: -1, Timeout: -1})
	for _, field := range []string{"Host", "Security", "From", "Replies", "Port", "Timeout"} {
		require.ErrorContains(t, err, field+": ")
	}
	_, err = gomail.New(gomail.Config{Host: "h", From: "a@b.example", Security: gomail.Plain, Username: "u"})
	require.ErrorContains(t, err, "Username: ")
}
