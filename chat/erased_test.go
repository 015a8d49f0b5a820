package chat_test

import (
	"testing"

	. "github.com/switchboard-go/switchboard/chat"
)

func TestNothingIsWrittenIntoWhatWasErased(t *testing.T) {
	ended := active(t).then(End{By: anna(), Reason: ByAgent}, Redact{})
	ended.refuses(ErrClosed,
		Update{Contact: &Contact{Name: "Vera"}}, Update{Priority: new(7)}, Update{},
	)
}
