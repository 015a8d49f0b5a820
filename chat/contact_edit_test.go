package chat_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/switchboard-go/switchboard/chat"
)

func TestAnEditTakesThePlaceOfWhatWasTypedAndOfNothingElse(t *testing.T) {
	none, typo, right := "", "eva@exmple.com", "eva@example.com"
	stranger := chat.Contact{}.Say(chat.Said{Name: "Eva", Email: typo})
	assert.Equal(t, stranger, stranger.Edit(chat.ContactEdit{}))
	spaced := " " + right + " "
	c := stranger.Edit(chat.ContactEdit{Email: &spaced})
	assert.Equal(t, chat.Contact{}.Say(chat.Said{Name: "Eva", Email: right}), c)
	assert.Equal(t, chat.Contact{Name: "Eva"}, c.Edit(chat.ContactEdit{Email: &none}))

	shop := chat.Said{Name: "Eva Tamm", Email: "tamm@example.com"}
	known := chat.Contact{}.Vouch(shop).Say(chat.Said{Email: typo, Phone: "123"})
	c = known.Edit(chat.ContactEdit{Email: &right})
	assert.Equal(t, chat.Contact{}.Vouch(shop).Say(chat.Said{Email: right, Phone: "123"}), c)
	assert.Equal(t, "tamm@example.com", c.Email, "the shop's own word stays")
	assert.True(t, c.EmailVerified)
	assert.False(t, c.Verified, "the phone was typed")
	c = c.Edit(chat.ContactEdit{Email: &none, Phone: &none})
	assert.Equal(t, chat.Contact{}.Vouch(shop), c)
	same := shop.Email
	assert.Equal(t, chat.Contact{}.Vouch(shop), c.Edit(chat.ContactEdit{Email: &same}))
}
