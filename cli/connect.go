package cli

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"

	"catwatch/auth"
	"catwatch/fetch"
	"catwatch/fetch/types"
	"catwatch/sim"
)

// connection is a client of the service, and the profile it signs in with.
type connection struct {
	api     fetch.API
	profile *auth.Profile     // nil in the demo
	source  *auth.TokenSource // nil in the demo
}

// demoSpeed is how much faster than real time the simulated service runs, so that there is something to see.
const demoSpeed = 4

// connect finds the profile and its token, without using the network. Errors are *auth.Problem or *types.Error.
func connect(ctx context.Context, o auth.Options, log *logs) (connection, error) {
	o.Redactor = log.redactor
	p, err := auth.Find(o)
	if err != nil {
		return connection{}, err
	}
	source := auth.NewTokenSource(p)
	cfg, err := p.Config(ctx, source)
	if err != nil {
		return connection{}, err
	}
	api, err := fetch.NewClient(cfg)
	if err != nil {
		return connection{}, err
	}
	log.Info("connected", "profile", p.Name, "session", p.SessionName)
	return connection{api: api, profile: p, source: source}, nil
}

// connect connects to what the flags name.
func (f flags) connect(ctx context.Context, log *logs) (connection, error) {
	if f.demo {
		return connectDemo(f), nil
	}
	return connect(ctx, f.authOptionsFor(f.profile), log)
}

// connectDemo connects to a simulated service in this process: no port, no network.
func connectDemo(f flags) connection {
	cfg := sim.Config{Speed: demoSpeed}
	if f.demoSize > 0 {
		cfg.Spaces, cfg.ProjectsPerSpace = 3, max(1, (f.demoSize+59)/60)
		cfg.EnvsPerProject = max(1, f.demoSize/(cfg.Spaces*cfg.ProjectsPerSpace))
	}
	return connection{api: fetch.NewClientOver(sim.New(cfg).HTTPClient(), "https://sim.invalid", sim.DefaultToken)}
}

func (c connection) close() {
	if c.source != nil {
		c.source.Close()
	}
}

// logs go to the file that --log names, or nowhere. Secrets are left out.
type logs struct {
	*slog.Logger
	redactor *auth.Redactor
	file     *os.File
}

func openLog(path string) (*logs, error) {
	l := &logs{Logger: slog.New(slog.DiscardHandler), redactor: &auth.Redactor{}}
	if path == "" {
		return l, nil
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, usageError(fmt.Errorf("cannot write the log: %w", err))
	}
	l.file = file
	l.Logger = slog.New(slog.NewTextHandler(l.redactor.Writer(file), &slog.HandlerOptions{ReplaceAttr: l.redactor.Attr}))
	return l, nil
}

func (l *logs) close() {
	if l.file != nil {
		_ = l.file.Close() // the program is ending: nobody can be told
	}
}

// listingReader is a fetcher that closes its connection and its log after reading.
type listingReader struct {
	*fetch.Fetcher
	conn connection
	log  *logs
}

func (r listingReader) Run(ctx context.Context, emit func([]types.Event)) error {
	defer r.log.close()
	defer r.conn.close()
	return r.Fetcher.Run(ctx, emit)
}

// opener connects to the service for commands that list it.
func (f *flags) opener() opener {
	return func(ctx context.Context, o fetch.Options, warnings io.Writer) (reader, error) {
		profile, err := f.chosenProfile(os.Getenv, warnings)
		if err != nil {
			return nil, err
		}
		chosen := *f
		chosen.profile = profile
		log, err := openLog(f.log)
		if err != nil {
			return nil, err
		}
		conn, err := chosen.connect(ctx, log)
		if err != nil {
			log.close()
			return nil, err
		}
		return listingReader{fetch.New(conn.api, o), conn, log}, nil
	}
}
