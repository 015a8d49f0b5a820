package telegram

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"github.com/switchboard-go/switchboard/chat/channel/internal/wire"
	"github.com/switchboard-go/switchboard/chat/hook"
)

// gave is what Telegram answers of a file.
type gave struct {
	answer
	Result struct {
		Path string `json:"file_path"`
	} `json:"result"`
}

// paths are those of files: nothing in one leads to another method, or another host.
var paths = regexp.MustCompile(`^[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*(\.[A-Za-z0-9]+)?$`)

// Fetch implements channel.Fetcher, in two steps. The address of a file has the bot's token in it:
// it is asked here, and told to nobody.
func (a *Adapter) Fetch(ctx context.Context, w hook.WantedFile) ([]byte, error) {
	if w.ID == "" {
		return nil, fmt.Errorf("telegram: fetch: there is no such file: %w", hook.ErrRefused)
	}
	token := a.cfg.Token
	to := a.cfg.Base + "/bot" + token + "/getFile"
	got, failed := wire.Post(ctx, a.cfg.Client, to, "", wire.Encode(map[string]string{
		"file_id": w.ID,
	}))
	if failed != nil {
		return nil, failed.Err()
	}
	g, err := wire.Decode[gave](got.Body)
	switch why := strings.ToLower(g.Description); {
	case err != nil:
		return nil, errors.New("telegram: fetch: the answer cannot be read")
	case strings.Contains(why, "too big"): // a bot is given files of 20 MB
		return nil, hook.ErrTooLarge
	// "wrong file_id or the file is temporarily unavailable" is either: it is asked for again
	case g.Code == http.StatusBadRequest && !strings.Contains(why, "temporarily"):
		return nil, hook.ErrExpired
	case !g.OK || !paths.MatchString(g.Result.Path):
		return nil, fmt.Errorf("telegram: fetch: %d", g.Code)
	}
	at := a.cfg.Base + "/file/bot" + token + "/" + g.Result.Path
	data, err := wire.Files{Base: a.cfg.Base, Client: a.cfg.Client}.Get(ctx, at, "", w.Most)
	if errors.Is(err, hook.ErrExpired) { // the address holds for an hour, the file for longer
		err = errors.New("telegram: fetch: the address expired")
	}
	return data, err
}
