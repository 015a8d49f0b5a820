package main

import (
	"embed"
	"encoding/json"
	"io/fs"
	"net/http"
	"strconv"
	"time"

	"github.com/switchboard-go/switchboard/examples/cluster/internal/crowd"
	"github.com/switchboard-go/switchboard/examples/cluster/internal/fleet"
)

//go:embed page
var page embed.FS

// state is what the page shows.
type state struct {
	Seconds int           `json:"seconds"`
	Nodes   []fleet.State `json:"nodes"`
	Figures crowd.Figures `json:"figures"`
}

// routes is the page, what it asks for, and the chat.
func (s *show) routes() http.Handler {
	files, _ := fs.Sub(page, "page") // it is embedded
	mux := http.NewServeMux()
	mux.Handle(fleet.Mount+"/", s.nodes.Handler())
	mux.Handle("/", http.FileServerFS(files))
	mux.HandleFunc("GET /state", s.state)
	mux.Handle("POST /kill/{node}", http.NewCrossOriginProtection().Handler(http.HandlerFunc(s.killed)))
	return mux
}

func (s *show) state(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_ = json.NewEncoder(w).Encode(state{int(time.Since(s.begun).Seconds()), s.nodes.States(), s.crowd.Figures()}) // the page asks again
}

func (s *show) killed(w http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(r.PathValue("node"))
	if err != nil || n < 1 || n > len(s.nodes.States()) {
		http.NotFound(w, r)
		return
	}
	if err := s.kill(n - 1); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
