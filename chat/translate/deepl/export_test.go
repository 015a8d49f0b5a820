package deepl

import (
	"github.com/switchboard-go/switchboard/chat/hook"
	"github.com/switchboard-go/switchboard/chat/translate"
)

// Read reads an answer to a text.
func Read(original string, body []byte) (hook.Translated, error) {
	return read(translate.Tag(original), original, body)
}
