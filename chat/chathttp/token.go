package chathttp

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"time"
)

// How long a visitor token lives, and how far the clock of a host that vouches for somebody may be ahead.
const (
	anonymousFor  = 180 * 24 * time.Hour
	identifiedFor = 24 * time.Hour
	clockLeeway   = time.Minute
)

// Shape of a token: format, kind, milliseconds since 1970, version, sign-in, id, HMAC; base64url. An older one has no sign-in.
const (
	tokenFormat = 2
	olderFormat = 1 // of releases whose cookies could be planted
	tokenHead   = 26
	olderHead   = 18
	maxToken    = 512
	maxSubject  = 128
)

var errToken = errors.New("chathttp: the visitor token is forged, damaged or too old")

// token says who a visitor is when the host's login does not.
type token struct {
	ID         string    // a minted visitor id, or the subject of an assertion
	Identified bool      // by an assertion: the host vouches for ID
	Version    int64     // the principal's; revoking refuses all lower ones
	Issued     time.Time // to the millisecond
	SignIn     uint64    // tells an identified token from others of its visitor
	older      bool      // an older release made it
}

// ends is the instant from which the token is worth nothing.
func (t token) ends() time.Time {
	if t.Identified {
		return t.Issued.Add(identifiedFor)
	}
	return t.Issued.Add(anonymousFor)
}

// newSignIn tells a sign-in from all others of the same visitor.
func newSignIn() uint64 {
	var b [8]byte
	rand.Read(b[:])
	return binary.BigEndian.Uint64(b[:])
}

// seal signs the token.
func (s signer) seal(t token) secret {
	b := make([]byte, olderHead, tokenHead+len(t.ID)+sha256.Size)
	b[0] = tokenFormat
	if t.Identified {
		b[1] = 1
	}
	binary.BigEndian.PutUint64(b[2:], uint64(t.Issued.UnixMilli()))
	binary.BigEndian.PutUint64(b[10:], uint64(t.Version))
	if t.older {
		b[0] = olderFormat
	} else {
		b = binary.BigEndian.AppendUint64(b, t.SignIn)
	}
	b = append(b, t.ID...)
	return secret(base64.RawURLEncoding.EncodeToString(append(b, s.sum(b)...)))
}

// open checks a token's signature, shape and age. Every failure is the same errToken. One from the future is as good as new:
// a node whose clock is ahead made it, or this one's is behind, and neither is the visitor's fault.
func (s signer) open(sealed secret, now time.Time) (token, error) {
	if len(sealed) > maxToken {
		return token{}, errToken
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(string(sealed))
	if err != nil || len(b) <= olderHead+sha256.Size {
		return token{}, errToken
	}
	body, mac := b[:len(b)-sha256.Size], b[len(b)-sha256.Size:]
	if !hmac.Equal(mac, s.sum(body)) || body[1] > 1 {
		return token{}, errToken
	}
	t := token{
		Identified: body[1] == 1,
		Version:    int64(binary.BigEndian.Uint64(body[10:])),
		Issued:     time.UnixMilli(int64(binary.BigEndian.Uint64(body[2:]))),
	}
	switch {
	case body[0] == olderFormat:
		t.ID, t.SignIn, t.older = string(body[olderHead:]), uint64(t.Issued.UnixMilli()), true
	case body[0] == tokenFormat && len(body) > tokenHead:
		t.ID, t.SignIn = string(body[tokenHead:]), binary.BigEndian.Uint64(body[olderHead:])
	default:
		return token{}, errToken
	}
	if !now.Before(t.ends()) {
		return token{}, errToken
	}
	return t, nil
}
