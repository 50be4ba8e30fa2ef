package tui

// Check returns the complaints that the screen would start with: columns, sorts and alert rules that make no sense.
func Check(o Options) []string {
	var complaints []string
	for _, msg := range New(o).messages.kept {
		if msg.bad {
			complaints = append(complaints, msg.text)
		}
	}
	return complaints
}
