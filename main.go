// Command catwatch watches the dev environments of Amazon CodeCatalyst from a terminal.
package main

import (
	"os"

	"catwatch/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:])) }
