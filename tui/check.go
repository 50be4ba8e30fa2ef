package tui

// Check returns what the screen would complain about at its start: columns, sorts and rules that make no sense.
func Check(o Options) []string {
	var complaints []string
	for _, msg := range New(o).messages.kept {
		if msg.bad {
			complaints = append(complaints, msg.text)
		}
	}
	return complaints
}
