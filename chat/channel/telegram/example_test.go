package telegram_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/switchboard-go/switchboard/chat/channel"
	"github.com/switchboard-go/switchboard/chat/channel/telegram"
)

// A Receiver with the adapter is what Telegram posts to.
func Example() {
	adapter, err := telegram.New(telegram.Config{Token: token, Secret: "s3cret"})
	if err != nil {
		fmt.Println(err)
		return
	}
	receiver := &channel.Receiver{
		Adapter: adapter,
		Take: func(_ context.Context, events []channel.Event) error {
			for _, e := range events {
				fmt.Println(e.Inbound("telegram").Parts[0].Text) // to Host.Receive of package desk
			}
			return nil
		},
	}
	r := httptest.NewRequest(http.MethodPost, "/hooks/telegram", strings.NewReader(published))
	r.Header.Set("X-Telegram-Bot-Api-Secret-Token", "s3cret")
	w := httptest.NewRecorder()
	receiver.ServeHTTP(w, r)
	fmt.Println(w.Code)
	// Output:
	// /start
	// 200
}
