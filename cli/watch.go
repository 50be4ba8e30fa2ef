package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/spf13/cobra"

	"catwatch/fetch"
	"catwatch/keymap"
	"catwatch/tui"
)

// watch runs the dashboard until somebody quits it.
func watch(cmd *cobra.Command, f flags, w watchFlags) error {
	if err := w.check(); err != nil {
		return usage(err)
	}
	log, file, err := openLog(f.log)
	if err != nil {
		return err
	}
	defer file.Close()
	conn, err := connect(cmd.Context(), f, log)
	if err != nil {
		return err
	}
	keys, problems := keymap.New(nil)
	fetcher := fetch.New(conn.api, fetch.Options{
		Interval: w.interval, Budget: w.budget, Scope: fetch.Path{Space: w.space, Project: w.project},
	})
	model := tui.New(tui.Options{
		Source: fetcher, Keys: keys, Theme: w.theme, ASCII: w.ascii, Mouse: true, NoColor: noColor(), Demo: f.demo,
		Now: time.Now(), Interval: w.interval, Idle: w.idle, View: w.view, SignIn: conn.signIn,
		Start: fetch.Path{Space: w.space, Project: w.project}, Scope: w.scope, Problems: sentences(problems),
	})
	return run(cmd.Context(), model, fetcher, log)
}

func (w *watchFlags) check() error {
	switch {
	case w.interval < time.Second:
		return fmt.Errorf("--interval %s is too short: the least is 1s", w.interval)
	case w.budget < 6:
		return fmt.Errorf("--budget %d is too small: the least is 6 calls a minute", w.budget)
	case w.idle < 0:
		return fmt.Errorf("--idle %s is not a time that can pass", w.idle)
	case w.project != "" && w.space == "":
		return errors.New("--project needs --space: project names are only unique within a space")
	}
	return nil
}

// run shows the model and relays what is read to it, until either ends. Whatever happens, the terminal is restored.
func run(ctx context.Context, model *tui.Model, fetcher *fetch.Fetcher, log *slog.Logger, terminal ...tea.ProgramOption) error {
	ctx, cancel := context.WithCancel(ctx)
	program := tea.NewProgram(model, append(options(ctx), terminal...)...)
	var reading sync.WaitGroup
	var failure error
	reading.Go(func() {
		// Bubble Tea recovers its own panics only; one of ours must give the terminal back, too.
		defer func() {
			if r := recover(); r != nil {
				failure = fmt.Errorf("catwatch failed while reading: %v", r)
				log.Error("panic", "value", r)
				program.Kill()
			}
		}()
		err := fetcher.Run(ctx, func(events []fetch.Event) {
			program.Send(tui.Events{At: time.Now(), List: events})
		})
		log.Info("reading ended", "error", err)
	})
	_, err := program.Run()
	cancel()
	reading.Wait()
	switch {
	case failure != nil:
		return failure
	case errors.Is(err, tea.ErrInterrupted), errors.Is(err, context.Canceled):
		return nil
	}
	return err
}

func options(ctx context.Context) []tea.ProgramOption {
	opts := []tea.ProgramOption{tea.WithContext(ctx)}
	if noColor() {
		// The library understands only what strconv takes for true; no-color.org says any value that is not empty.
		opts = append(opts, tea.WithColorProfile(colorprofile.ASCII))
	}
	return opts
}

func noColor() bool { return os.Getenv("NO_COLOR") != "" }

func sentences(errs []error) []string {
	texts := make([]string, len(errs))
	for i, err := range errs {
		texts[i] = err.Error()
	}
	return texts
}
