package e2e

import (
	"context"
	"net"
	"strings"
	"sync"
	"testing"
)

// booth is what one test at a time has for itself: a Chromium, for to start one costs more than most tests, the people who
// sit at it, and the addresses that its shops open at. Browsers know the files of these addresses from the tests before.
type booth struct {
	chrome  context.Context // nil until a test asks for it
	end     func()          // of chrome
	rested  []*person       // with nothing in their browsers that the next test would find
	counter *street         // nil until a test opens a counter
	shop    string          // the address of the example's process; "" until a test opens one
}

// mostBooths bounds how many browsers there are on a machine of many processors.
const mostBooths = 4

// booths are those of the run: as many as tests run at the same time.
var booths = struct {
	sync.Mutex
	places    chan struct{}
	all, free []*booth
	taken     map[string]*booth // by the name of the test
}{places: make(chan struct{}, mostBooths), taken: map[string]*booth{}}

// boothOf is the booth of a test, and of its subtests. The first time it waits for one: from there on the test runs beside
// others, for most of what a test does is to wait.
func boothOf(t *testing.T) *booth {
	if b := takenBooth(t.Name()); b != nil {
		return b
	}
	t.Parallel()
	booths.places <- struct{}{}
	booths.Lock()
	defer booths.Unlock()
	var b *booth
	if n := len(booths.free); n > 0 {
		b, booths.free = booths.free[n-1], booths.free[:n-1]
	} else {
		b = &booth{}
		booths.all = append(booths.all, b)
	}
	booths.taken[t.Name()] = b
	t.Cleanup(func() { b.leave(t.Name()) })
	return b
}

// takenBooth is the one that the test has, or a test that it is part of; nil if none.
func takenBooth(name string) *booth {
	booths.Lock()
	defer booths.Unlock()
	for {
		if b := booths.taken[name]; b != nil {
			return b
		}
		cut := strings.LastIndexByte(name, '/')
		if cut < 0 {
			return nil
		}
		name = name[:cut]
	}
}

// leave gives the booth to the next test.
func (b *booth) leave(name string) {
	booths.Lock()
	defer booths.Unlock()
	delete(booths.taken, name)
	booths.free = append(booths.free, b)
	<-booths.places
}

// door is the address of the example's process, kept over every start.
func (b *booth) door() (string, error) {
	if b.shop == "" {
		free, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return "", err
		}
		b.shop = free.Addr().String()
		return b.shop, free.Close()
	}
	return b.shop, nil
}
