package main

import (
	"crypto/subtle"
	"net/http"

	"github.com/switchboard-go/switchboard/chat"
)

const staffCookie = "northlight_staff"

// password of everybody at the counter. This is an example: a real shop has its own login, and hands its answer to the chat.
const password = "demo"

// colleague is somebody who answers chats.
type colleague struct {
	Login, Name, Does string
	Supervisor        bool
	Queues            []chat.QueueID
	Capacity          int
}

var staff = []colleague{
	{"mari", "Mari", "Buying advice", false, []chat.QueueID{advice}, 3},
	{"jaan", "Jaan", "Orders and returns, and advice when needed", false, []chat.QueueID{orders, advice}, 3},
	{"wei", "Wei", "Orders and returns, and advice when needed", false, []chat.QueueID{orders, advice}, 2},
	{"liis", "Liis", "Supervisor", true, nil, 2}, // no queues: the whole team is hers
}

func (s *shop) colleague(r *http.Request) (colleague, bool) {
	login := s.cookies.signedIn(r, staffCookie).Who
	for _, c := range staff {
		if c.Login == login {
			return c, true
		}
	}
	return colleague{}, false
}

// agentOf tells the chat which colleague asks, and since when they are signed in: signing out refuses everything before.
func (s *shop) agentOf(r *http.Request) (chat.Principal, error) {
	c, ok := s.colleague(r)
	if !ok {
		return chat.Principal{}, nil
	}
	p := chat.Principal{Kind: chat.RoleAgent, ID: c.Login, Verified: true, Version: s.cookies.signedIn(r, staffCookie).At.UnixMilli()}
	if c.Supervisor {
		p.Kind = chat.RoleSupervisor
	}
	return p, nil
}

// signIn answers POST /staff: agents go to the console, supervisors to the board.
func (s *shop) signIn(w http.ResponseWriter, r *http.Request) {
	given := r.PostFormValue("password")
	for _, c := range staff {
		if c.Login != r.PostFormValue("login") || subtle.ConstantTimeCompare([]byte(given), []byte(password)) != 1 {
			continue
		}
		s.cookies.set(w, r, staffCookie, newSignIn(c.Login).String())
		to := "/chat/console"
		if c.Supervisor {
			to = "/chat/board"
		}
		http.Redirect(w, r, to, http.StatusSeeOther)
		return
	}
	http.Redirect(w, r, "/staff?wrong=1", http.StatusSeeOther)
}

// signOut answers POST /staff/out. A copy of the cookie, and the open streams of every browser in which the colleague has signed
// in until now, end with it.
func (s *shop) signOut(w http.ResponseWriter, r *http.Request) {
	p, err := s.agentOf(r)
	if err == nil && p.ID != "" {
		err = s.desk.Host().Revoke(r.Context(), p.Kind, p.ID, p.Version+1)
	}
	if err != nil {
		http.Error(w, "signing out did not work; please try again", http.StatusServiceUnavailable)
		return
	}
	s.cookies.set(w, r, staffCookie, "")
	http.Redirect(w, r, "/staff", http.StatusSeeOther)
}
