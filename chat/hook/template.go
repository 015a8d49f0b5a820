package hook

import (
	"context"
	"fmt"
	"regexp"
	"strconv"

	"github.com/switchboard-go/switchboard/chat"
)

// Templater is a Channel whose platform lets words that it has approved go at any time, also when
// nobody may write words of their own.
type Templater interface {
	Channel
	// Templates lists what is approved for one of the shop's accounts, within the HookTimeout.
	Templates(ctx context.Context, account string) ([]Template, error)
}

// Template is words that a platform has approved.
type Template struct {
	Name     string `json:"name"`     // the platform's
	Language string `json:"language"` // as the platform writes it, such as pt_BR
	Text     string `json:"text"`     // {{1}}, {{2}} and so on in it are filled in
}

var place = regexp.MustCompile(`\{\{(\d{1,2})\}\}`)

// Places is how many places have to be filled in: the highest number of one.
func (t Template) Places() (n int) {
	for _, x := range place.FindAllStringSubmatch(t.Text, -1) {
		i, _ := strconv.Atoi(x[1])
		n = max(n, i)
	}
	return n
}

// Fill is the text with params in its places. A chat.ErrInvalid: they are not as many as it has.
func (t Template) Fill(params []string) (string, error) {
	if n := t.Places(); len(params) != n {
		return "", fmt.Errorf("%w: params: %d, want %d", chat.ErrInvalid, len(params), n)
	}
	return place.ReplaceAllStringFunc(t.Text, func(x string) string {
		i, err := strconv.Atoi(x[2 : len(x)-2])
		if err != nil || i < 1 {
			return x
		}
		return params[i-1]
	}), nil
}
