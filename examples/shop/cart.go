package main

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
)

const (
	cartCookie = "northlight_cart"
	mostOfOne  = 9
)

// line is one product in a cart.
type line struct {
	Product product
	Count   int
}

// Sum is the price of the line.
func (l line) Sum() int64 { return l.Product.Cents * int64(l.Count) }

// Price is Sum as it is shown.
func (l line) Price() string { return euros(l.Sum()) }

// cart is what a customer means to buy, in the order it was put in.
type cart []line

// parseCart reads "sku:count,sku:count"; what is no longer sold is left out.
func parseCart(text string) cart {
	var c cart
	for _, item := range strings.Split(text, ",") {
		sku, count, _ := strings.Cut(item, ":")
		p, ok := find(sku)
		if n, err := strconv.Atoi(count); ok && err == nil && n > 0 {
			c = append(c, line{p, min(n, mostOfOne)})
		}
	}
	return c
}

func (c cart) String() string {
	items := make([]string, len(c))
	for i, l := range c {
		items[i] = l.Product.SKU + ":" + strconv.Itoa(l.Count)
	}
	return strings.Join(items, ",")
}

// with returns the cart with by more of a product; a product of which none is left is gone.
func (c cart) with(p product, by int) cart {
	var next cart
	found := false
	for _, l := range c {
		if l.Product.SKU == p.SKU {
			l.Count, found = min(l.Count+by, mostOfOne), true
		}
		if l.Count > 0 {
			next = append(next, l)
		}
	}
	if !found && by > 0 {
		next = append(next, line{p, min(by, mostOfOne)})
	}
	return next
}

// Items counts the things in the cart.
func (c cart) Items() int {
	n := 0
	for _, l := range c {
		n += l.Count
	}
	return n
}

// Total is the sum of all lines, in cents.
func (c cart) Total() int64 {
	var sum int64
	for _, l := range c {
		sum += l.Sum()
	}
	return sum
}

// Price is Total as it is shown.
func (c cart) Price() string { return euros(c.Total()) }

// Facts is the cart as the chat's beacon tells it, JSON.
func (c cart) Facts() string {
	type item struct {
		Name     string `json:"name"`
		Quantity int    `json:"quantity"`
		Value    int64  `json:"value"`
		URL      string `json:"url"`
	}
	items := make([]item, len(c))
	for i, l := range c {
		items[i] = item{l.Product.Name, l.Count, l.Sum(), "/p/" + l.Product.SKU}
	}
	facts, _ := json.Marshal(map[string]any{"value": c.Total(), "currency": "EUR", "items": items})
	return string(facts)
}

func (s *shop) cart(r *http.Request) cart { return parseCart(s.cookies.get(r, cartCookie)) }

// changeCart answers POST /cart: one more or one less of a product.
func (s *shop) changeCart(w http.ResponseWriter, r *http.Request) {
	p, ok := find(r.PostFormValue("sku"))
	by, err := strconv.Atoi(r.PostFormValue("by"))
	if !ok || err != nil || by < -mostOfOne || by > mostOfOne {
		http.Error(w, "no such product", http.StatusBadRequest)
		return
	}
	s.cookies.set(w, r, cartCookie, s.cart(r).with(p, by).String())
	http.Redirect(w, r, "/cart", http.StatusSeeOther)
}
