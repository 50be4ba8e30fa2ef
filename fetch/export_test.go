package fetch

// Pack stores the strings of items as a page's are.
func Pack(i *Items) {
	packDevEnvs(i.DevEnvs)
	packSessions(i.Sessions)
}
