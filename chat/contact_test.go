package chat

import (
	"net/mail"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNothingThatWasTypedPassesForTheHostsWord(t *testing.T) {
	typed := Said{Name: "Eve", Email: "eve@example.com", Phone: "555"}
	host := Said{Name: "Johan", Email: "johan@example.com"}

	anonymous := Contact{}.Say(typed)
	require.Equal(t, Contact{Name: "Eve", Email: "eve@example.com", Phone: "555"}, anonymous)

	both := Contact{}.Vouch(host).Say(typed)
	require.Equal(t, both, anonymous.Vouch(host), "in either order")
	require.Equal(t, Contact{Name: "Johan", Email: "johan@example.com", Phone: "555", SignedIn: true, EmailVerified: true, Said: typed}, both)

	require.Equal(t, Contact{SignedIn: true, Verified: true}, Contact{}.Vouch(Said{}))
	only := Contact{}.Vouch(Said{}).Say(typed)
	require.Equal(t, Contact{Name: "Eve", Email: "eve@example.com", Phone: "555", SignedIn: true, Said: typed}, only)
	require.Equal(t, "Ada", only.Say(Said{Name: "Ada"}).Name, "what was typed may be corrected")
	same := Contact{}.Vouch(host).Say(host)
	require.True(t, same.Verified)
	require.Equal(t, Said{}, same.Said, "the host says so too")
	require.Equal(t, both, both.Say(Said{}))
	require.Equal(t, "555", both.Vouch(Said{Name: "Johan Lind"}).Phone)
	require.Equal(t, "johan@example.com", both.Vouch(Said{Name: "Johan Lind"}).Email)
}

func TestAPhoneNumberCanBeDialled(t *testing.T) {
	for _, good := range []string{"112", "+372 5555 1234", "(020) 7946-0958 ext. 12", "٠١٢٣٤٥"} {
		require.NoError(t, CheckPhone("phone", good), good)
	}
	for _, bad := range []string{"", "none", "12", "call me", "+372\n555", strings.Repeat("1", 33), "vera@example.com"} {
		require.ErrorIs(t, CheckPhone("phone", bad), ErrInvalid, bad)
	}
}

func FuzzAnAddressThatIsTakenIsOneAndNothingElse(f *testing.F) {
	for _, s := range []string{"vera@example.com", "a@b, c@d", "no-at", "Vera <vera@example.com>", "a@b\r\nBcc: c@d", `"a b"@c`, "a@[::1]", "õ@ä.ee", "a@b@c", "g: a@b;"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if err := CheckEmail("email", s); err != nil {
			require.ErrorIs(t, err, ErrInvalid)
			require.ErrorContains(t, err, "email: ")
			return
		}
		all, err := mail.ParseAddressList(s)
		require.NoError(t, err)
		require.Len(t, all, 1)
		require.Equal(t, s, all[0].Address)
		require.Empty(t, all[0].Name)
		require.LessOrEqual(t, len(s), MaxEmail)
		require.Equal(t, 1, strings.Count(s, "@"))
		require.False(t, strings.ContainsAny(s, " ,;:<>()\"\\\r\n\x00"))
	})
}
