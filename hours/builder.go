package hours

// builder collects a page's entries in order. What draws a page, rules or a combination, pushes
// marks and need not know where the page begins and ends, nor which marks repeat.
type builder struct {
	number  int64 // of the page
	start   int64 // of the page, in Unix seconds
	entries []entry
}

// reserve makes room for n entries.
func (b *builder) reserve(n int) {
	if cap(b.entries) < n {
		b.entries = make([]entry, 0, n)
	}
}

// push adds an entry: m holds from an instant on. An entry before the page becomes the page's
// start, and one beyond it is dropped.
func (b *builder) push(at int64, m mark) {
	at = max(at-b.start, 0)
	if at >= pageSeconds {
		return
	}
	// Of two marks at one instant the first held for no time.
	n := len(b.entries)
	if n > 0 && b.entries[n-1].at == uint32(at) {
		n--
		b.entries = b.entries[:n]
	}
	if n == 0 || b.entries[n-1].mark != m {
		b.entries = append(b.entries, entry{uint32(at), m})
	}
}

// page returns what was collected, with an index by the days of UTC: for each the entry in force as
// it begins, and the seconds of the page that were open before. A question begins to look there,
// and so takes as long in a page of many entries as in one of few.
func (b *builder) page() *page {
	p := &page{number: b.number, entries: b.entries}
	sum, at, i := uint32(0), uint32(0), 0
	pass := func(to uint32) {
		if b.entries[i].mark.open() {
			sum += to - at
		}
		at = to
	}
	for day := range p.days {
		begin := uint32(day) * daySeconds
		for i+1 < len(b.entries) && b.entries[i+1].at <= begin {
			pass(b.entries[i+1].at)
			i++
		}
		pass(begin)
		p.days[day] = start{uint32(i), sum}
	}
	return p
}

// total returns the open seconds of the page.
func (b *builder) total() (sum int64) {
	for i, e := range b.entries {
		end := uint32(pageSeconds)
		if i+1 < len(b.entries) {
			end = b.entries[i+1].at
		}
		if e.mark.open() {
			sum += int64(end - e.at)
		}
	}
	return sum
}
