package chathttp

import (
	"bytes"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/switchboard-go/switchboard/trigger"
)

// Limits of a request's body.
const (
	maxBody      = 64 << 10
	maxSetBody   = 1 << 20 // a write of settings takes 768 KiB of them
	maxRuleDepth = 32      // a condition 8 levels deep takes 19 in a set
	bodyWithin   = 10 * time.Second
	firstRead    = 4 << 10 // bytes that room is made for before they came
)

// allowance is how much a body may hold.
type allowance struct{ bytes, levels int }

// allowanceOf returns how much a body may hold that is read into dst. A rule's condition may be
// deeper than other bodies, and a set of settings larger: it holds whatever one write may hold.
func allowanceOf(dst any) allowance {
	switch dst.(type) {
	case *setBody:
		return allowance{maxSetBody, maxRuleDepth}
	case *trigger.Rule:
		return allowance{maxBody, maxRuleDepth}
	}
	return allowance{maxBody, maxDepth}
}

// large refuses a body that is larger.
func (a allowance) large() *problem {
	return refuse(codeTooLarge, fmt.Sprintf("the body is larger than %d KiB", a.bytes>>10))
}

// unasked reports whether a request brings a body where none is ever read.
func unasked(r *http.Request) bool {
	return r.ContentLength != 0 && r.Method != http.MethodPost && r.Method != http.MethodPut && r.Method != http.MethodPatch
}

// hurry bounds how long a request's body may take, whether or not anybody reads it: net/http
// takes in what nobody read before it answers. A body where there is none to be is neither read
// nor waited for, and ends the connection with the answer.
func hurry(w http.ResponseWriter, r *http.Request) {
	if r.ContentLength == 0 {
		return
	}
	end := time.Now().Add(bodyWithin)
	if unasked(r) {
		w.Header().Set("Connection", "close")
		end = time.Now()
	}
	_ = http.NewResponseController(w).SetReadDeadline(end)
}

// none is the body of a request that has nothing to say.
type none struct{}

// read reads a request's body into dst by the strict rules of decode. A body may be missing where
// mayMiss says so. No more is read than is allowed.
func read(w http.ResponseWriter, r *http.Request, dst any) error {
	if e := r.Header.Get("Content-Encoding"); e != "" && e != "identity" {
		return refuse(codeMediaType, "a body must not be compressed")
	}
	if most := allowanceOf(dst); r.ContentLength > int64(most.bytes) {
		return most.large()
	}
	typed := r.Header.Get("Content-Type")
	if typed != "" && !plainJSON(typed) {
		return refuse(codeMediaType, "the Content-Type must be application/json")
	}
	data, err := readAll(w, r, allowanceOf(dst))
	if err != nil {
		return err
	}
	switch {
	case len(data) == 0 && mayMiss(dst):
		return nil
	case len(data) == 0:
		return refuse(codeInvalid, "a JSON object is needed")
	case typed == "":
		return refuse(codeMediaType, "the Content-Type must be application/json")
	}
	return decode(data, dst)
}

// mayMiss reports whether there need be no body to be read into dst.
func mayMiss(dst any) bool {
	switch dst.(type) {
	case *none, *conclusionBody, *takeOverBody:
		return true
	}
	return false
}

// readAll reads the body, which must arrive within bodyWithin where the connection allows a
// deadline.
func readAll(w http.ResponseWriter, r *http.Request, most allowance) ([]byte, error) {
	if r.ContentLength != 0 {
		_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(bodyWithin))
	}
	var b bytes.Buffer
	if r.ContentLength > 0 && r.ContentLength <= firstRead {
		b.Grow(int(r.ContentLength) + bytes.MinRead) // one room, where it is told what it takes
	}
	_, err := b.ReadFrom(http.MaxBytesReader(w, r.Body, int64(most.bytes)))
	if _, large := errors.AsType[*http.MaxBytesError](err); large {
		return nil, most.large()
	}
	if err != nil {
		return nil, refuse(codeInvalid, "the body could not be read to its end")
	}
	return b.Bytes(), nil
}

// plainJSON reports whether a Content-Type is application/json in UTF-8.
func plainJSON(typed string) bool {
	if typed == "application/json" { // as nearly everybody writes it
		return true
	}
	media, params, err := mime.ParseMediaType(typed)
	if err != nil || media != "application/json" || len(params) > 1 {
		return false
	}
	charset, named := params["charset"]
	return len(params) == 0 || named && strings.EqualFold(charset, "utf-8")
}
