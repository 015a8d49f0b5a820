package http

import (
	"bufio"
	"database/sql"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/gorilla/websocket"
	"github.com/stretchr/testify/require"
)

// command is the program of a server: this one, or node for socket.io. Where that is not installed
// the test says so and ends, or fails if SWITCHBOARD_REQUIRE asks for npm.
func command(tb testing.TB, kind, at string) *exec.Cmd {
	tb.Helper()
	if kind != "socket.io" {
		return exec.Command(os.Args[0])
	}
	_, noNode := exec.LookPath("node")
	_, noPackage := os.Stat("node_modules/socket.io")
	if noNode != nil || noPackage != nil {
		const missing = "socket.io is missing: install node, and run npm ci in this folder"
		if strings.Contains(os.Getenv("SWITCHBOARD_REQUIRE"), "npm") {
			tb.Fatal(missing)
		}
		tb.Skip(missing)
	}
	return exec.Command("node", "peer.js", at)
}

// socket opens a connection of socket.io, and reads it as lines: it speaks as much of version 4 of
// Engine.IO, over a WebSocket, as somebody needs who only listens.
func (s server) socket(tb testing.TB, header string) *bufio.Reader {
	tb.Helper()
	name, value, _ := strings.Cut(header, ": ")
	at := "ws://" + s.addr + "/socket.io/?EIO=4&transport=websocket"
	conn, resp, err := websocket.DefaultDialer.Dial(at, http.Header{name: {value}})
	require.NoError(tb, err)
	_ = resp.Body.Close()
	tb.Cleanup(func() { _ = conn.Close() })
	packet := func(kind string) {
		_, text, err := conn.ReadMessage()
		require.NoError(tb, err)
		require.True(tb, strings.HasPrefix(string(text), kind), "%s", text)
	}
	packet("0")
	require.NoError(tb, conn.WriteMessage(websocket.TextMessage, []byte("40")))
	packet("40")
	lines, into := io.Pipe()
	go func() {
		for {
			_, text, err := conn.ReadMessage()
			if err == nil && string(text) == "2" { // a ping
				err = conn.WriteMessage(websocket.TextMessage, []byte("3"))
			}
			if err == nil {
				_, err = into.Write(append(text, '\n'))
			}
			if err != nil {
				_ = into.CloseWithError(err)
				return
			}
		}
	}()
	return bufio.NewReaderSize(lines, 1024)
}

// requireKept fails unless a peer's database holds each message: one that wrote less would be
// compared with servers that do more.
func requireKept(tb testing.TB, path string, want int) {
	tb.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	require.NoError(tb, err)
	defer db.Close()
	var got int
	require.NoError(tb, db.QueryRowContext(tb.Context(), "SELECT count(*) FROM messages").Scan(&got))
	require.Equal(tb, want, got)
}
