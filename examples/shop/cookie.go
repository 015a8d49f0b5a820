package main

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"strings"
	"time"
)

// signer keeps small facts in the browser, so that the shop's logins and carts live on when it is killed and started again.
type signer struct{ key []byte }

// newSigner reads the key from a file, or makes one.
func newSigner(file string) (signer, error) {
	key, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		key = make([]byte, 32)
		if _, err = rand.Read(key); err == nil {
			err = os.WriteFile(file, key, 0o600)
		}
	}
	return signer{key}, err
}

func (s signer) seal(name, value string) string {
	mac := hmac.New(sha256.New, s.key)
	mac.Write([]byte(name + "\x00" + value))
	return base64.RawURLEncoding.EncodeToString([]byte(value)) + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// set puts a cookie that only this shop can have made. An empty value removes it.
func (s signer) set(w http.ResponseWriter, r *http.Request, name, value string) {
	c := &http.Cookie{Name: name, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: r.TLS != nil, MaxAge: -1}
	if value != "" {
		c.Value, c.MaxAge = s.seal(name, value), int((7 * 24 * time.Hour).Seconds())
	}
	http.SetCookie(w, c)
}

// get returns the value of a cookie, or nothing when it is not there or not ours.
func (s signer) get(r *http.Request, name string) string {
	c, err := r.Cookie(name)
	if err != nil {
		return ""
	}
	text, _, _ := strings.Cut(c.Value, ".")
	value, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || !hmac.Equal([]byte(s.seal(name, string(value))), []byte(c.Value)) {
		return ""
	}
	return string(value)
}
