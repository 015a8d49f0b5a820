package chathttp

import (
	"net/http"
	"net/netip"
)

// remote is the address of the connection.
func remote(r *http.Request) netip.Addr {
	at, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return at.Addr()
}

// network is what shares a limit: an IPv4 address, or an IPv6 /64, which is what one household gets. It is empty, and then
// there is no limit, where the address is not of the open internet: behind it stands a proxy, and with it everybody.
func network(a netip.Addr) string {
	a = a.Unmap().WithZone("")
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
