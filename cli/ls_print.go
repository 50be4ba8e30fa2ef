package cli

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/charmbracelet/x/ansi"

	"catwatch/fetch/types"
)

// output is a format to print rows in.
type output string

const (
	asTable output = "table"
	asJSON  output = "json"
	asLines output = "jsonl"
	asCSV   output = "csv"
)

func outputs() []string {
	return []string{string(asTable), string(asJSON), string(asLines), string(asCSV)}
}

// lsPrinter prints what is read. JSON lines are printed as soon as their list has been read, for programs that start
// with the first row; other formats are sorted first.
type lsPrinter struct {
	*listing
	result  *lsResult
	out     *bufio.Writer
	cancel  context.CancelFunc  // ends reading if the rows cannot be written
	printed map[types.Path]bool // lists whose rows have been
	count   int                 // of rows
	err     error
}

func newLsPrinter(l *listing, w io.Writer, stop context.CancelFunc) *lsPrinter {
	return &lsPrinter{listing: l, result: newLsResult(), out: bufio.NewWriter(w), cancel: stop, printed: map[types.Path]bool{}}
}

// streams reports whether the rows of a list can be printed as soon as it has been read: not if they depend on other
// lists.
func (l *listing) streams() bool {
	return l.output == asLines && !l.options().Names && !(l.kind == types.DevEnvs && l.countsSessions())
}

func (p *lsPrinter) apply(batch []types.Event) {
	p.result.apply(batch)
	if p.err != nil || !p.streams() {
		return
	}
	var lists []types.Path
	for i := range batch {
		if e := &batch[i]; e.Path.Kind() == p.kind && p.complete(e) {
			lists = append(lists, e.Path)
			p.printed[e.Path] = true
		}
	}
	if len(lists) == 0 {
		return
	}
	if p.err = p.print(lists); p.err != nil {
		p.cancel()
	}
}

// complete reports whether e is a list that has been read completely for the first time.
func (p *lsPrinter) complete(e *types.Event) bool {
	return len(e.Users) == 0 && !e.More && !e.Gone && e.Err == nil && !p.printed[e.Path] &&
		(p.kind != types.Sessions || p.result.DevEnv(e.Path) != nil)
}

// finish prints the rest.
func (p *lsPrinter) finish() error {
	rest := slices.DeleteFunc(p.lists(p.result), func(at types.Path) bool { return p.printed[at] })
	return p.print(rest)
}

func (p *lsPrinter) print(lists []types.Path) error {
	now := time.Now()
	rows := p.rows(p.result, lists, now)
	p.count += len(rows)
	var err error
	switch p.output {
	case asJSON:
		err = printJSON(p.out, rows)
	case asLines:
		err = printLines(p.out, rows)
	case asCSV:
		err = printCSV(p.out, csvColumns(p.kind), rows)
	default:
		err = printTable(p.out, p.tableColumns(now), rows)
	}
	if err != nil {
		return err
	}
	return p.out.Flush()
}

// writeFailure is the error for rows that could not be written. A reader that closes the pipe has read enough.
func writeFailure(err error) error {
	if errors.Is(err, syscall.EPIPE) || errors.Is(err, io.ErrClosedPipe) {
		return &exitError{}
	}
	return failure(fmt.Errorf("cannot write the output: %w", err))
}

// printJSON writes one array, a row at a time.
func printJSON(w *bufio.Writer, rows []lsRow) error {
	if len(rows) == 0 {
		_, err := w.WriteString("[]\n")
		return err
	}
	before := "[\n  "
	for i := range rows {
		text, err := encode(rows[i].doc(), "  ")
		if err != nil {
			return err
		}
		_, err = w.WriteString(before + text)
		if err != nil {
			return err
		}
		before = ",\n  "
	}
	_, err := w.WriteString("\n]\n")
	return err
}

func printLines(w *bufio.Writer, rows []lsRow) error {
	for i := range rows {
		text, err := encode(rows[i].doc(), "")
		if err != nil {
			return err
		}
		if _, err := w.WriteString(text + "\n"); err != nil {
			return err
		}
	}
	return nil
}

// encode does not escape < and >: the output is not for a web page.
func encode(v any, indent string) (string, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if indent != "" {
		e.SetIndent(indent, indent)
	}
	err := e.Encode(v)
	return strings.TrimSuffix(b.String(), "\n"), err
}

func printCSV(w *bufio.Writer, columns []lsColumn, rows []lsRow) error {
	c := csv.NewWriter(w)
	record := make([]string, len(columns))
	for i, col := range columns {
		record[i] = col.title
	}
	if err := c.Write(record); err != nil {
		return err
	}
	for i := range rows {
		for j, col := range columns {
			record[j] = col.text(&rows[i])
		}
		if err := c.Write(record); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// printTable aligns the columns by display width. Without rows it prints no heading.
func printTable(w *bufio.Writer, columns []lsColumn, rows []lsRow) error {
	if len(rows) == 0 {
		return nil
	}
	cells := make([][]string, 1, len(rows)+1)
	for _, col := range columns {
		cells[0] = append(cells[0], col.title)
	}
	for i := range rows {
		cells = append(cells, rowCells(columns, &rows[i]))
	}
	widths := columnWidths(cells)
	for _, line := range cells {
		if err := printRow(w, line, widths); err != nil {
			return err
		}
	}
	return nil
}

// rowCells puts a dash in empty cells, so that programs that split the table at spaces count right.
func rowCells(columns []lsColumn, r *lsRow) []string {
	line := make([]string, len(columns))
	for i, col := range columns {
		if line[i] = col.text(r); line[i] == "" {
			line[i] = "-"
		}
	}
	return line
}

func columnWidths(cells [][]string) []int {
	widths := make([]int, len(cells[0]))
	for _, line := range cells {
		for i, text := range line {
			widths[i] = max(widths[i], ansi.StringWidth(text))
		}
	}
	return widths
}

func printRow(w *bufio.Writer, line []string, widths []int) error {
	for i, text := range line {
		if i < len(line)-1 {
			text += strings.Repeat(" ", widths[i]-ansi.StringWidth(text)+2)
		}
		if _, err := w.WriteString(text); err != nil {
			return err
		}
	}
	return w.WriteByte('\n')
}
