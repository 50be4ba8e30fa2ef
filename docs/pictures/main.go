// Command pictures runs the demo in an emulated terminal, types keys and draws what a person would see as SVG: the
// pictures of the README. It is run by make pictures, from the repository's root.
package main

import (
	"fmt"
	"log"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

const columns, rows = 150, 36

// Time for the first complete reading, and for each key to have its effect.
const (
	reading = 4 * time.Second
	settle  = 700 * time.Millisecond
)

var pictures = []struct {
	file string
	args []string
	keys []string
}{
	{"docs/browse.svg", nil, []string{"\r", "/payments-api\r", "\x1b", "\r", "jj"}},
	{"docs/environments.svg", nil, []string{"2", "/status:running sessions:0\r"}},
	{"docs/details.svg", nil, []string{"2", "/api-review\r", "d"}},
	{"docs/light.svg", []string{"--theme", "light"}, []string{"3"}},
}

func main() {
	for _, p := range pictures {
		svg, err := picture(p.args, p.keys)
		if err == nil {
			err = os.WriteFile(p.file, []byte(svg), 0o644)
		}
		if err != nil {
			log.Fatalf("%s: %v", p.file, err)
		}
		fmt.Println(p.file)
	}
}

func picture(args, keys []string) (string, error) {
	cmd := exec.Command("./catwatch", append([]string{"--demo"}, args...)...)
	cmd.Env = append(os.Environ(), "TERM=xterm-256color", "COLORTERM=truecolor", "NO_COLOR=", "TZ=UTC")
	file, err := pty.StartWithSize(cmd, &pty.Winsize{Cols: columns, Rows: rows})
	if err != nil {
		return "", err
	}
	defer file.Close()
	term := vt.NewSafeEmulator(columns, rows)
	go func() {
		buf := make([]byte, 1<<16)
		for {
			n, err := file.Read(buf)
			if err != nil {
				return
			}
			_, _ = term.Write(buf[:n])
		}
	}()
	go func() {
		buf := make([]byte, 1<<10)
		for {
			n, err := term.Read(buf)
			if err != nil {
				return
			}
			_, _ = file.Write(buf[:n])
		}
	}()
	time.Sleep(reading)
	for _, k := range keys {
		for _, r := range k {
			if _, err := file.WriteString(string(r)); err != nil {
				return "", err
			}
		}
		time.Sleep(settle)
	}
	svg := draw(term, strings.Contains(strings.Join(args, " "), "light"))
	_, _ = file.WriteString("\x03")
	return svg, cmd.Wait()
}
