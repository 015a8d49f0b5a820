package fleet

import (
	"net"
	"sync"
	"time"
)

// wire is one connection through a Relay. A dead one takes what is said to it and passes nothing on, not even that an end
// was closed.
type wire struct {
	relay   *Relay
	in, out net.Conn
	dead    bool // under the relay's lock
}

func (w *wire) reset() {
	reset(w.in)
	reset(w.out)
}

func (w *wire) carry() {
	var both sync.WaitGroup
	both.Go(func() { w.pass(w.out, w.in, false) })
	both.Go(func() { w.pass(w.in, w.out, true) })
	both.Wait()
}

// parcel is something that was said, and when it arrives.
type parcel struct {
	bytes []byte
	due   time.Time
}

// pass copies one way, as the weather lets it. When one way ends, both do, unless the wire is dead.
func (w *wire) pass(to, from net.Conn, answers bool) {
	parcels := make(chan parcel, 256)
	var arrive sync.WaitGroup
	arrive.Go(func() {
		for p := range parcels {
			time.Sleep(time.Until(p.due))
			w.deliver(to, p.bytes, answers)
		}
	})
	for {
		b := make([]byte, maxPass)
		n, err := from.Read(b)
		if n > 0 {
			_, lag := w.relay.now()
			parcels <- parcel{b[:n], time.Now().Add(lag)}
		}
		if err != nil {
			break
		}
	}
	close(parcels)
	arrive.Wait()
	if !w.isDead() {
		_ = to.Close()
		_ = from.Close()
	}
}

// deliver brings one parcel to its end, or what the weather leaves of it.
func (w *wire) deliver(to net.Conn, b []byte, answers bool) {
	w.hold(answers)
	b, last := w.spoil(b, answers)
	if len(b) > 0 {
		if _, err := to.Write(b); err != nil && !w.isDead() {
			_ = w.in.Close()
			_ = w.out.Close()
		}
	}
	if last {
		w.reset()
	}
}

// hold keeps back until the weather lets pass, or the wire is dead.
func (w *wire) hold(answers bool) {
	for late := time.Duration(0); !w.isDead(); late += glimpse {
		switch k, _ := w.relay.now(); {
		case k == Cut, k == OneWay && answers, k == Slow && late < slowBy:
			time.Sleep(glimpse)
		default:
			return
		}
	}
}

// spoil tells what is left of a parcel, and whether it is the last one before a reset.
func (w *wire) spoil(b []byte, answers bool) (left []byte, last bool) {
	r := w.relay
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case w.dead:
		return nil, false
	case !answers && r.cutAt > 0 && len(b) > r.cutAt:
		b = b[:r.cutAt]
		w.dead, r.cutAt = true, 0
		close(r.cut)
		return b, false
	case answers && r.weather == Frays:
		if r.answers++; r.answers%frayed == 0 {
			return b[:r.answers*7919%len(b)], true
		}
	}
	return b, false
}

// frayed is of how many answers one is cut off.
const frayed = 40

func (w *wire) isDead() bool {
	w.relay.mu.Lock()
	defer w.relay.mu.Unlock()
	return w.dead
}
