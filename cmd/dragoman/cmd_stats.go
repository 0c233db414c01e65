package main

import (
	"fmt"

	"github.com/urfave/cli/v2"

	"dragoman/internal/lang"
	"dragoman/tm"
)

func statsCommand(s *streams) *cli.Command {
	return &cli.Command{
		Name:        "stats",
		Usage:       "count what the memory holds",
		UsageText:   "dragoman stats [FLAGS]",
		Description: examples("dragoman stats", "dragoman stats --json"),
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "format", Aliases: []string{"f"}, Usage: "print `AS` table or json"},
			&cli.BoolFlag{Name: "json", Usage: "the same as --format json"},
		},
		Action: s.runStats,
	}
}

// statsJSON is what stats --json prints. Keys are never renamed.
type statsJSON struct {
	Schema    int              `json:"schema"` // of this answer
	Memory    string           `json:"memory"`
	Version   int              `json:"memory_schema"`
	Bytes     int64            `json:"bytes"`
	Documents int              `json:"documents"`
	Units     int              `json:"units"`
	Languages []languageCounts `json:"languages"`
	Status    map[string]int   `json:"status"`
}

type languageCounts struct {
	Lang       lang.Code `json:"lang"`
	Variants   int       `json:"variants"`
	Characters int64     `json:"characters"`
}

func (s *streams) runStats(c *cli.Context) error {
	if c.NArg() > 0 {
		return usagef("stats takes no arguments")
	}
	format, err := choice(c, "format", []string{"table", "json"})
	if err != nil {
		return err
	}
	var st tm.Stats
	err = s.reading(c, func(m *tm.Memory) (err error) {
		st, err = m.Stats(c.Context)
		return err
	})
	if err != nil {
		return err
	}
	out := statsJSON{Schema: 1, Memory: s.settings.memory.value, Version: st.Schema, Bytes: st.Size,
		Documents: st.Documents, Units: st.Units, Languages: []languageCounts{}, Status: map[string]int{}}
	for _, l := range st.Languages {
		out.Languages = append(out.Languages, languageCounts{l.Lang, l.Variants, l.Characters})
	}
	for _, n := range st.Statuses {
		out.Status[n.Status] = n.Units
	}
	if format == "json" {
		return s.printJSON(out)
	}
	s.statsText(out, st)
	return nil
}

func (s *streams) statsText(out statsJSON, st tm.Stats) {
	s.printf("%s   %s, schema %d\n", s.paint(bold, out.Memory), size(out.Bytes), out.Version)
	s.printf("  %s, %s", plural(out.Documents, "document"), plural(out.Units, "unit"))
	for _, n := range st.Statuses {
		s.printf(" · %s %s", thousands(n.Units), n.Status)
	}
	s.printf("\n")
	if len(out.Languages) == 0 {
		return
	}
	s.printf("\n")
	t := table{head: []string{"language", "variants", "characters"}, right: []bool{false, true, true}}
	for _, l := range out.Languages {
		t.rows = append(t.rows, []string{l.Lang.Name(), thousands(l.Variants), thousands(int(l.Characters))})
	}
	t.print(s)
}

// size writes bytes as a person reads them.
func size(n int64) string {
	switch {
	case n < 1<<10:
		return fmt.Sprintf("%d B", n)
	case n < 1<<20:
		return fmt.Sprintf("%.0f KiB", float64(n)/(1<<10))
	case n < 1<<30:
		return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%.2f GiB", float64(n)/(1<<30))
}
