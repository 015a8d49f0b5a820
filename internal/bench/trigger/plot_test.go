package trigger

import (
	"bytes"
	"fmt"
	"math"
)

// plot draws cost against rules, both in powers of ten.
func plot(table map[string][]float64) []byte {
	const width, height, left, bottom, top = 720, 420, 70, 360, 30
	x := func(i int) float64 { return left + float64(i)*170 }
	y := func(ns float64) float64 { return bottom - (math.Log10(ns)-2)*float64(bottom-top)/6 }
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">`+"\n", width, height)
	fmt.Fprintf(&b, `<title>Cost of one visit against the number of rules</title><rect width="%d" height="%d" fill="#fff"/>`+"\n", width, height)
	for p, label := range []string{"100 ns", "1 µs", "10 µs", "100 µs", "1 ms", "10 ms", "100 ms"} {
		at := y(math.Pow10(p + 2))
		fmt.Fprintf(&b, `<line x1="%d" x2="%.0f" y1="%.1f" y2="%.1f" stroke="#ddd"/><text x="%d" y="%.1f" text-anchor="end">%s</text>`+"\n", left, x(3), at, at, left-8, at+4, label)
	}
	for i, n := range sizes {
		fmt.Fprintf(&b, `<text x="%.0f" y="%d" text-anchor="middle">%d rules</text>`+"\n", x(i), bottom+20, n)
	}
	colours := map[string]string{"switchboard": "#0a7d3c", "closures": "#555", "expr": "#1f5fbf", "cel": "#b5441e", "jsonlogic": "#7b3fa0"}
	for _, e := range engines() {
		line := ""
		for i, ns := range table[e.name] {
			line += fmt.Sprintf("%.1f,%.1f ", x(i), y(ns))
		}
		last := len(table[e.name]) - 1
		fmt.Fprintf(&b, `<polyline fill="none" stroke="%s" stroke-width="2.5" points="%s"/>`, colours[e.name], line)
		fmt.Fprintf(&b, `<text x="%.0f" y="%.1f" fill="%s">%s</text>`+"\n", x(last)+6, y(table[e.name][last])+4, colours[e.name], e.name)
	}
	b.WriteString("</svg>\n")
	return b.Bytes()
}
