package main

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"time"
)

//go:embed templates
var templateFiles embed.FS

//go:embed static
var static embed.FS

// view is what a page is drawn from.
type view struct {
	Page, Title, Path, Locale string
	Queue                     string
	Cart                      cart
	Customer                  customer
	Chat                      bool // the widget is on this page
	Data                      any
}

var views = template.Must(template.New("").Funcs(template.FuncMap{
	"categories": func() any { return categories },
	"languages":  func() any { return languages },
	"customers":  func() []customer { return customers },
	"staff":      func() []colleague { return staff },
	"presets":    func() any { return presets },
	"euros":      euros,
}).ParseFS(templateFiles, "templates/*.html"))

// localeOf is the language the widget speaks: the visitor's choice in the foot of the page.
func localeOf(r *http.Request) string {
	if c, err := r.Cookie("northlight_lang"); err == nil {
		for _, l := range languages {
			if l.Tag == c.Value {
				return l.Tag
			}
		}
	}
	return "en"
}

// show writes a page, or says that it could not.
func (s *shop) show(w http.ResponseWriter, r *http.Request, v view) {
	v.Path, v.Locale, v.Cart, v.Customer = r.URL.Path, localeOf(r), s.cart(r), s.customer(r)
	if v.Queue == "" {
		v.Queue = string(advice)
	}
	var page bytes.Buffer
	if err := views.ExecuteTemplate(&page, "layout", v); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = page.WriteTo(w)
}

func (s *shop) home(w http.ResponseWriter, r *http.Request) {
	s.show(w, r, view{Page: "home", Title: "Northlight", Chat: true, Data: catalogue})
}

func (s *shop) category(w http.ResponseWriter, r *http.Request) {
	for _, c := range categories {
		if c.ID == r.PathValue("id") {
			s.show(w, r, view{Page: "category", Title: c.Name, Chat: true, Data: within(c.ID)})
			return
		}
	}
	http.NotFound(w, r)
}

func (s *shop) product(w http.ResponseWriter, r *http.Request) {
	p, ok := find(r.PathValue("sku"))
	if !ok {
		http.NotFound(w, r)
		return
	}
	s.show(w, r, view{Page: "product", Title: p.Name, Chat: true, Data: p})
}

func (s *shop) cartPage(w http.ResponseWriter, r *http.Request) {
	s.show(w, r, view{Page: "cart", Title: "Your cart", Chat: true})
}

func (s *shop) checkout(w http.ResponseWriter, r *http.Request) {
	s.show(w, r, view{Page: "checkout", Title: "Checkout", Queue: string(orders), Chat: true})
}

// order answers POST /checkout. Nothing is charged and nothing is sent: the cart is emptied.
func (s *shop) order(w http.ResponseWriter, r *http.Request) {
	s.cookies.set(w, r, cartCookie, "")
	http.Redirect(w, r, "/checkout/done", http.StatusSeeOther)
}

func (s *shop) done(w http.ResponseWriter, r *http.Request) {
	s.show(w, r, view{Page: "done", Title: "Thank you", Queue: string(orders), Chat: true, Data: time.Now().Format("20060102-150405")})
}

func (s *shop) account(w http.ResponseWriter, r *http.Request) {
	s.show(w, r, view{Page: "account", Title: "Your account", Queue: string(orders), Chat: true})
}

func (s *shop) staffPage(w http.ResponseWriter, r *http.Request) {
	c, _ := s.colleague(r)
	s.show(w, r, view{Page: "staff", Title: "Staff", Data: struct {
		Me    colleague
		Wrong bool
		Mails []letter
	}{c, r.FormValue("wrong") != "", s.mails.list()}})
}

// language answers POST /language.
func language(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, &http.Cookie{Name: "northlight_lang", Value: r.PostFormValue("lang"), Path: "/", SameSite: http.SameSiteLaxMode, MaxAge: 1 << 25})
	http.Redirect(w, r, "/", http.StatusSeeOther)
}
