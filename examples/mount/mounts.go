package main

import "net/http"

// mount is one way to put the chat into a shop.
type mount struct {
	name  string
	below string // what chathttp.Config.Prefix must be there
	in    func(http.Handler) http.Handler
}

var mounts = []mount{
	{"net/http", prefix, inNetHTTP},
	{"net/http with StripPrefix", "", inStripPrefix},
	{"chi", prefix, inChi},
	{"gin", prefix, inGin},
	{"echo v4", prefix, inEcho4},
	{"echo v5", prefix, inEcho5},
}
