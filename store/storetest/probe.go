package storetest

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"sync"
	"testing"
)

// probe is a testing.TB outside of a test: it remembers what a property says. The embedded
// interface is nil and there for its private method only.
type probe struct {
	testing.TB
	name   string
	ctx    context.Context
	cancel context.CancelFunc

	mu      sync.Mutex
	errors  []string
	skipped bool
	cleanup []func()
}

// newProbe returns a probe with a context of its own, which finish cancels.
func newProbe(name string) *probe {
	p := &probe{name: name}
	p.ctx, p.cancel = context.WithCancel(context.Background())
	return p
}

// run calls f, then the clean-ups, in a goroutine that FailNow may end, and closes the channel
// after that.
func (p *probe) run(f func()) <-chan struct{} {
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer p.finish()
		defer p.caught()
		f()
	}()
	return done
}

// caught turns a panic of a property into what the property says.
func (p *probe) caught() {
	if r := recover(); r != nil {
		p.Errorf("panic: %v\n%s", r, debug.Stack())
	}
}

// finish runs the clean-ups, last first, also those that a clean-up adds.
func (p *probe) finish() {
	p.cancel()
	for {
		p.mu.Lock()
		n := len(p.cleanup)
		if n == 0 {
			p.mu.Unlock()
			return
		}
		f := p.cleanup[n-1]
		p.cleanup = p.cleanup[:n-1]
		p.mu.Unlock()
		p.guarded(f)
	}
}

// guarded calls f in a goroutine of its own, which f may end.
func (p *probe) guarded(f func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer p.caught()
		f()
	}()
	<-done
}

// said returns a copy of what was said so far: a property may still be running.
func (p *probe) said() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.errors...)
}

func (p *probe) say(s string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.errors = append(p.errors, s)
}

func (p *probe) Cleanup(f func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cleanup = append(p.cleanup, f)
}

func (p *probe) TempDir() string {
	dir, err := os.MkdirTemp("", "storetest")
	if err != nil {
		p.Fatal(err)
	}
	p.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

func (p *probe) Skipped() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.skipped
}

func (p *probe) SkipNow() {
	p.mu.Lock()
	p.skipped = true
	p.mu.Unlock()
	runtime.Goexit()
}

func (p *probe) Chdir(string)          { p.Fatal("Chdir is not available outside of a test") }
func (p *probe) Setenv(string, string) { p.Fatal("Setenv is not available outside of a test") }

func (p *probe) ArtifactDir() string            { return p.TempDir() }
func (p *probe) Attr(string, string)            {}
func (p *probe) Context() context.Context       { return p.ctx }
func (p *probe) Error(args ...any)              { p.say(fmt.Sprintln(args...)) }
func (p *probe) Errorf(format string, a ...any) { p.say(fmt.Sprintf(format, a...)) }
func (p *probe) Fail()                          { p.say("failed") }
func (p *probe) FailNow()                       { p.Fail(); runtime.Goexit() }
func (p *probe) Failed() bool                   { return len(p.said()) > 0 }
func (p *probe) Fatal(args ...any)              { p.Error(args...); runtime.Goexit() }
func (p *probe) Fatalf(format string, a ...any) { p.Errorf(format, a...); runtime.Goexit() }
func (p *probe) Helper()                        {}
func (p *probe) Log(...any)                     {}
func (p *probe) Logf(string, ...any)            {}
func (p *probe) Name() string                   { return p.name }
func (p *probe) Output() io.Writer              { return io.Discard }
func (p *probe) Skip(...any)                    { p.SkipNow() }
func (p *probe) Skipf(string, ...any)           { p.SkipNow() }
