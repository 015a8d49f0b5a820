package hours

// painter lays what is open, in order, and over it the cuts, and under it the reasons for being closed.
type painter struct {
	*builder
	done    int64    // all before this instant is laid
	reasons []period // why it would be closed where nothing is open, in order
	cuts    []period // in order; they may overlap
	reason  int      // the first that ends after done
	cut     int      // likewise
}

// period is a time [from, to) and what holds in it.
type period struct {
	from, to int64
	mark     mark
}

// open lays an interval, and closed time up to it. Intervals come in order of their opening; where one runs over the beginning
// of the next, the earlier keeps its label.
func (d *painter) open(from, to int64, m mark) {
	from = max(from, d.done)
	if from >= to {
		return
	}
	d.closed(from)
	d.lay(to, m)
}

// closed lays closed time from where the painter is up to an instant.
func (d *painter) closed(to int64) {
	for d.done < to {
		for d.reason < len(d.reasons) && d.reasons[d.reason].to <= d.done {
			d.reason++
		}
		switch {
		case d.reason == len(d.reasons) || d.reasons[d.reason].from >= to:
			d.lay(to, 0)
		case d.reasons[d.reason].from > d.done:
			d.lay(d.reasons[d.reason].from, 0)
		default:
			d.lay(min(to, d.reasons[d.reason].to), d.reasons[d.reason].mark)
		}
	}
}

// lay says what holds from where the painter is up to an instant, where no cut says otherwise.
func (d *painter) lay(to int64, m mark) {
	for d.done < to {
		for d.cut < len(d.cuts) && d.cuts[d.cut].to <= d.done {
			d.cut++
		}
		next, over := to, m
		if d.cut < len(d.cuts) && d.cuts[d.cut].from < to {
			c := d.cuts[d.cut]
			if c.from > d.done {
				next = c.from
			} else {
				next, over = min(to, c.to), c.mark
			}
		}
		d.push(d.done, over)
		d.done = next
	}
}
