package cli

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"catwatch/auth"
	"catwatch/fetch"
	"catwatch/fetch/types"
	"catwatch/tui"
)

// vigil is one evening of watching: the program on screen, and behind it whatever identity watches at the time. It
// relays what is read, and what becomes of the sign-in, to the screen.
type vigil struct {
	options fetch.Options
	asking  auth.Options // where profiles are looked for
	log     *logs
	program *tea.Program
	ctx     context.Context // of the whole vigil

	mu      sync.Mutex
	now     *watcher
	signing context.CancelFunc // gives up the sign-in under way; nil when there is none
	failure error              // a panic of ours
}

// watcher is one identity that watches: its connection, its fetcher and the goroutines that serve them.
type watcher struct {
	connection
	fetcher *fetch.Fetcher
	cancel  context.CancelFunc
	running sync.WaitGroup

	mu   sync.Mutex
	who  string // as the service calls the identity
	deny string // why the service does not take a token that is good; "" when it does
}

func newVigil(c connection, o fetch.Options, asking auth.Options, log *logs) *vigil {
	return &vigil{options: o, asking: asking, log: log, now: newWatcher(c, o)}
}

func newWatcher(c connection, o fetch.Options) *watcher {
	return &watcher{connection: c, fetcher: fetch.New(c.api, o)}
}

func (v *vigil) current() *watcher {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.now
}

func (v *vigil) fetcher() *fetch.Fetcher { return v.current().fetcher }

func (v *vigil) signIn() tui.SignIn { return v.current().signIn() }

// run shows the model until somebody quits it. Whatever happens, the terminal is restored.
func (v *vigil) run(ctx context.Context, model *tui.Model, extra ...tea.ProgramOption) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	v.ctx, v.program = ctx, tea.NewProgram(model, append(terminal(ctx), extra...)...)
	v.start(v.current())
	_, err := v.program.Run()
	cancel()
	v.current().running.Wait()
	v.current().close()
	v.mu.Lock()
	defer v.mu.Unlock()
	switch {
	case v.failure != nil:
		return v.failure
	case errors.Is(err, tea.ErrInterrupted), errors.Is(err, context.Canceled):
		return nil
	}
	return err
}

// start has w read, and its sign-in watched.
func (v *vigil) start(w *watcher) {
	ctx, cancel := context.WithCancel(v.ctx)
	w.cancel = cancel
	v.guard(w, func() {
		err := w.fetcher.Run(ctx, func(events []types.Event) {
			v.program.Send(tui.Events{At: time.Now(), List: events})
		})
		v.log.Info("reading ended", "error", err)
	})
	if w.source != nil {
		v.guard(w, func() { _ = w.source.Run(ctx) }) // ends with ctx
	}
	v.guard(w, func() { v.tell(ctx, w) })
}

// guard runs f on a goroutine of w. Bubble Tea recovers its own panics only; one of ours must give the terminal back, too.
func (v *vigil) guard(w *watcher, f func()) {
	w.running.Go(func() {
		defer func() {
			if r := recover(); r != nil {
				v.log.Error("panic", "value", r)
				v.mu.Lock()
				v.failure = errors.New(v.log.redactor.Text(fmt.Sprintf("catwatch failed and ended: %v", r)))
				v.mu.Unlock()
				v.program.Kill()
			}
		}()
		f()
	})
}

// stop ends w's reading and waits for it: nothing of an old identity may reach the screen after that.
func (w *watcher) stop() {
	w.cancel()
	w.running.Wait()
	w.close()
}
