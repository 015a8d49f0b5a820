package hours

// painter compiles a page from three layers, from left to right. Open intervals come in the order
// of their opening. Cuts lie over them and close. Reasons lie under them: they say why it is closed
// where nothing is open.
type painter struct {
	*builder
	done    int64    // everything before this instant is written
	reasons []period // why it would be closed where nothing is open, in order
	cuts    []period // in order; they may overlap
	reason  int      // the first of reasons that ends after done
	cut     int      // the first of cuts that ends after done
}

// period is a time [from, to) and what holds in it.
type period struct {
	from, to int64
	mark     mark
}

// open writes an interval, and closed time before it. Where an interval runs over the beginning of
// the next one, the time they share has the label of the earlier one.
func (d *painter) open(from, to int64, m mark) {
	from = max(from, d.done)
	if from >= to {
		return
	}
	d.closed(from)
	d.lay(to, m)
}

// closed writes closed time from done up to an instant, with the reasons for it.
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

// lay writes that m holds from done up to an instant, except within cuts.
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
