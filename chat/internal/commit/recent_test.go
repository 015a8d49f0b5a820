package commit

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/switchboard-go/switchboard/chat"
	"github.com/switchboard-go/switchboard/store"
)

func TestWhatAnotherNodeWroteSinceIsNotReplacedByWhatThisOneWroteBefore(t *testing.T) {
	var w recent
	w.see("s", store.Record{Key: "session/s", Rev: 11}, true)
	w.put("s", store.Record{Key: "session/s", Rev: 10})
	r, _ := w.get("s")
	require.Equal(t, store.Rev(11), r.Rev, "the feed was faster than the answer of the commit")
	w.put("s", store.Record{Key: "session/s", Rev: 12})
	r, _ = w.get("s")
	require.Equal(t, store.Rev(12), r.Rev)
}

func TestTheFeedReplacesWhatIsOlderAndDrivesNothingOut(t *testing.T) {
	var w recent
	record := func(rev store.Rev) store.Record { return store.Record{Key: "session/s", Rev: rev} }
	w.see("s", record(2), true)
	w.see("s", record(1), true)
	r, known := w.get("s")
	require.True(t, known)
	require.Equal(t, store.Rev(2), r.Rev)
	w.see("s", store.Record{Key: "session/s", Rev: 3, Deleted: true}, false)
	_, known = w.get("s")
	require.False(t, known)
	for i := range maxRecent {
		w.put(chat.SessionID(fmt.Sprint(i)), record(1))
	}
	w.see("s", record(4), true)
	_, known = w.get("s")
	require.False(t, known)
	_, known = w.get("0")
	require.True(t, known)
}
