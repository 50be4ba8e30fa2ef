package cli

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"catwatch/fetch/inventory"
	"catwatch/fetch/types"
	"catwatch/keymap"
	"catwatch/styles"
	"catwatch/tui"
)

// configTemplate is a configuration file that explains every setting and changes none.
func configTemplate() string {
	var b strings.Builder
	fmt.Fprintf(&b, configHead, strings.Join(tui.ViewNames(), ", "), strings.Join(styles.Names(), ", "), perView("[]"), perView(`""`), comment("Filters are words and terms that must all match: "+inventory.Fields(types.DevEnvs).String()))
	keys, _ := keymap.New(nil)
	for _, k := range keys.All() {
		if k.Place != keymap.Command && k.Action != keymap.Interrupt {
			fmt.Fprintf(&b, "\n# %s.\n#%s = %s\n", k.Help, k.Action, keyValue(k.Keys))
		}
	}
	return b.String()
}

// perView is a line for each view that sets it to value, commented out.
func perView(value string) string {
	var b strings.Builder
	for _, name := range tui.ViewNames() {
		fmt.Fprintf(&b, "#%s = %s\n", name, value)
	}
	return b.String()
}

// comment breaks a sentence into lines as wide as the others.
func comment(sentence string) string {
	return "# " + strings.ReplaceAll(ansi.Wordwrap(sentence+".", 116, ""), "\n", "\n# ")
}

func keyValue(keys []string) string {
	quoted := make([]string, len(keys))
	for i, k := range keys {
		quoted[i] = strconv.Quote(k)
	}
	switch len(quoted) {
	case 0:
		return `""`
	case 1:
		return quoted[0]
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

const configHead = `# The configuration of catwatch. Every line that begins with # is a comment; the settings below are the defaults, so
# remove the # in front of those you change. catwatch config check finds mistakes, :reload reads this file again.
# Flags override the environment (CATWATCH_INTERVAL and so on), which overrides this file.

# The profile of ~/.aws/config to sign in with.
#profile = ""

# How often to refresh what you look at, at least 1s. Everything else is refreshed less often.
#interval = "10s"

# Maximum API calls per minute for refreshing.
#budget = 300

# Flag environments unused for longer than this: running with nobody connected.
#idle = "15m"

# The view to start in: %s.
#view = "browse"

# The colour theme: %s.
#theme = "auto"

# Draw with ASCII characters only.
#ascii = false

# Use the mouse. The key m leaves it to the terminal, and takes it back.
#mouse = true

# Alert when an environment matches one of these: failed, or a filter such as "unused>30m" or
# "env=api-dev status:running".
#notify = []

# The columns of each view, instead of those that fit. :columns lists the names.
[columns]
%s
# The column that each view is sorted by; - puts the largest first, as in "-unused". The key s lists the names.
[sort]
%s
# Scopes are saved filters, each with a view and a sort column: :scope mine, or catwatch --scope mine.
%s
#[scopes.mine]
#view = "environments"
#filter = "owner:ada status:running"
#sort = "-unused"

# The keys of each action: one, a list, or "" for none. A key can do only one thing: unbind or move the action that has it first.
# ctrl+c always quits.
[keys]
`
