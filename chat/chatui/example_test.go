package chatui_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/switchboard-go/switchboard/chat/chatui"
)

func ExampleHandler() {
	mux := http.NewServeMux()
	mux.Handle("/chat/", chatui.Handler())

	w := httptest.NewRecorder()
	mux.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/chat/widget.js", nil))
	fmt.Println(w.Code, w.Header().Get("Content-Type"))
	// Output: 200 text/javascript; charset=utf-8
}
