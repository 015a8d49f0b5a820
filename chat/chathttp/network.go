package chathttp

import (
	"net/http"
	"net/netip"
	"time"
)

// remote is the address of the connection.
func remote(r *http.Request) netip.Addr {
	at, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return at.Addr()
}

// translated is what a NAT64 makes of all of IPv4, RFC 6052.
var translated = netip.MustParsePrefix("64:ff9b::/96")

// network is what shares a limit: an IPv4 address, however it is written, or an IPv6 /64, which is what one household gets. It
// is empty where the address is not of the open internet, or none: behind it stands a proxy, and with it everybody.
func network(a netip.Addr) string {
	a = a.Unmap().WithZone("")
	if translated.Contains(a) {
		b := a.As16()
		a = netip.AddrFrom4([4]byte(b[12:]))
	}
	if !a.IsGlobalUnicast() || a.IsPrivate() {
		return ""
	}
	if a.Is6() {
		if p, err := a.Prefix(64); err == nil {
			return p.String()
		}
	}
	return a.String()
}

// crowd is how many networks those share a limit for who cannot be told apart.
const crowd = 20

// bounds are a limit for each network, and one for everybody whose network nobody knows.
type bounds struct{ known, unknown *limiter }

func newBounds(r Rate) bounds {
	times := func(n int) int { return crowd * max(-1, min(n, 1<<20)) }
	return bounds{newLimiter(r), newLimiter(Rate{PerMinute: times(r.PerMinute), Burst: times(r.Burst)})}
}

func (b bounds) take(now time.Time, from string) time.Duration {
	if from == "" {
		return b.unknown.take(now, "")
	}
	return b.known.take(now, from)
}

// forwarding are the headers in which proxies commonly say whom they speak for. They are looked at for a warning alone: anybody
// can send them.
var forwarding = []string{"X-Forwarded-For", "Forwarded", "X-Real-Ip", "Cf-Connecting-Ip", "True-Client-Ip"}

// from is the network that asks, empty when it cannot be told. Once, it warns that a proxy seems to stand before the handler.
func (h *Handler) from(r *http.Request) string {
	at := h.cfg.ClientIP(r)
	from := network(at)
	if from != "" {
		return from
	}
	for _, header := range forwarding {
		if r.Header.Get(header) != "" {
			h.unnamed.Do(func() {
				h.cfg.Logger.WarnContext(r.Context(), "chathttp: requests come through a proxy and share one limit; set Config.ClientIP to the address that the proxy tells",
					"peer", at.String(), "header", header)
			})
		}
	}
	return ""
}
