package wire

import (
	"errors"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"
)

// special are the nets of no public host that netip says nothing of, or calls global.
var special = nets(
	"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
	"198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
	"::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32",
	"2002::/16", "3fff::/20", "5f00::/16", "fec0::/10",
)

func nets(all ...string) (ps []netip.Prefix) {
	for _, s := range all {
		ps = append(ps, netip.MustParsePrefix(s))
	}
	return ps
}

// public reports whether an address is one of the whole world's. What leads to a host of this
// network, or of nobody, is none.
func public(a netip.Addr) bool {
	a = a.Unmap()
	if !a.IsValid() || a.Zone() != "" || !a.IsGlobalUnicast() || a.IsPrivate() {
		return false
	}
	for _, p := range special {
		if p.Contains(a) {
			return false
		}
	}
	return true
}

var errPrivate = errors.New("wire: the address is not public")

// onlyPublic refuses to connect to an address that is not public. It is asked with each address
// that a name led to, at the moment of the connection: what a name leads to may change.
func onlyPublic(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil || !public(at.Addr()) {
		return errPrivate
	}
	return nil
}

// guarded connects to public addresses alone, without a proxy: one would be connected to instead.
var guarded = &http.Transport{
	DialContext: (&net.Dialer{
		Timeout: Patience, KeepAlive: 30 * time.Second, Control: onlyPublic,
	}).DialContext,
	ForceAttemptHTTP2: true, MaxIdleConns: 10, IdleConnTimeout: time.Minute,
	TLSHandshakeTimeout: Patience, ResponseHeaderTimeout: Patience,
}

// guard is guarded for all hosts but one, which the host of this program configured: a platform's
// own, or a fake on this machine.
type guard struct{ trusted string }

// RoundTrip implements http.RoundTripper.
func (g guard) RoundTrip(r *http.Request) (*http.Response, error) {
	if g.trusted != "" && r.URL.Host == g.trusted {
		return http.DefaultTransport.RoundTrip(r)
	}
	return guarded.RoundTrip(r)
}
