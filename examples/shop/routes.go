package main

import (
	"io/fs"
	"log/slog"
	"net/http"

	"github.com/switchboard-go/switchboard/chat/chathttp"
	"github.com/switchboard-go/switchboard/chat/chatui"
	"github.com/switchboard-go/switchboard/chat/desk"
)

// shop is the host: it has its own pages, logins and carts, and a desk.
type shop struct {
	desk    *desk.Desk
	cookies signer
	mails   mails
}

// csp forbids everything inline; the widget lives with it.
const csp = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"

// routes is the whole site: the shop's pages, and the chat's two handlers below /chat/.
func (s *shop) routes(log *slog.Logger) (routes http.Handler, closeChats func(), err error) {
	api, err := chathttp.New(s.desk, chathttp.Config{Prefix: "/chat", Visitor: s.visitorOf, Agent: s.agentOf, Logger: log})
	if err != nil {
		return nil, nil, err
	}
	ui, err := chatui.New(chatui.Config{Name: "Northlight", SignIn: "/staff", SignOut: "/staff/out"})
	if err != nil {
		return nil, nil, err
	}
	files, err := fs.Sub(static, "static")
	if err != nil {
		return nil, nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("/chat/", ui)
	mux.Handle("/chat/v1/", api)
	mux.Handle("GET /static/", http.StripPrefix("/static/", http.FileServerFS(files)))
	s.pages(mux)
	return guarded(mux), api.Close, nil
}

func (s *shop) pages(mux *http.ServeMux) {
	mux.HandleFunc("GET /{$}", s.home)
	mux.HandleFunc("GET /c/{id}", s.category)
	mux.HandleFunc("GET /p/{sku}", s.product)
	mux.HandleFunc("GET /cart", s.cartPage)
	mux.HandleFunc("POST /cart", s.changeCart)
	mux.HandleFunc("GET /checkout", s.checkout)
	mux.HandleFunc("POST /checkout", s.order)
	mux.HandleFunc("GET /checkout/done", s.done)
	mux.HandleFunc("GET /account", s.account)
	mux.HandleFunc("POST /login", s.login)
	mux.HandleFunc("POST /language", language)
	mux.HandleFunc("GET /staff", s.staffPage)
	mux.HandleFunc("POST /staff", s.signIn)
	mux.HandleFunc("POST /staff/out", s.signOut)
	mux.HandleFunc("POST /staff/hours", s.changeHours)
}

// guarded sets the policy of every page and refuses forms that come from elsewhere.
func guarded(next http.Handler) http.Handler {
	return http.NewCrossOriginProtection().Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", csp)
		w.Header().Set("X-Content-Type-Options", "nosniff")
		next.ServeHTTP(w, r)
	}))
}
