package main

import (
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
)

// inChi mounts the chat in chi, behind the middleware most shops have. Not behind middleware.Timeout: it ends streams.
func inChi(h http.Handler) http.Handler {
	r := chi.NewRouter()
	r.Use(middleware.RequestID, middleware.Recoverer, middleware.Compress(5))
	r.Mount(prefix, h)
	r.Get("/", hello)
	return r
}
