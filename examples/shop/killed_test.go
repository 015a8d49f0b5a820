package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/smtp"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/chat/desk"
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/mailer/gomail"
	"github.com/switchboard-go/switchboard/chat/settings"
	"github.com/switchboard-go/switchboard/store/sqlitestore"
)

const childFolder = "SHOP_CHILD" // the folder of a shop that is run to be killed

// mailDesk is a desk that mails answers at once, on a store that outlives it.
func mailDesk(t *testing.T, dir string, mailer hook.Mailer) *desk.Desk {
	db, err := sqlitestore.Open(t.Context(), sqlitestore.Config{Path: filepath.Join(dir, "shop.db")})
	require.NoError(t, err)
	t.Cleanup(func() { _ = db.Close() })
	d, err := desk.New(desk.Config{
		Store: db, Mailer: mailer, Lease: time.Second,
		Seed: settings.Team{
			Queues: []settings.Queue{{
				ID: advice, Policy: chat.Policy{MailAfter: time.Millisecond, LeaveAfter: -1},
			}},
			Agents: []settings.Agent{{
				Login: "mari", Name: "Mari", Capacity: 60, Hosted: true,
				Queues: []chat.Serves{{Queue: advice}},
			}},
		},
	})
	require.NoError(t, err)
	return d
}

// asker is who left a message. Of four one gives an address at which nobody lives, as the server
// says at once, and one an address whose server takes the letter and reports later that it could not
// be delivered.
type asker int

func (c asker) unknown() bool  { return c%4 == 3 }
func (c asker) reported() bool { return c%4 == 2 }

func (c asker) address() string {
	if c.unknown() {
		return fmt.Sprintf("eve%d%s", c, nowhere)
	}
	return fmt.Sprintf("eve%d@asker.example", c)
}

func (c asker) answer() string { return fmt.Sprintf("The answer to asker %d.", c) }
func (c asker) thanks() string { return fmt.Sprintf("Customer %d says thanks.", c) }

// ask has the asker leave a message, and mari answer it. What was done before is not done again.
func (c asker) ask(ctx context.Context, d *desk.Desk) (chat.SessionID, error) {
	who := chat.Principal{Kind: chat.RoleVisitor, ID: fmt.Sprintf("asker-%d", c), Verified: true}
	left, err := d.Visitor(who).Start(ctx, desk.StartRequest{
		Command: "start", Email: c.address(), Text: "Is it in?", Leave: true,
	})
	if err != nil {
		return "", err
	}
	mari := d.Agent(chat.Principal{Kind: chat.RoleAgent, ID: "mari", Verified: true})
	if left.State == chat.Messaged {
		if _, err := mari.SetStatus(ctx, chat.Available, ""); err != nil {
			return "", err
		}
		if _, err := mari.Answer(ctx, left.ID); err != nil {
			return "", err
		}
	}
	_, err = mari.Send(ctx, left.ID, desk.MessageRequest{Command: "answer", Text: c.answer()})
	return left.ID, err
}

// TestBeTheShopThatIsKilled is not a test: it is the process that the next one kills.
func TestBeTheShopThatIsKilled(t *testing.T) {
	dir := os.Getenv(childFolder)
	if dir == "" {
		return
	}
	go func() { // it does not outlive the test
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(1)
	}()
	port, err := strconv.Atoi(os.Getenv("SHOP_PORT"))
	require.NoError(t, err)
	n, err := strconv.Atoi(os.Getenv("SHOP_CUSTOMERS"))
	require.NoError(t, err)
	mailer, err := gomail.New(gomail.Config{
		Host: "127.0.0.1", Port: port, Security: gomail.Plain, From: sender, Replies: mailbox,
		Hello: "localhost",
	})
	require.NoError(t, err)
	d := mailDesk(t, dir, mailer)
	go func() { _ = d.Run(t.Context()) }()
	spool := postOffice{in: mails{filepath.Join(dir, "mails", "in")}}
	go func() {
		for t.Context().Err() == nil {
			_ = spool.collect(t.Context(), d.Host())
			time.Sleep(20 * time.Millisecond)
		}
	}()
	for c := range asker(n) {
		for {
			_, err := c.ask(t.Context(), d)
			if err == nil {
				break
			}
			fmt.Println(err)
			time.Sleep(20 * time.Millisecond)
		}
		fmt.Printf("\nanswered %d\n", c)
	}
	select {} // until it is killed
}

// shopProcess is a shop in a process of its own.
type shopProcess struct {
	cmd      *exec.Cmd
	answered chan int
}

func startShop(t *testing.T, dir string, office *postOffice, customers int) *shopProcess {
	p := &shopProcess{answered: make(chan int, customers)}
	p.cmd = exec.Command(os.Args[0], "-test.run=^TestBeTheShopThatIsKilled$")
	p.cmd.Env = append(os.Environ(), childFolder+"="+dir,
		"SHOP_PORT="+strconv.Itoa(office.address().Port), "SHOP_CUSTOMERS="+strconv.Itoa(customers))
	_, err := p.cmd.StdinPipe() // closed when this process ends
	require.NoError(t, err)
	out, err := p.cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, p.cmd.Start())
	t.Cleanup(p.kill)
	go func() {
		defer close(p.answered)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if n, ok := strings.CutPrefix(lines.Text(), "answered "); ok {
				if c, err := strconv.Atoi(n); err == nil {
					p.answered <- c
				}
			}
		}
	}()
	return p
}

// kill ends the process as a power cut would.
func (p *shopProcess) kill() {
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
}

// writes has the asker, or the server of their address, write back once.
func (c asker) writes(t *testing.T, office *postOffice, to hook.Inbound) {
	from, id := c.address(), fmt.Sprintf("%d@asker.example", c)
	raw := reply(to, id, c.thanks())
	if c.reported() {
		from, raw = "", report(to, id, c.address())
	}
	require.NoError(t, smtp.SendMail(office.address().String(), nil, from, []string{to.Account}, raw))
}

// report is what a mail server writes that could not deliver a letter, as RFC 3464 has it.
func report(of hook.Inbound, id, address string) []byte {
	return []byte(strings.ReplaceAll(`From: Mail Delivery <mailer-daemon@asker.example>
To: `+of.Account+`
Message-ID: <`+id+`>
Auto-Submitted: auto-replied
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

This mailbox is full.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.asker.example

Final-Recipient: rfc822; `+address+`
Action: failed
Status: 5.2.2
Diagnostic-Code: smtp; 552 5.2.2 This mailbox is full

--b
Content-Type: text/rfc822-headers

Message-ID: <`+of.ExternalID+`>
Subject: `+of.Subject+`

--b--
`, "\n", "\r\n"))
}

// lettersOf are the letters with an answer, by the asker.
func lettersOf(t *testing.T, p *postOffice, c asker) (found []hook.Inbound) {
	for _, f := range p.out.files() {
		raw, err := os.ReadFile(f)
		require.NoError(t, err)
		if !bytes.Contains(raw, []byte(c.answer())) {
			continue
		}
		in, err := gomail.Read(bytes.NewReader(raw), gomail.Envelope{})
		require.NoError(t, err)
		in.Account = replyTo(t, raw)
		found = append(found, in)
	}
	return found
}

// A shop is killed while it answers, while it sends, and while it takes in replies and reports of
// letters that did not arrive. In the end every letter that somebody could get is there, every reply
// and every report stands in its chat once, and what came twice is said to.
func TestAShopThatIsKilledLosesNoMailAndDoublesNoneWithoutSayingSo(t *testing.T) {
	customers, kills := 5, 3
	if os.Getenv("SWITCHBOARD_FULL") != "" {
		customers, kills = 40, 20
	}
	dir := t.TempDir()
	office, err := newPostOffice(filepath.Join(dir, "mails"), "127.0.0.1:0")
	require.NoError(t, err)
	served := make(chan error, 1)
	go func() { served <- office.serve() }()
	t.Cleanup(func() { office.close(); <-served })

	replied := map[asker]bool{}
	answerThem := func() (done int) { // everybody who has a letter sends a reply, once
		for c := range asker(customers) {
			if got := lettersOf(t, office, c); len(got) > 0 && !replied[c] {
				c.writes(t, office, got[0])
				replied[c] = true
			}
			if replied[c] || c.unknown() {
				done++
			}
		}
		return done
	}
	shop := startShop(t, dir, office, customers)
	for k := range kills {
		enough := (k + 1) * customers / (kills + 1)
		switch k % 3 {
		case 0: // while it answers
			for c := range shop.answered {
				if c+1 >= enough {
					break
				}
			}
		case 1: // while it sends
			require.Eventually(t, func() bool {
				return answerThem() >= enough
			}, time.Minute, 10*time.Millisecond)
		case 2: // while it takes in what came back
			require.Eventually(t, func() bool {
				return answerThem() >= enough && len(office.in.files()) < customers
			}, time.Minute, 10*time.Millisecond)
		}
		shop.kill()
		shop = startShop(t, dir, office, customers)
	}
	require.Eventually(t, func() bool {
		return answerThem() == customers && len(office.in.files()) == 0
	}, 2*time.Minute, 20*time.Millisecond)
	// What cannot be delivered is done with once the desk has said so.
	d := mailDesk(t, dir, nil)
	eyes := d.Agent(chat.Principal{Kind: chat.RoleAgent, ID: "mari", Verified: true})
	require.Eventually(t, func() bool {
		left, err := d.Host().Outbox(t.Context())
		return err == nil && len(left) == 0
	}, 2*time.Minute, 50*time.Millisecond)
	shop.kill()

	doubled := 0
	for c := range asker(customers) {
		who := chat.Principal{
			Kind: chat.RoleVisitor, ID: fmt.Sprintf("asker-%d", c), Verified: true,
		}
		view, _, err := d.Visitor(who).Current(t.Context())
		require.NoError(t, err)
		es, _, err := eyes.Timeline(t.Context(), view.ID, 0, 200)
		require.NoError(t, err)
		answers, thanks, twice, failed := 0, 0, 0, 0
		for _, e := range es {
			switch {
			case e.Kind == chat.KindMessage && e.Text == c.answer():
				answers++
			case e.Kind == chat.KindMessage && e.Text == c.thanks():
				thanks++
			case e.Kind == chat.KindDelivery && e.Reason == chat.MaybeTwice:
				twice++
			case e.Kind == chat.KindDelivery && e.Reason == chat.Expired:
				failed++
			}
		}
		letters := len(lettersOf(t, office, c))
		assert.Equal(t, 1, answers, "asker %d: %+v", c, es)
		if c.unknown() {
			assert.Equal(t, []int{0, 0, 1}, []int{letters, thanks, failed}, "asker %d: %+v", c, es)
			continue
		}
		back := []int{1, 0}
		if c.reported() {
			back = []int{0, 1}
		}
		assert.Equal(t, back, []int{thanks, failed}, "asker %d: %+v", c, es)
		doubled += letters - 1
		assert.LessOrEqual(t, letters-1, twice, "asker %d got %d letters: %+v", c, letters, es)
	}
	t.Logf("%d letters came twice, and each is marked", doubled)
}
