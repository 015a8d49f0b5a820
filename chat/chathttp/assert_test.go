package chathttp

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
)

func TestAnAssertionThatTheShopSignsIsBelieved(t *testing.T) {
	contact := chat.Contact{Name: "Eve <3", Email: "eve@example.com", EmailVerified: true}
	for name, a := range map[string]Assertion{
		"the shortest": {ID: "c7", At: noon},
		"everything": {
			ID: strings.Repeat("c", maxSubject), Version: 4, Contact: contact, At: noon, For: assertionFor,
		},
		"a second": {ID: "ä/ö", At: noon, For: time.Second},
	} {
		signed, err := Assert("k1", assertKey, a)
		require.NoError(t, err, name)
		v := verifier{keys: map[string][]byte{"k1": assertKey}, audience: defaultAudience}
		c, err := v.verify(signed, noon)
		require.NoError(t, err, name)
		assert.Equal(t, a.ID, c.Subject, name)
		assert.Equal(t, a.Version, c.Version, name)
		assert.Equal(t, a.Contact.Name, c.Name, name)
		assert.Equal(t, a.Contact.EmailVerified, c.EmailVerified, name)
		_, err = v.verify(signed, noon.Add(assertionFor))
		require.ErrorIs(t, err, errAssertion, "%s: it ends", name)
		_, err = verifier{keys: v.keys, audience: "pets"}.verify(signed, noon)
		require.ErrorIs(t, err, errAssertion, "%s: it is for somebody", name)
	}
}

func TestAllFaultsOfAnAssertionAreReportedAtOnce(t *testing.T) {
	_, err := Assert("k\xff", assertKey[1:], Assertion{For: time.Hour, Contact: chat.Contact{Name: "\xff"}})
	for _, field := range []string{
		"key: 31 bytes", "kid: not UTF-8", "ID: 0 bytes", "For: 1h0m0s", "Contact.Name: not UTF-8",
	} {
		require.ErrorContains(t, err, field)
	}
	long := chat.Contact{Name: strings.Repeat("x", maxAssertion)}
	for _, a := range []Assertion{
		{ID: strings.Repeat("c", maxSubject+1)},
		{ID: "c7", For: -1}, {ID: "c7", For: time.Millisecond},
		{ID: "c7", Contact: long},
	} {
		jwt, err := Assert("k1", assertKey, a)
		require.Error(t, err)
		assert.Empty(t, jwt)
	}
}

func TestAVisitorIsWhomAnAssertionOfTheShopNames(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := open(t, Config{AssertionKeys: map[string][]byte{"k1": assertKey}})
		jwt, err := Assert("k1", assertKey, Assertion{ID: "c9", Contact: chat.Contact{Name: "Eve"}})
		require.NoError(t, err)
		p := h.person()
		body := fmt.Sprintf(`{"assertion":%q}`, jwt)
		p.do("POST", "v1/identify", body).into(204, nil)
		mine := p.starts("hello")
		elsewhere := h.person()
		elsewhere.do("POST", "v1/identify", body).into(204, nil)
		elsewhere.do("GET", "v1/sessions/"+mine, "").into(200, nil)
		other, err := Assert("k1", bytes.Repeat([]byte{8}, minKey), Assertion{ID: "c9"})
		require.NoError(t, err)
		body = fmt.Sprintf(`{"assertion":%q}`, other)
		h.person().do("POST", "v1/identify", body).refused(401, codeUnauth)
	})
}

func FuzzAssert(f *testing.F) {
	f.Add("k1", "c7", "Eve", int64(300))
	f.Fuzz(func(t *testing.T, kid, id, name string, seconds int64) {
		life := time.Duration(seconds) * time.Second
		a := Assertion{ID: id, Contact: chat.Contact{Name: name}, At: noon, For: life}
		jwt, err := Assert(kid, assertKey, a)
		if err != nil {
			return
		}
		v := verifier{keys: map[string][]byte{kid: assertKey}, audience: defaultAudience}
		c, err := v.verify(jwt, noon)
		require.NoError(t, err)
		require.Equal(t, []string{id, name}, []string{c.Subject, c.Name})
	})
}
