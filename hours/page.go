package hours

import "sort"

// A page has few enough days that its seconds fit in 32 bits, and so many that years are few pages.
const (
	pageDays    = 128
	pageSeconds = pageDays * daySeconds
)

// page is the timeline of pageDays days of UTC.
type page struct {
	number  int64
	entries []entry
	days    [pageDays + 1]start // each day's, and the end's
}

// entry says what holds from an instant on, until the next entry.
type entry struct {
	at   uint32 // seconds from the page's start; the first entry's is 0
	mark mark
}

// start is what there is to know at the beginning of a day.
type start struct {
	entry uint32 // the last one that begins at or before it
	sum   uint32 // the seconds that are open from the page's start to it
}

// mark is a label, and whether it is open: label*2+1, label*2. Label 0 is closed without a reason
// but the week.
type mark uint32

// markOf puts a label and whether it is open into one mark, so that two marks are compared at once.
func markOf(label uint32, open bool) mark {
	if open {
		return mark(label<<1 | 1)
	}
	return mark(label << 1)
}

func (m mark) open() bool    { return m&1 == 1 }
func (m mark) label() uint32 { return uint32(m >> 1) }

// find returns the entry that holds rem seconds into the page. Most days have a handful of entries,
// which are gone through one by one; only where there are more is half of them put aside at a time.
func (p *page) find(rem uint32) int {
	day := rem / daySeconds
	lo, hi := int(p.days[day].entry), int(p.days[day+1].entry)
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

// total returns how many seconds of the page are open.
func (p *page) total() int64 { return int64(p.days[pageDays].sum) }

// before returns how many seconds of the page are open before rem, which lies in entry i. It adds
// up no more than the entries of one day: what was open before that day is in its start.
func (p *page) before(i int, rem uint32) int64 {
	day := rem / daySeconds
	sum, at := p.days[day].sum, day*daySeconds
	for j := int(p.days[day].entry); j < i; j++ {
		next := p.entries[j+1].at
		if p.entries[j].mark.open() {
			sum += next - at
		}
		at = next
	}
	if p.entries[i].mark.open() {
		sum += rem - at
	}
	return int64(sum)
}

// after returns when n seconds of the page have been open: as soon as they have, or with the last
// set, as late as it is no more.
func (p *page) after(n int64, last bool) (rem int64) {
	beyond := func(sum int64) bool { return sum > n || sum == n && !last }
	day := sort.Search(pageDays-1, func(day int) bool { return beyond(int64(p.days[day+1].sum)) })
	sum, at := int64(p.days[day].sum), int64(day)*daySeconds
	for i := int(p.days[day].entry); i+1 < len(p.entries); i++ {
		next := int64(p.entries[i+1].at)
		if p.entries[i].mark.open() {
			if beyond(sum + next - at) {
				break
			}
			sum += next - at
		}
		at = next
	}
	return at + n - sum
}
