package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/emersion/go-smtp"

	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/mailer/gomail"
)

const (
	mailbox = "reply@northlight.example"             // where answers to the shop's letters come in
	sender  = "Northlight <help@northlight.example>" // who they are from
	nowhere = "@nowhere.example"                     // nobody lives there: the server says so
)

// postOffice stands in for the world's mail: an SMTP server that takes every letter. What the shop
// sends goes through it, and stays in the folder out for anybody to look at. What is sent to the
// shop waits in the folder in until the chat has it: accepted is what would survive a power cut.
type postOffice struct {
	out, in  mails
	arrived  chan struct{}
	listener net.Listener
	server   *smtp.Server
}

func newPostOffice(dir, address string) (*postOffice, error) {
	p := &postOffice{
		out: mails{filepath.Join(dir, "out")}, in: mails{filepath.Join(dir, "in")},
		arrived: make(chan struct{}, 1),
	}
	for _, m := range []mails{p.out, p.in} {
		if err := os.MkdirAll(m.dir, 0o700); err != nil {
			return nil, err
		}
	}
	var err error
	if p.listener, err = net.Listen("tcp", address); err != nil {
		return nil, err
	}
	p.server = smtp.NewServer(p)
	p.server.Domain, p.server.EnableSMTPUTF8 = "localhost", true
	p.server.MaxMessageBytes, p.server.MaxRecipients = 25<<20, 10
	p.server.ReadTimeout, p.server.WriteTimeout = time.Minute, time.Minute
	return p, nil
}

func (p *postOffice) address() *net.TCPAddr { return p.listener.Addr().(*net.TCPAddr) }

// mailer sends the shop's letters to this server.
func (p *postOffice) mailer() (*gomail.Mailer, error) {
	return gomail.New(gomail.Config{
		Host: "127.0.0.1", Port: p.address().Port, Security: gomail.Plain, // nothing leaves the machine
		From: sender, Replies: mailbox, Hello: "localhost",
	})
}

// serve takes letters until close is called.
func (p *postOffice) serve() error {
	err := p.server.Serve(p.listener)
	if errors.Is(err, net.ErrClosed) || errors.Is(err, smtp.ErrServerClosed) {
		return nil
	}
	return err
}

func (p *postOffice) close() {
	_ = p.server.Close()
	_ = p.listener.Close()
}

// carry hands what has come in to the chat, until ctx ends.
func (p *postOffice) carry(ctx context.Context, host desk.Host, log *slog.Logger) error {
	again := time.NewTicker(5 * time.Second)
	defer again.Stop()
	for {
		if err := p.collect(ctx, host); err != nil && ctx.Err() == nil {
			log.Warn("a letter waits", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-p.arrived:
		case <-again.C:
		}
	}
}

// collect hands what has come in to the chat, once. A letter stays until the chat has it; one that
// comes again after a crash is the same one, and is taken in once.
func (p *postOffice) collect(ctx context.Context, host desk.Host) error {
	var errs []error
	for _, f := range p.in.files() {
		raw, err := os.ReadFile(f)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		in, err := gomail.Read(bytes.NewReader(raw), envelope(raw))
		if errors.Is(err, gomail.ErrTooLarge) {
			errs = append(errs, err, os.Rename(f, f+".too-large"))
			continue
		}
		if err == nil {
			_, err = host.Receive(ctx, in)
		}
		if err == nil {
			err = os.Remove(f)
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

const (
	returnPath  = "Return-Path: "
	deliveredTo = "Delivered-To: "
)

// envelope reads the two lines that the server wrote above a letter.
func envelope(raw []byte) (e gomail.Envelope) {
	lines := bufio.NewScanner(bytes.NewReader(raw))
	for lines.Scan() {
		if from, ok := strings.CutPrefix(lines.Text(), returnPath); ok && e.Sender == "" {
			e.Sender = from
			continue
		}
		e.Recipient, _ = strings.CutPrefix(lines.Text(), deliveredTo)
		break
	}
	return e
}

// NewSession implements smtp.Backend.
func (p *postOffice) NewSession(*smtp.Conn) (smtp.Session, error) { return &delivery{office: p}, nil }

// delivery is one letter on its way in.
type delivery struct {
	office *postOffice
	from   string
	to     []string
}

func (d *delivery) Mail(from string, _ *smtp.MailOptions) error {
	d.from = from
	return nil
}

func (d *delivery) Rcpt(to string, _ *smtp.RcptOptions) error {
	if strings.HasSuffix(strings.ToLower(to), nowhere) {
		return &smtp.SMTPError{
			Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "nobody lives there",
		}
	}
	d.to = append(d.to, to)
	return nil
}

func (d *delivery) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	for _, to := range d.to {
		if !toShop(to) {
			if err := d.office.out.keep(raw); err != nil {
				return err
			}
			continue
		}
		head := returnPath + "<" + d.from + ">\r\n" + deliveredTo + to + "\r\n"
		if err := d.office.in.keep(append([]byte(head), raw...)); err != nil {
			return err
		}
		select {
		case d.office.arrived <- struct{}{}:
		default: // it will look anyway
		}
	}
	return nil
}

func (d *delivery) Reset()        { d.from, d.to = "", nil }
func (d *delivery) Logout() error { return nil }

// toShop reports whether an address is the shop's mailbox, with whatever stands behind a plus.
func toShop(address string) bool {
	local, domain, _ := strings.Cut(strings.ToLower(address), "@")
	name, _, _ := strings.Cut(local, "+")
	return name+"@"+domain == mailbox
}
