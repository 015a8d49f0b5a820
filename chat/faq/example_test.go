package faq_test

import (
	"fmt"

	"github.com/switchboard-go/switchboard/chat/faq"
)

func ExampleIndex_Find() {
	x := faq.New([]faq.Entry{
		{
			ID:     "delivery",
			Ask:    map[string]string{"en": "How long does delivery take?"},
			Answer: map[string]string{"en": "Two to four working days."},
			Words:  map[string]string{"en": "parcel shipping"},
		},
		{
			ID:     "returns",
			Ask:    map[string]string{"en": "Can I return an article?"},
			Answer: map[string]string{"en": "Within 30 days."},
		},
	})
	for _, m := range x.Find("en-GB", "when does my parc", 3) {
		fmt.Println(m.ID, "-", m.Answer)
	}
	// Output: delivery - Two to four working days.
}
