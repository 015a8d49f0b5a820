package chathttp

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"time"
)

// How long a visitor token lives, and how far another node's clock may be ahead.
const (
	anonymousFor  = 180 * 24 * time.Hour
	identifiedFor = 24 * time.Hour
	clockLeeway   = time.Minute
)

// Shape of a token: format, kind, milliseconds since 1970, version, id, HMAC; base64url.
const (
	tokenFormat = 1
	tokenHead   = 18
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
}

// ends is the instant from which the token is worth nothing.
func (t token) ends() time.Time {
	if t.Identified {
		return t.Issued.Add(identifiedFor)
	}
	return t.Issued.Add(anonymousFor)
}

// seal signs the token.
func (s signer) seal(t token) secret {
	b := make([]byte, tokenHead, tokenHead+len(t.ID)+sha256.Size)
	b[0] = tokenFormat
	if t.Identified {
		b[1] = 1
	}
	binary.BigEndian.PutUint64(b[2:], uint64(t.Issued.UnixMilli()))
	binary.BigEndian.PutUint64(b[10:], uint64(t.Version))
	b = append(b, t.ID...)
	return secret(base64.RawURLEncoding.EncodeToString(append(b, s.sum(b)...)))
}

// open checks a token's signature, shape and age. Every failure is the same errToken.
func (s signer) open(sealed secret, now time.Time) (token, error) {
	if len(sealed) > maxToken {
		return token{}, errToken
	}
	b, err := base64.RawURLEncoding.Strict().DecodeString(string(sealed))
	if err != nil || len(b) <= tokenHead+sha256.Size {
		return token{}, errToken
	}
	body, mac := b[:len(b)-sha256.Size], b[len(b)-sha256.Size:]
	if !hmac.Equal(mac, s.sum(body)) || body[0] != tokenFormat || body[1] > 1 {
		return token{}, errToken
	}
	t := token{
		ID:         string(body[tokenHead:]),
		Identified: body[1] == 1,
		Version:    int64(binary.BigEndian.Uint64(body[10:])),
		Issued:     time.UnixMilli(int64(binary.BigEndian.Uint64(body[2:]))),
	}
	if now.Before(t.Issued.Add(-clockLeeway)) || !now.Before(t.ends()) {
		return token{}, errToken
	}
	return t, nil
}
