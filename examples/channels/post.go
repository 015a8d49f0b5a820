package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"net/smtp"
	"strings"
	"sync"
	"time"

	mailserver "github.com/emersion/go-smtp"

	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/mailer/gomail"
)

const (
	replies  = "reply@shop.example"
	customer = "vera@customers.example"
)

// post is an SMTP listener for the shop and for its one customer by mail. A letter to the shop is
// accepted once take has taken it in; until then whoever sends it has to keep it.
type post struct {
	take     func(context.Context, hook.Inbound) error
	listener net.Listener
	server   *mailserver.Server

	mu      sync.Mutex
	letters []letter // of the customer: what they wrote and got
}

// letter is one of them.
type letter struct {
	Shop bool // the shop wrote it
	Text string
	raw  []byte
}

func newPost(address string) (*post, error) {
	p := &post{}
	var err error
	if p.listener, err = net.Listen("tcp", address); err != nil {
		return nil, err
	}
	p.server = mailserver.NewServer(p)
	p.server.Domain, p.server.EnableSMTPUTF8 = "localhost", true
	p.server.MaxMessageBytes, p.server.MaxRecipients = 25<<20, 10
	p.server.ReadTimeout, p.server.WriteTimeout = time.Minute, time.Minute
	return p, nil
}

// serve takes letters until close is called.
func (p *post) serve() error {
	err := p.server.Serve(p.listener)
	if errors.Is(err, net.ErrClosed) || errors.Is(err, mailserver.ErrServerClosed) {
		return nil
	}
	return err
}

func (p *post) close() {
	_ = p.server.Close()
	_ = p.listener.Close()
}

// mailer sends the shop's letters to this listener.
func (p *post) mailer() (*gomail.Mailer, error) {
	return gomail.New(gomail.Config{
		Host: "127.0.0.1", Port: p.listener.Addr().(*net.TCPAddr).Port,
		Security: gomail.Plain, // nothing leaves the machine
		From:     "Shop <help@shop.example>", Replies: replies, Hello: "localhost",
	})
}

// write has the customer write: an answer to the last letter that they got, where they got one.
func (p *post) write(text string) error {
	to, head := replies, ""
	p.mu.Lock()
	for _, l := range p.letters {
		if l.Shop {
			in, err := gomail.Read(bytes.NewReader(l.raw), gomail.Envelope{})
			if err == nil {
				head = "In-Reply-To: " + in.ExternalID + "\r\n"
			}
		}
	}
	p.letters = append(p.letters, letter{Text: text})
	p.mu.Unlock()
	raw := "From: Vera <" + customer + ">\r\nTo: " + to + "\r\nSubject: A question\r\n" + head +
		"Message-ID: <" + rand.Text() + "@customers.example>\r\n" +
		"Content-Type: text/plain; charset=utf-8\r\n\r\n" + text + "\r\n"
	return smtp.SendMail(p.listener.Addr().String(), nil, customer, []string{to}, []byte(raw))
}

// all are the customer's letters.
func (p *post) all() []letter {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]letter(nil), p.letters...)
}

// NewSession implements mailserver.Backend.
func (p *post) NewSession(*mailserver.Conn) (mailserver.Session, error) {
	return &delivery{post: p}, nil
}

// delivery is one letter on its way in.
type delivery struct {
	post *post
	from string
	to   []string
}

func (d *delivery) Mail(from string, _ *mailserver.MailOptions) error {
	d.from = from
	return nil
}

func (d *delivery) Rcpt(to string, _ *mailserver.RcptOptions) error {
	d.to = append(d.to, to)
	return nil
}

// Data takes the letter in. An error has the sender try again.
func (d *delivery) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	for _, to := range d.to {
		if strings.EqualFold(to, customer) {
			err = d.post.keep(raw)
		} else {
			err = d.forShop(to, raw)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// forShop gives a letter to the shop.
func (d *delivery) forShop(to string, raw []byte) error {
	in, err := gomail.Read(bytes.NewReader(raw), gomail.Envelope{Recipient: to, Sender: d.from})
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := d.post.take(ctx, in); err != nil {
		return fmt.Errorf("the shop has not taken it: %w", err)
	}
	return nil
}

// keep puts a letter into the customer's box.
func (p *post) keep(raw []byte) error {
	in, err := gomail.Read(bytes.NewReader(raw), gomail.Envelope{})
	if err != nil {
		return err
	}
	var texts []string
	for _, x := range in.Parts {
		texts = append(texts, x.Text)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.letters = append(p.letters, letter{true, strings.Join(texts, "\n"), raw})
	return nil
}

func (d *delivery) Reset()        { d.from, d.to = "", nil }
func (d *delivery) Logout() error { return nil }
