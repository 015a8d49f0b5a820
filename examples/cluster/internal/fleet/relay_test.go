package fleet

import (
	"io"
	"net"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// echo answers with what it hears.
func echo(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() { _, _ = io.Copy(c, c) }()
		}
	}()
	return l.Addr().String()
}

func say(t *testing.T, c net.Conn) {
	_, err := c.Write([]byte("x"))
	require.NoError(t, err)
}

// heard tells whether an answer comes within a time.
func heard(t *testing.T, c net.Conn, within time.Duration) bool {
	require.NoError(t, c.SetReadDeadline(time.Now().Add(within)))
	_, err := c.Read(make([]byte, 1))
	return err == nil
}

func TestARelayDoesWhatTheWeatherSays(t *testing.T) {
	r, err := NewRelay("tcp", echo(t))
	require.NoError(t, err)
	defer r.Close()
	c, err := net.Dial("tcp", r.Address())
	require.NoError(t, err)
	defer c.Close()
	say(t, c)
	require.True(t, heard(t, c, 10*time.Second))
	for _, w := range []Weather{Cut, OneWay, Slow} {
		r.Set(w)
		say(t, c)
		require.False(t, heard(t, c, slowBy/2), w)
		r.Set(Fair)
		require.True(t, heard(t, c, 10*time.Second), "what was held back comes: %s", w)
	}
	r.Set(Resets)
	require.NoError(t, c.SetReadDeadline(time.Now().Add(10*time.Second)))
	_, err = c.Read(make([]byte, 8))
	require.Error(t, err)
	require.NotErrorIs(t, err, os.ErrDeadlineExceeded, "reset, and not merely silent")
}

func TestWhatDiedInSilenceStaysSo(t *testing.T) {
	r, err := NewRelay("tcp", echo(t))
	require.NoError(t, err)
	defer r.Close()
	dial := func() net.Conn {
		c, err := net.Dial("tcp", r.Address())
		require.NoError(t, err)
		t.Cleanup(func() { _ = c.Close() })
		return c
	}
	before := dial()
	say(t, before)
	require.True(t, heard(t, before, 10*time.Second))
	r.Set(Dead)
	meanwhile := dial()
	say(t, before)
	say(t, meanwhile)
	require.False(t, heard(t, meanwhile, 50*time.Millisecond))
	r.Set(Fair)
	say(t, meanwhile)
	require.False(t, heard(t, before, 50*time.Millisecond))
	require.False(t, heard(t, meanwhile, 50*time.Millisecond))
	after := dial()
	say(t, after)
	require.True(t, heard(t, after, 10*time.Second))
}

func TestARequestIsCutInTheMiddle(t *testing.T) {
	r, err := NewRelay("tcp", echo(t))
	require.NoError(t, err)
	defer r.Close()
	c, err := net.Dial("tcp", r.Address())
	require.NoError(t, err)
	defer c.Close()
	cut := r.CutAt(3)
	say(t, c)
	require.True(t, heard(t, c, 10*time.Second), "it is not longer")
	_, err = c.Write([]byte("abcdef"))
	require.NoError(t, err)
	<-cut
	require.False(t, heard(t, c, 50*time.Millisecond))
}
