package main

import (
	"crypto/rand"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// signInLasts is how long a sign-in is good for, whatever the browser does with its cookie.
const signInLasts = 7 * 24 * time.Hour

// signIn is one sign-in of a customer or a colleague, as their cookie says it. The zero signIn is nobody's.
type signIn struct {
	Who string
	ID  string // tells it from the others of the same person
	At  time.Time
}

func newSignIn(who string) signIn { return signIn{who, rand.Text(), time.Now()} }

func (i signIn) ends() time.Time { return i.At.Add(signInLasts) }

func (i signIn) String() string {
	return i.Who + " " + i.ID + " " + strconv.FormatInt(i.At.UnixMilli(), 10)
}

// signedIn reads a cookie that newSignIn made, until its time is over.
func (s signer) signedIn(r *http.Request, cookie string) signIn {
	parts := strings.Split(s.get(r, cookie), " ")
	if len(parts) != 3 {
		return signIn{}
	}
	ms, err := strconv.ParseInt(parts[2], 10, 64)
	in := signIn{parts[0], parts[1], time.UnixMilli(ms)}
	if err != nil || !time.Now().Before(in.ends()) {
		return signIn{}
	}
	return in
}
