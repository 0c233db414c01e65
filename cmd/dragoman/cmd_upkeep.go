package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/urfave/cli/v2"

	"dragoman/internal/tmx"
	"dragoman/tm"
)

func checkCommand(s *streams) *cli.Command {
	return &cli.Command{
		Name:      "check",
		Usage:     "verify the memory, or a TMX file",
		UsageText: "dragoman check [--repair] | check FILE.tmx",
		Description: `Reads the whole memory and compares every unit with its texts and with the
index. Exits 1 when something is wrong. --repair builds the index again from the
units. With a TMX file: tells each fault of it by line, and what makes known
programs refuse it.

` + examples("dragoman check", "dragoman check --repair", "dragoman check old.tmx"),
		Flags:  []cli.Flag{&cli.BoolFlag{Name: "repair", Usage: "build the index again, then check"}},
		Action: s.runCheck,
	}
}

func (s *streams) runCheck(c *cli.Context) error {
	switch {
	case c.NArg() == 1 && !c.Bool("repair"):
		return s.checkTMX(c.Args().First())
	case c.NArg() > 0:
		return usageHint("check takes one TMX file, or nothing for the memory", "--memory FILE names another memory")
	}
	if c.Bool("repair") {
		err := s.with(c, tm.Options{}, func(m *tm.Memory) error { return m.Repair(c.Context) })
		if err != nil {
			return err
		}
		s.notef("The index was built again.")
	}
	return s.reading(c, func(m *tm.Memory) error {
		report, err := m.Check(c.Context)
		if err != nil {
			return err
		}
		for _, p := range report.Problems {
			where := "file"
			if p.Unit > 0 {
				where = fmt.Sprintf("unit %d", p.Unit)
			}
			s.printf("%s: %s\n", where, clean(p.Reason))
		}
		if !report.Sound() {
			what := plural(len(report.Problems)+report.More, "fault")
			return withHint(fmt.Errorf("%s: %s", s.settings.memory.value, what),
				"check --repair builds the index again; lost texts come back from a backup only")
		}
		s.printf("%s is sound: %s, %s, %s.\n", s.settings.memory.value, plural(report.Units, "unit"),
			plural(report.Variants, "text"), plural(report.Terms, "term"))
		return nil
	})
}

// checkTMX tells the faults of a TMX file. Remarks alone are no failure.
func (s *streams) checkTMX(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	faults, remarks := 0, 0
	for w, err := range tmx.Validate(f) {
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if w.Level == tmx.Remark {
			remarks++
		} else {
			faults++
		}
		s.printf("%s: %s\n", path, clean(w.String()))
	}
	if faults > 0 {
		return fmt.Errorf("%s: %s, %s", path, plural(faults, "fault"), plural(remarks, "remark"))
	}
	s.printf("%s is valid TMX: %s.\n", path, plural(remarks, "remark"))
	return nil
}

func backupCommand(s *streams) *cli.Command {
	return &cli.Command{
		Name:      "backup",
		Usage:     "copy the memory while it is in use",
		UsageText: "dragoman backup FILE",
		Description: `Writes a copy of one moment; others may look up and store meanwhile. The copy is
opened and compared before it gets its name. To restore it, put it in the place of
the memory, or name it with --memory.

` + examples("dragoman backup memory-2025-05-08.db"),
		Action: func(c *cli.Context) error {
			if c.NArg() != 1 {
				return usageHint("backup takes the name of the file to write", "dragoman backup memory-2025-05-08.db")
			}
			return s.reading(c, func(m *tm.Memory) error {
				if err := m.Backup(c.Context, c.Args().First()); err != nil {
					return err
				}
				s.notef("Copied %s to %s.", s.settings.memory.value, c.Args().First())
				return nil
			})
		},
	}
}

func logCommand(s *streams) *cli.Command {
	return &cli.Command{
		Name:        "log",
		Usage:       "list what was done to the memory, the latest first",
		UsageText:   "dragoman log [FLAGS]",
		Description: examples("dragoman log", "dragoman log -n 5 --json"),
		Flags: []cli.Flag{
			&cli.IntFlag{Name: "n", Aliases: []string{"limit"}, Usage: "show at most `N` operations; 0 shows all", Value: hitsShown, DefaultText: fmt.Sprint(hitsShown)},
			&cli.StringFlag{Name: "format", Aliases: []string{"f"}, Usage: "print `AS` table or json"},
			&cli.BoolFlag{Name: "json", Usage: "the same as --format json"},
		},
		Action: s.runLog,
	}
}

// operationJSON is one operation as log prints it. Keys are never renamed.
type operationJSON struct {
	ID      int64  `json:"operation"`
	Time    string `json:"time"` // RFC 3339, UTC
	Kind    string `json:"kind"`
	Subject string `json:"subject"`
	Added   int    `json:"added"`
	Removed int    `json:"removed"`
	Undone  bool   `json:"undone"`
}

func (s *streams) runLog(c *cli.Context) error {
	format, err := choice(c, "format", []string{"table", "json"})
	switch {
	case err != nil:
		return err
	case c.NArg() > 0:
		return usagef("log takes no arguments")
	case c.Int("n") < 0:
		return usagef("-n is not negative")
	}
	return s.reading(c, func(m *tm.Memory) error {
		ops, err := m.Log(c.Context, c.Int("n"))
		if err != nil {
			return err
		}
		t := table{head: []string{"no.", "time", "what", "of", "added", "removed", ""}, right: []bool{true, false, false, false, true, true}}
		out := []operationJSON{}
		for _, op := range ops {
			undone := ""
			if op.Undone {
				undone = "undone"
			}
			out = append(out, operationJSON(op))
			t.rows = append(t.rows, []string{fmt.Sprint(op.ID), localTime(op.Time), op.Kind, op.Subject,
				thousands(op.Added), thousands(op.Removed), undone})
		}
		if format == "json" {
			return s.printJSON(out)
		}
		t.print(s)
		return nil
	})
}

func undoCommand(s *streams) *cli.Command {
	return &cli.Command{
		Name:        "undo",
		Usage:       "take back the last operation: an alignment, an import or a removal",
		UsageText:   "dragoman undo",
		Description: examples("dragoman log -n 1", "dragoman undo"),
		Action: func(c *cli.Context) error {
			if c.NArg() > 0 {
				return usageHint("undo takes no arguments", "it takes back the last operation; dragoman log lists them")
			}
			return s.with(c, tm.Options{}, func(m *tm.Memory) error {
				op, err := m.Undo(c.Context)
				if err != nil {
					return err
				}
				s.printf("Took back %s.\n", strings.TrimSpace(fmt.Sprintf("%s %s of %s", op.Kind, clean(op.Subject), localTime(op.Time))))
				return nil
			})
		},
	}
}
