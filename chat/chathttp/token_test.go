package chathttp

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func testSigner(b byte) signer { return newSigner(bytes.Repeat([]byte{b}, minKey), "visitor") }

func TestATokenSaysAgainWhatWasSealed(t *testing.T) {
	for _, want := range []token{{ID: "vis_0123456789abcdefghjkmnpqrs", Issued: noon}, {ID: "customer-7", Identified: true, Version: -3, Issued: noon, SignIn: 1<<63 + 1}} {
		got, err := testSigner(1).open(testSigner(1).seal(want), noon.Add(time.Hour))
		require.NoError(t, err)
		assert.True(t, got.Issued.Equal(want.Issued))
		assert.Equal(t, want.ID, got.ID)
		assert.Equal(t, want.Identified, got.Identified)
		assert.Equal(t, want.Version, got.Version)
		assert.Equal(t, want.SignIn, got.SignIn)
	}
}

func TestATokenChangedInAnyBitIsRefused(t *testing.T) {
	raw, err := base64.RawURLEncoding.DecodeString(string(testSigner(1).seal(token{ID: "vis_x", Issued: noon})))
	require.NoError(t, err)
	for i := range raw {
		for bit := range 8 {
			forged := bytes.Clone(raw)
			forged[i] ^= 1 << bit
			_, err := testSigner(1).open(secret(base64.RawURLEncoding.EncodeToString(forged)), noon)
			require.ErrorIs(t, err, errToken, "byte %d bit %d", i, bit)
		}
	}
}

func TestATokenIsRefusedOutsideItsTimeAndKeyAndPurpose(t *testing.T) {
	s := testSigner(1)
	anonymous, known := s.seal(token{ID: "vis_x", Issued: noon}), s.seal(token{ID: "c", Identified: true, Issued: noon})
	open := func(s signer, sealed secret, at time.Time) error { _, err := s.open(sealed, at); return err }
	assert.NoError(t, open(s, anonymous, noon.Add(anonymousFor-time.Millisecond)))
	assert.ErrorIs(t, open(s, anonymous, noon.Add(anonymousFor)), errToken)
	assert.NoError(t, open(s, known, noon.Add(identifiedFor-time.Millisecond)))
	assert.ErrorIs(t, open(s, known, noon.Add(identifiedFor)), errToken)
	for _, skew := range []time.Duration{time.Minute, time.Hour, 10 * 365 * 24 * time.Hour} {
		assert.NoError(t, open(s, anonymous, noon.Add(-skew)), "another node's clock may be ahead, or this one's behind")
		assert.NoError(t, open(s, known, noon.Add(-skew)))
	}
	assert.ErrorIs(t, open(testSigner(2), anonymous, noon), errToken)
	assert.ErrorIs(t, open(newSigner(bytes.Repeat([]byte{1}, minKey), "other"), anonymous, noon), errToken)
	for _, rubbish := range []secret{"", "x", "' OR 1=1--", `{"$regex":".*"}`, anonymous + "=", anonymous + "A"} {
		assert.ErrorIs(t, open(s, rubbish, noon), errToken, string(rubbish))
	}
}

func TestASecretIsNeverSeen(t *testing.T) {
	s := testSigner(1).seal(token{ID: "vis_x", Issued: noon})
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "a", s, "b", struct{ S secret }{s}, "c", []secret{s})
	body, err := json.Marshal(map[string]any{"s": s, "in": struct{ S secret }{s}})
	require.NoError(t, err)
	for _, out := range []string{fmt.Sprint(s), fmt.Sprintf("%s %v %+v %#v %q", s, s, s, s, s), fmt.Sprintf("%+v", struct{ S secret }{s}), log.String(), string(body)} {
		assert.NotContains(t, out, string(s))
		assert.Contains(t, out, redacted)
	}
}

// FuzzToken checks that no bytes but sealed ones open.
func FuzzToken(f *testing.F) {
	s := testSigner(1)
	good := s.seal(token{ID: "vis_x", Issued: noon})
	f.Add(string(good))
	f.Add(string(s.seal(token{ID: "vis_x", Issued: noon, older: true})))
	f.Add("AQ")
	f.Add("")
	f.Fuzz(func(t *testing.T, in string) {
		got, err := s.open(secret(in), noon)
		if err == nil && s.seal(got) != secret(in) {
			t.Fatalf("opened %q, which was never sealed", in)
		}
	})
}

func TestATokenOfAnOlderReleaseIsReadStill(t *testing.T) {
	sealed := testSigner(1).seal(token{ID: "c7", Identified: true, Version: 2, Issued: noon, older: true})
	got, err := testSigner(1).open(sealed, noon)
	require.NoError(t, err)
	assert.True(t, got.older)
	assert.Equal(t, "c7", got.ID)
	assert.NotZero(t, got.SignIn, "its instant tells it from others")
}
