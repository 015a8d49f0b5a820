package main

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"database/sql"
	"errors"
	"fmt"
	"html/template"
	"net/http"

	_ "modernc.org/sqlite"
)

// shop is what was there before the chat: it knows nothing of one, but for the table of letters
// that an order leaves for it.
type shop struct{ db *sql.DB }

// customer is somebody with an account. The zero customer is nobody.
type customer struct {
	id, name, email string
	staff           bool
	orders, cents   int64 // all they ever bought
}

const schema = `
CREATE TABLE IF NOT EXISTS customers (id TEXT PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL UNIQUE, staff INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS logins (token TEXT PRIMARY KEY, customer TEXT NOT NULL REFERENCES customers);
CREATE TABLE IF NOT EXISTS orders (id INTEGER PRIMARY KEY, customer TEXT NOT NULL REFERENCES customers, cents INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS outbox (id INTEGER PRIMARY KEY, customer TEXT NOT NULL, bought INTEGER NOT NULL REFERENCES orders, text TEXT NOT NULL); -- for the chat
INSERT OR IGNORE INTO customers VALUES ('c1', 'Vera', 'vera@shop.example', 0), ('c2', 'Otto', 'otto@shop.example', 0), ('s1', 'Ann', 'ann@shop.example', 1);
INSERT OR IGNORE INTO orders VALUES (1, 'c1', 41900), (2, 'c1', 12900), (3, 'c2', 900);`

func openShop(ctx context.Context, path string) (*shop, error) {
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_txlock=immediate")
	if err == nil {
		_, err = db.ExecContext(ctx, schema)
	}
	return &shop{db}, err
}

func (s *shop) mount(mux *http.ServeMux) {
	mux.HandleFunc("GET /{$}", s.front)
	mux.HandleFunc("POST /login", s.signIn)
	mux.HandleFunc("POST /logout", s.signOut)
	mux.HandleFunc("POST /buy", s.buy)
}

const cookie = "shop_login"

// who is signed in, by the cookie that names a row of logins.
func (s *shop) who(r *http.Request) (customer, error) {
	c, err := r.Cookie(cookie)
	if err != nil {
		return customer{}, nil
	}
	return s.one(r.Context(), `JOIN logins l ON l.customer = c.id WHERE l.token = ?`, c.Value)
}

// one customer with their orders, or nobody.
func (s *shop) one(ctx context.Context, where string, arg string) (c customer, err error) {
	err = s.db.QueryRowContext(ctx, `SELECT c.id, c.name, c.email, c.staff,
		(SELECT count(*) FROM orders o WHERE o.customer = c.id), (SELECT coalesce(sum(cents), 0) FROM orders o WHERE o.customer = c.id)
		FROM customers c `+where, arg).Scan(&c.id, &c.name, &c.email, &c.staff, &c.orders, &c.cents)
	if errors.Is(err, sql.ErrNoRows) {
		return customer{}, nil
	}
	return c, err
}

func (s *shop) signIn(w http.ResponseWriter, r *http.Request) {
	c, err := s.one(r.Context(), `WHERE c.email = ?`, r.FormValue("email"))
	right := subtle.ConstantTimeCompare([]byte(r.FormValue("password")), []byte("demo")) == 1
	if err == nil && (c.id == "" || !right) {
		http.Error(w, "wrong address or password", http.StatusUnauthorized)
		return
	}
	token := rand.Text()
	if err == nil {
		_, err = s.db.ExecContext(r.Context(), `INSERT INTO logins VALUES (?, ?)`, token, c.id)
	}
	http.SetCookie(w, &http.Cookie{Name: cookie, Value: token, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: r.TLS != nil})
	s.back(w, r, err)
}

func (s *shop) signOut(w http.ResponseWriter, r *http.Request) {
	var err error
	if c, missing := r.Cookie(cookie); missing == nil {
		_, err = s.db.ExecContext(r.Context(), `DELETE FROM logins WHERE token = ?`, c.Value)
	}
	http.SetCookie(w, &http.Cookie{Name: cookie, Path: "/", MaxAge: -1})
	s.back(w, r, err)
}

// buy writes the order and the letter to the chat together: both are there, or neither.
func (s *shop) buy(w http.ResponseWriter, r *http.Request) {
	c, err := s.who(r)
	if err == nil && c.id == "" {
		http.Error(w, "sign in first", http.StatusUnauthorized)
		return
	}
	if err == nil {
		err = s.order(r.Context(), c, 8900)
	}
	s.back(w, r, err)
}

func (s *shop) order(ctx context.Context, c customer, cents int64) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	order, err := tx.ExecContext(ctx, `INSERT INTO orders (customer, cents) VALUES (?, ?)`, c.id, cents)
	if err != nil {
		return err
	}
	id, err := order.LastInsertId()
	if err != nil {
		return err
	}
	text := fmt.Sprintf("Order %d is placed: %d.%02d €. Thank you!", id, cents/100, cents%100)
	if _, err := tx.ExecContext(ctx, `INSERT INTO outbox (customer, bought, text) VALUES (?, ?, ?)`, c.id, id, text); err != nil {
		return err
	}
	return tx.Commit()
}

func (s *shop) back(w http.ResponseWriter, r *http.Request, err error) {
	if err != nil {
		http.Error(w, "the shop's database does not answer", http.StatusServiceUnavailable)
		return
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

var page = template.Must(template.New("").Parse(`<!doctype html><title>Shoes</title>
{{if .}}<p>Hello {{.}}. <form method=post action=/logout><button>Sign out</button></form>
<form method=post action=/buy><button>Buy the boots, 89 €</button></form>
{{else}}<form method=post action=/login><input name=email placeholder="e-mail"><input name=password type=password><button>Sign in</button></form>
{{end}}<p><a href="/chat/console">For staff: the console</a>
<script type="module" src="/chat/widget.js"></script><live-chat></live-chat>`))

func (s *shop) front(w http.ResponseWriter, r *http.Request) {
	c, err := s.who(r)
	if err != nil {
		s.back(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = page.Execute(w, c.name) // a client that is gone cannot be told
}
