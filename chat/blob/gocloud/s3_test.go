package gocloud_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// fakeS3 is a server that speaks like S3, as far as objects are put, got in ranges and deleted. It
// believes nobody whose signature is not right: of the method, the path, the headers, the body and
// the time (Signature Version 4).
type fakeS3 struct {
	id, secret string

	mu      sync.Mutex
	objects map[string]object
	refused []string
	parts   int // requests that would leave parts of an object
}

type object struct {
	media string
	data  []byte
}

func (s *fakeS3) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	body, err := io.ReadAll(r.Body)
	if err == nil {
		err = s.signed(r, body)
	}
	if err != nil {
		s.refused = append(s.refused, err.Error())
		fault(w, http.StatusForbidden, "SignatureDoesNotMatch")
		return
	}
	if r.URL.Query().Has("uploads") || r.URL.Query().Has("uploadId") {
		s.parts++
	}
	switch o, there := s.objects[r.URL.Path]; {
	case r.Method == http.MethodPut:
		s.objects[r.URL.Path] = object{r.Header.Get("Content-Type"), body}
	case r.Method == http.MethodDelete:
		delete(s.objects, r.URL.Path)
		w.WriteHeader(http.StatusNoContent)
	case !there:
		fault(w, http.StatusNotFound, "NoSuchKey")
	default:
		w.Header().Set("Content-Type", o.media)
		w.Header().Set("ETag", fmt.Sprintf(`"%x"`, sha256.Sum256(o.data)))
		at := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
		http.ServeContent(w, r, "", at, strings.NewReader(string(o.data)))
	}
}

func fault(w http.ResponseWriter, status int, code string) {
	w.Header().Set("Content-Type", "application/xml")
	w.WriteHeader(status)
	_, _ = fmt.Fprintf(w, `<?xml version="1.0"?><Error><Code>%s</Code></Error>`, code)
}

// signed checks a request's signature.
func (s *fakeS3) signed(r *http.Request, body []byte) error {
	how, rest, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if how != "AWS4-HMAC-SHA256" {
		return fmt.Errorf("%s: no signature", r.Method)
	}
	part := map[string]string{}
	for field := range strings.SplitSeq(rest, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(field), "=")
		part[name] = value
	}
	scope := strings.Split(part["Credential"], "/")
	names := strings.Split(part["SignedHeaders"], ";")
	date := r.Header.Get("X-Amz-Date")
	at, err := time.Parse("20060102T150405Z", date)
	switch {
	case err != nil || time.Since(at).Abs() > 15*time.Minute:
		return fmt.Errorf("the time is %q", date)
	case len(scope) != 5 || scope[0] != s.id:
		return fmt.Errorf("the credential is %q", part["Credential"])
	case !slices.Contains(names, "host") || !slices.Contains(names, "x-amz-content-sha256"):
		return fmt.Errorf("the headers are %q", names)
	}
	sum := sha256.Sum256(body)
	said := r.Header.Get("X-Amz-Content-Sha256")
	if said != hex.EncodeToString(sum[:]) {
		return fmt.Errorf("%s: the body is another one: %s", r.Method, said)
	}
	if r.Method == http.MethodPut && !slices.Contains(names, "content-type") {
		return fmt.Errorf("the type is not signed: %q", names)
	}
	text := fmt.Sprintf("AWS4-HMAC-SHA256\n%s\n%s\n%s", date, strings.Join(scope[1:], "/"),
		sha(canonical(r, names, said)))
	mac := []byte("AWS4" + s.secret)
	for _, x := range append(slices.Clone(scope[1:]), text) {
		h := hmac.New(sha256.New, mac)
		_, _ = h.Write([]byte(x))
		mac = h.Sum(nil)
	}
	if hex.EncodeToString(mac) != part["Signature"] {
		return fmt.Errorf("%s %s: the signature is wrong", r.Method, r.URL)
	}
	return nil
}

// canonical is a request as it is signed.
func canonical(r *http.Request, names []string, sum string) string {
	var b strings.Builder
	query := strings.ReplaceAll(r.URL.Query().Encode(), "+", "%20")
	path := (&url.URL{Path: r.URL.Path}).EscapedPath()
	fmt.Fprintf(&b, "%s\n%s\n%s\n", r.Method, path, query)
	for _, n := range names {
		value := strings.Join(strings.Fields(r.Header.Get(n)), " ")
		switch n {
		case "host":
			value = r.Host
		case "content-length":
			value = fmt.Sprint(r.ContentLength)
		}
		fmt.Fprintf(&b, "%s:%s\n", n, value)
	}
	fmt.Fprintf(&b, "\n%s\n%s", strings.Join(names, ";"), sum)
	return b.String()
}

func sha(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}
