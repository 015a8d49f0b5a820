package http

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite"
)

// plain is what one writes by hand: a signed cookie, a SELECT of the session, one INSERT, and a push
// to whoever listens. It promises nothing: no order, no numbers, no repeated command, no resuming.
type plain struct {
	write, read *sql.DB
	insert      *sql.Stmt
	find        *sql.Stmt
	key         []byte

	// tell brings an event to whoever listens for a person.
	tell func(to string, data []byte) error

	mu        sync.Mutex
	agents    []string
	next      int
	listeners map[string]map[chan []byte]bool
}

const (
	plainSessions = `CREATE TABLE IF NOT EXISTS sessions (id TEXT PRIMARY KEY, visitor TEXT NOT NULL, agent TEXT NOT NULL)`
	plainMessages = `CREATE TABLE IF NOT EXISTS messages (n %s, session TEXT NOT NULL, at TEXT NOT NULL, author TEXT NOT NULL, text TEXT NOT NULL)`
)

// servePlain serves it until its input ends.
func servePlain(at string) error {
	p, err := newPlain(at)
	if err != nil {
		return err
	}
	p.tell = p.push
	return listen(p.routes(p.stream))
}

// newPlain returns one that has yet to be told how to tell.
func newPlain(at string) (*plain, error) {
	p := &plain{key: []byte("a key of thirty-two bytes, plain"), listeners: map[string]map[chan []byte]bool{}}
	return p, p.open(at)
}

// routes serves the conversation; stream serves what a person hears.
func (p *plain) routes(
	stream func(w http.ResponseWriter, r *http.Request, who string),
) *http.ServeMux {
	mux := http.NewServeMux()
	mux.HandleFunc("PUT /v1/agent/status", p.status)
	mux.HandleFunc("POST /v1/sessions", p.begin)
	mux.HandleFunc("GET /v1/sessions/{id}", p.show)
	mux.HandleFunc("POST /v1/sessions/{id}/messages", p.say)
	mux.HandleFunc("GET /v1/events", func(w http.ResponseWriter, r *http.Request) { stream(w, r, p.visitor(r)) })
	mux.HandleFunc("GET /v1/agent/events", func(w http.ResponseWriter, r *http.Request) { stream(w, r, r.Header.Get("X-Agent")) })
	return mux
}

func (p *plain) open(at string) (err error) {
	values, serial := "(?, ?, ?, ?)", "INTEGER PRIMARY KEY"
	where := "?"
	if strings.HasPrefix(at, "postgres:") {
		values, where, serial = "($1, $2, $3, $4)", "$1", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
		if p.write, err = sql.Open("pgx", at); err != nil {
			return err
		}
		p.write.SetMaxOpenConns(32)
		p.write.SetMaxIdleConns(32)
		p.read = p.write
	} else {
		dsn := "file:" + at + "?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)"
		if p.write, err = sql.Open("sqlite", dsn); err != nil {
			return err
		}
		p.write.SetMaxOpenConns(1)
		if p.read, err = sql.Open("sqlite", dsn); err != nil {
			return err
		}
		p.read.SetMaxIdleConns(8)
	}
	for _, table := range []string{plainSessions, fmt.Sprintf(plainMessages, serial)} {
		if _, err = p.write.Exec(table); err != nil {
			return err
		}
	}
	if p.insert, err = p.write.Prepare("INSERT INTO messages (session, at, author, text) VALUES " + values); err != nil {
		return err
	}
	p.find, err = p.read.Prepare("SELECT visitor, agent FROM sessions WHERE id = " + where)
	return err
}

func (p *plain) status(_ http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.agents = append(p.agents, r.Header.Get("X-Agent"))
}

func (p *plain) sign(visitor string) string {
	mac := hmac.New(sha256.New, p.key)
	mac.Write([]byte(visitor))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// visitor is whom the cookie names; nobody if it was not signed here.
func (p *plain) visitor(r *http.Request) string {
	c, err := r.Cookie("plain")
	if err != nil {
		return ""
	}
	id, sum, _ := strings.Cut(c.Value, ".")
	if !hmac.Equal([]byte(sum), []byte(p.sign(id))) {
		return ""
	}
	return id
}

func (p *plain) begin(w http.ResponseWriter, r *http.Request) {
	visitor, id := random(), random()
	p.mu.Lock()
	agent := p.agents[p.next%len(p.agents)]
	p.next++
	p.mu.Unlock()
	insert := fmt.Sprintf("INSERT INTO sessions VALUES ('%s', '%s', '%s')", id, visitor, agent)
	if _, err := p.write.ExecContext(r.Context(), insert); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	http.SetCookie(w, &http.Cookie{Name: "plain", Value: visitor + "." + p.sign(visitor), Path: "/", HttpOnly: true})
	p.answer(w, map[string]string{"id": id, "state": "active"})
}

func (p *plain) show(w http.ResponseWriter, r *http.Request) {
	p.answer(w, map[string]string{"id": r.PathValue("id"), "state": "active"})
}

// spoken is a message as it is told.
type spoken struct {
	Type    string    `json:"type"`
	Session string    `json:"session_id"`
	At      time.Time `json:"at"`
	Author  string    `json:"author"`
	Text    string    `json:"text"`
}

func (p *plain) say(w http.ResponseWriter, r *http.Request) {
	from := p.visitor(r)
	var in struct{ Text string }
	if from == "" || json.NewDecoder(io.LimitReader(r.Body, 64<<10)).Decode(&in) != nil {
		http.Error(w, "no", http.StatusForbidden)
		return
	}
	id := r.PathValue("id")
	var visitor, agent string
	if err := p.find.QueryRowContext(r.Context(), id).Scan(&visitor, &agent); err != nil || visitor != from {
		http.Error(w, "no such session", http.StatusNotFound)
		return
	}
	m := spoken{"message.created", id, time.Now().UTC(), visitor, in.Text}
	if _, err := p.insert.ExecContext(r.Context(), id, m.At.Format(time.RFC3339Nano), visitor, in.Text); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	data, _ := json.Marshal(m)
	for _, to := range []string{agent, visitor} {
		if err := p.tell(to, data); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
	}
	p.answer(w, m)
}

// push writes an event to the streams of a person.
func (p *plain) push(to string, data []byte) error {
	event := fmt.Appendf(nil, "event: message.created\ndata: %s\n\n", data)
	p.mu.Lock()
	defer p.mu.Unlock()
	for l := range p.listeners[to] {
		select {
		case l <- event:
		default: // it is too slow
		}
	}
	return nil
}

func (p *plain) stream(w http.ResponseWriter, r *http.Request, who string) {
	events := make(chan []byte, 256)
	p.mu.Lock()
	if p.listeners[who] == nil {
		p.listeners[who] = map[chan []byte]bool{}
	}
	p.listeners[who][events] = true
	p.mu.Unlock()
	defer func() {
		p.mu.Lock()
		delete(p.listeners[who], events)
		p.mu.Unlock()
	}()
	w.Header().Set("Content-Type", "text/event-stream")
	rc := http.NewResponseController(w)
	_ = rc.SetWriteDeadline(time.Time{})
	_, _ = io.WriteString(w, "event: stream.hello\ndata: {}\n\n")
	_ = rc.Flush()
	for {
		select {
		case e := <-events:
			if _, err := w.Write(e); err != nil || rc.Flush() != nil {
				return
			}
		case <-r.Context().Done():
			return
		}
	}
}

func (p *plain) answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusCreated)
	_ = json.NewEncoder(w).Encode(v)
}

func random() string {
	var b [16]byte
	_, _ = rand.Read(b[:])
	return hex.EncodeToString(b[:])
}
