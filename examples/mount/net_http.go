package main

import "net/http"

// inNetHTTP mounts the chat in the standard library's mux.
func inNetHTTP(h http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle(prefix+"/", h)
	mux.HandleFunc("/", hello)
	return mux
}

// inStripPrefix does the same where the mux takes the prefix away.
func inStripPrefix(h http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle(prefix+"/", http.StripPrefix(prefix, h))
	mux.HandleFunc("/", hello)
	return mux
}
