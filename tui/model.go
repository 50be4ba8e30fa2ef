package tui

import (
	"runtime/metrics"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"catwatch/fetch/inventory"
	"catwatch/fetch/types"
	"catwatch/keymap"
	"catwatch/styles"
	"catwatch/tui/cell"
)

// Source is what the screen asks of the fetcher. No method blocks.
type Source interface {
	Focus(types.Path)
	Touch(types.Path)
	Refresh()
	Pause(bool)
	SetInterval(time.Duration)
	SetBudget(int)
	Stats() types.Stats
}

// Events are states of lists, as the fetcher emits them, and the time at which they were delivered.
type Events struct {
	At   time.Time
	List []types.Event
}

// Options are what the screen starts with.
type Options struct {
	Source   Source
	Keys     *keymap.Map
	Theme    string // one of styles.Names
	ASCII    bool
	Mouse    bool
	NoColor  bool
	Demo     bool
	Now      time.Time     // when the program started; the screen never reads a clock
	Interval time.Duration // how often the fetcher reads what is on screen
	Idle     time.Duration // environments unused for longer need attention
	View     string        // the view to start in, one of ViewNames
	Scopes   []Scope
	Columns  map[string][]string // by view, as :columns takes them
	Sorts    map[string]string   // by view: column, or -column for the largest first
	Notify   []string            // rules, as :notify takes them
	Start    types.Path          // what to show first
	Scope    string              // the scope to begin with
	SignIn   SignIn
	Identity Identity                // nil: signing in and switching are not possible
	Reload   func() (Options, error) // reads the configuration again, off the screen's goroutine
	Open     func(link string) error // opens a page in a browser; nil if there is none
	Problems []string                // of the configuration, to be shown at the start
}

// Scope is a saved filter, sort and view.
type Scope struct{ Name, View, Filter, Sort string }

// Model is the whole screen. Only Bubble Tea's goroutine touches it.
type Model struct {
	opts    Options
	inv     *inventory.Inventory
	keys    *keymap.Map
	actions map[keymap.Action]action
	theme   *styles.Theme
	light   bool
	color   colorprofile.Profile

	now      time.Time
	stats    types.Stats
	self     self
	clock    uint64 // number of the tick being waited for
	blurred  bool
	paused   bool
	mouse    bool
	terminal terminal
	hidden   bool // show environments that are being deleted
	signIn   SignIn

	width, height int
	at            layout
	views         []openView // in the order of the tabs
	rowCaches     []rowCache // of all views
	view          viewID     // the one on screen
	pane          pane       // of Browse, the one that has the keys
	browse        browse
	changes       []activityRow // what happened, oldest first
	visited       visits
	recent        recent
	messages      messages
	prompt        prompt
	overlay       overlay
	click         lastClick
	countersShown []counter // those that the header has room for,
	countersAt    cell.Rect // and where they stand
	rules         []*rule
	rulesChecked  time.Time // when rules about time were last checked,
	nextSlice     int       // and up to which slice of the projects
	timedFilterAt time.Time // when a filter about time was last evaluated

	canvas cell.Canvas
	frame  frame
}

// New makes the screen. Nothing is read or drawn before it runs.
func New(o Options) *Model { return newModel(o, registry()) }

func newModel(o Options, views []view) *Model {
	m := &Model{
		opts: o, inv: inventory.New(), keys: o.Keys, actions: newActions(views), now: o.Now, mouse: o.Mouse, signIn: o.SignIn,
	}
	if o.NoColor {
		m.color = colorprofile.ASCII
	}
	m.openViews(views)
	m.prompt = newPrompt()
	m.keys.ASCII = o.ASCII
	m.bindViews()
	m.restyle()
	m.configure()
	m.begin()
	for _, p := range o.Problems {
		m.complain(p)
	}
	return m
}

// Init asks the terminal about its background and starts the clock.
func (m *Model) Init() tea.Cmd {
	return tea.Batch(tea.RequestBackgroundColor, m.tick(), m.askStats())
}

func (m *Model) restyle() {
	m.theme = styles.New(styles.Options{Name: m.opts.Theme, Light: m.light, Profile: m.color, ASCII: m.opts.ASCII, NoBackgroundErase: m.terminal.screen && !m.terminal.tmux})
	m.canvas.Theme = m.theme
	m.prompt.restyle(m.theme)
}

// tickMsg is the clock's message. The stats come with it, so that neither is read while a frame is drawn.
type tickMsg struct {
	number uint64 // of the clock; those before it have been replaced
	at     time.Time
	stats  types.Stats
	self   self
}

// self is the resources that this program itself uses.
type self struct {
	heap, total uint64 // bytes
	goroutines  uint64
}

func measureSelf() self {
	s := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/total:bytes"}, {Name: "/sched/goroutines:goroutines"}}
	metrics.Read(s)
	return self{s[0].Value.Uint64(), s[1].Value.Uint64(), s[2].Value.Uint64()}
}

// tick wakes the screen when the next second begins, or every ten seconds while the terminal has no focus.
func (m *Model) tick() tea.Cmd {
	src, every := m.opts.Source, time.Second
	if m.blurred {
		every = 10 * time.Second
	}
	m.clock++
	number := m.clock
	return tea.Every(every, func(at time.Time) tea.Msg { return tickMsg{number, at, src.Stats(), measureSelf()} })
}

func (m *Model) askStats() tea.Cmd {
	src := m.opts.Source
	return func() tea.Msg { return src.Stats() }
}
