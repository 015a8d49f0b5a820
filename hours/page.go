package hours

import "sort"

const (
	pageDays    = 256
	pageSeconds = pageDays * daySeconds
)

// page is the timeline of pageDays days of UTC.
type page struct {
	entries []entry
	index   [pageDays + 1]uint32 // for each day, the last entry that begins at or before its start
	total   int64                // seconds of it that are open
}

// entry says what holds from an instant on, until the next entry.
type entry struct {
	at   uint32 // seconds from the page's start; the first entry's is 0
	sum  uint32 // seconds that are open before it in the page
	mark mark
}

// mark is a label, and whether it is open: label*2+1, label*2. Label 0 is closed without a reason but the week.
type mark uint32

func markOf(label uint32, open bool) mark {
	if open {
		return mark(label<<1 | 1)
	}
	return mark(label << 1)
}

func (m mark) open() bool    { return m&1 == 1 }
func (m mark) label() uint32 { return uint32(m >> 1) }

// find is the entry that holds rem seconds into the page.
func (p *page) find(rem uint32) int {
	day := rem / daySeconds
	lo, hi := int(p.index[day]), int(p.index[day+1])
	for hi-lo > 8 {
		middle := int(uint(lo+hi+1) >> 1)
		if p.entries[middle].at <= rem {
			lo = middle
		} else {
			hi = middle - 1
		}
	}
	for lo < hi && p.entries[lo+1].at <= rem {
		lo++
	}
	return lo
}

// before is how many seconds of the page are open before rem, which lies in entry i.
func (p *page) before(i int, rem uint32) int64 {
	e := &p.entries[i]
	if e.mark.open() {
		return int64(e.sum) + int64(rem-e.at)
	}
	return int64(e.sum)
}

// reaching is the entry in which the open seconds of the page come to more than n, or with exactly set, first come to n > 0.
func (p *page) reaching(n int64, exactly bool) int {
	return sort.Search(len(p.entries)-1, func(i int) bool {
		sum := int64(p.entries[i+1].sum)
		return sum > n || exactly && sum == n
	})
}

// builder collects a page's entries in order.
type builder struct {
	number  int64 // of the page
	start   int64 // of the page, in Unix seconds
	entries []entry
}

// push says that m holds from an instant on. What lies before the page becomes its start; what lies beyond it is dropped.
func (b *builder) push(at int64, m mark) {
	at = max(at-b.start, 0)
	if at >= pageSeconds {
		return
	}
	n := len(b.entries)
	if n > 0 && b.entries[n-1].at == uint32(at) {
		n--
		b.entries = b.entries[:n]
	}
	if n == 0 {
		b.entries = append(b.entries, entry{at: uint32(at), mark: m})
		return
	}
	last := &b.entries[n-1]
	if last.mark == m {
		return
	}
	e := entry{at: uint32(at), sum: last.sum, mark: m}
	if last.mark.open() {
		e.sum += e.at - last.at
	}
	b.entries = append(b.entries, e)
}

// page is what was collected, its index and its total.
func (b *builder) page() *page {
	p := &page{entries: b.entries}
	i := 0
	for day := range p.index {
		for i+1 < len(b.entries) && int64(b.entries[i+1].at) <= int64(day)*daySeconds {
			i++
		}
		p.index[day] = uint32(i)
	}
	p.total = b.total()
	return p
}

// total is the open seconds of the page.
func (b *builder) total() int64 {
	last := b.entries[len(b.entries)-1]
	if last.mark.open() {
		return int64(last.sum) + pageSeconds - int64(last.at)
	}
	return int64(last.sum)
}
