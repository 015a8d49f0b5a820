package routing_test

import (
	"fmt"
	"math"
	"strings"
)

// plot draws cost against agents, both logarithmic, as SVG.
func plot(rows []row) string {
	const w, h, left, top = 560, 340, 70, 20
	x := func(n int) float64 { return left + (math.Log10(float64(n))-1)/4*w }
	y := func(c float64) float64 { return top + h - (math.Log10(c)-1)/7*h }
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">`+"\n", left+w+130, top+h+50)
	b.WriteString(`<rect width="100%" height="100%" fill="#fff"/>` + "\n")
	for e := 1; e <= 8; e++ {
		c := math.Pow(10, float64(e))
		fmt.Fprintf(&b, `<path d="M%d %.1fh%d" stroke="#ddd"/><text x="%d" y="%.1f" text-anchor="end">%s</text>`+"\n",
			left, y(c), w, left-6, y(c)+4, []string{"", "10 ns", "100 ns", "1 µs", "10 µs", "100 µs", "1 ms", "10 ms", "100 ms"}[e])
	}
	for _, r := range rows {
		fmt.Fprintf(&b, `<text x="%.1f" y="%d" text-anchor="middle">%d</text>`+"\n", x(r.n), top+h+18, r.n)
	}
	fmt.Fprintf(&b, `<text x="%d" y="%d" text-anchor="middle">agents</text>`+"\n", left+w/2, top+h+38)
	for _, s := range []struct {
		name, colour string
		of           func(row) float64
	}{
		{"SQLite", "#8250df", func(r row) float64 { return r.sql_ }},
		{"scan", "#cf222e", func(r row) float64 { return r.scan }},
		{"scan, unique", "#e9887e", func(r row) float64 { return r.uniqueScan }},
		{"class lists", "#0969da", func(r row) float64 { return r.match }},
		{"lists, unique", "#7fb5f0", func(r row) float64 { return r.unique }},
	} {
		path, lx, ly := "", 0.0, 0.0
		for _, r := range rows {
			if c := s.of(r); c > 0 {
				lx, ly = x(r.n), y(c)
				path += fmt.Sprintf("%s%.1f %.1f", map[bool]string{true: "M", false: "L"}[path == ""], lx, ly)
			}
		}
		fmt.Fprintf(&b, `<path d="%s" fill="none" stroke="%s" stroke-width="2"/><text x="%.1f" y="%.1f" fill="%s">%s</text>`+"\n",
			path, s.colour, lx+6, ly+4, s.colour, s.name)
	}
	b.WriteString("</svg>\n")
	return b.String()
}
