package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"dragoman/tm"
)

func docsCommand(s *streams) *cli.Command {
	formats := func() []cli.Flag {
		return []cli.Flag{
			&cli.StringFlag{Name: "format", Aliases: []string{"f"}, Usage: "print `AS` table or json"},
			&cli.BoolFlag{Name: "json", Usage: "the same as --format json"},
		}
	}
	return &cli.Command{
		Name:        "docs",
		Usage:       "list, show or remove the documents of the memory",
		UsageText:   "dragoman docs [list | show NAME | remove NAME]",
		Description: examples("dragoman docs", "dragoman docs show statement", "dragoman docs remove statement"),
		Flags:       formats(),
		Action:      s.listDocs,
		Subcommands: []*cli.Command{
			{Name: "list", Usage: "list the documents", UsageText: "dragoman docs list", Flags: formats(),
				Description: examples("dragoman docs list"), Action: s.listDocs},
			{Name: "show", Usage: "show a document's units", UsageText: "dragoman docs show NAME", Flags: formats(),
				Description: examples("dragoman docs show statement"), Action: s.showDoc},
			{Name: "remove", Usage: "remove a document and its units", UsageText: "dragoman docs remove NAME",
				Description: examples("dragoman docs remove statement"), Action: s.removeDoc},
		},
	}
}

// docJSON is one document as docs prints it. Keys are never renamed.
type docJSON struct {
	Name      string   `json:"name"`
	Date      string   `json:"date"`
	Body      string   `json:"body"`
	Languages []string `json:"languages"`
	Units     int      `json:"units"`
	Stored    string   `json:"stored"` // RFC 3339, UTC
}

func (s *streams) listDocs(c *cli.Context) error {
	if c.NArg() > 0 {
		return usageHint("unknown command “docs "+c.Args().First()+"”", "one of: list, show NAME, remove NAME")
	}
	format, err := choice(c, "format", []string{"table", "json"})
	if err != nil {
		return err
	}
	var docs []tm.DocumentInfo
	err = s.reading(c, func(m *tm.Memory) (err error) {
		docs, err = m.Documents(c.Context)
		return err
	})
	if err != nil {
		return err
	}
	t := table{head: []string{"document", "date", "body", "languages", "units", "stored"}, right: []bool{false, false, false, false, true}}
	out := []docJSON{}
	for _, d := range docs {
		var langs []string
		for _, text := range d.Texts {
			langs = append(langs, string(text.Lang))
		}
		out = append(out, docJSON{d.Name, d.Date, d.Body, langs, d.Units, d.Changed})
		t.rows = append(t.rows, []string{d.Name, d.Date, d.Body, strings.Join(langs, " "), thousands(d.Units), localTime(d.Changed)})
	}
	if format == "json" {
		return s.printJSON(out)
	}
	if len(docs) == 0 {
		s.notef("dragoman: %s holds no documents", s.settings.memory.value)
	}
	t.print(s)
	return nil
}

// localTime shows an RFC 3339 time as a person reads it.
func localTime(stamp string) string {
	t, err := time.Parse(time.RFC3339, stamp)
	if err != nil {
		return stamp
	}
	return t.Local().Format("2006-01-02 15:04")
}

func (s *streams) showDoc(c *cli.Context) error {
	name, err := docName(c, "show")
	if err != nil {
		return err
	}
	format, err := choice(c, "format", []string{"table", "json"})
	if err != nil {
		return err
	}
	return s.reading(c, func(m *tm.Memory) error {
		doc, err := m.Document(c.Context, name)
		if err != nil {
			return docError(c, m, name, err)
		}
		var units []tm.Unit
		for u, err := range m.Units(c.Context, tm.Filter{Documents: []string{name}}) {
			if err != nil {
				return err
			}
			units = append(units, u)
		}
		if format == "json" {
			out := []unitJSON{}
			for _, u := range units {
				out = append(out, jsonUnit(u))
			}
			return s.printJSON(out)
		}
		s.docText(doc, units)
		return nil
	})
}

// docText prints a document's files and its rows.
func (s *streams) docText(doc tm.Document, units []tm.Unit) {
	s.printf("%s%s%s\n", s.paint(bold, clean(doc.Name)), optional("   ", doc.Date), optional("   ", clean(doc.Body)))
	t := table{head: []string{"row", "conf"}, right: []bool{true, true}, flexible: []bool{false, false}, blank: true}
	for _, text := range doc.Texts {
		t.head, t.flexible = append(t.head, string(text.Lang)), append(t.flexible, true)
		s.printf("  %-4s%s   %s   %s\n", text.Lang, clean(shortPath(text.Path)), text.Encoding, plural(len(text.Paragraphs), "paragraph"))
	}
	for _, u := range units {
		row := []string{fmt.Sprint(u.Row + 1), fmt.Sprintf("%.2f", u.Confidence)}
		for _, text := range doc.Texts {
			side := "—"
			if v := variant(u, text.Lang); v != nil {
				side = v.Text
			}
			row = append(row, side)
		}
		t.rows = append(t.rows, row)
	}
	s.printf("\n")
	t.print(s)
}

func optional(lead, text string) string {
	if text == "" {
		return ""
	}
	return lead + text
}

func (s *streams) removeDoc(c *cli.Context) error {
	name, err := docName(c, "remove")
	if err != nil {
		return err
	}
	return s.with(c, tm.Options{}, func(m *tm.Memory) error {
		n, err := m.Remove(c.Context, name)
		if err != nil {
			return docError(c, m, name, err)
		}
		s.printf("Removed %s from %s: %s.\n", clean(name), s.settings.memory.value, plural(n, "unit"))
		return nil
	})
}

func docName(c *cli.Context, verb string) (string, error) {
	if c.NArg() != 1 {
		return "", usageHint("docs "+verb+" takes the name of one document", "dragoman docs lists them")
	}
	return c.Args().First(), nil
}

// docError suggests a name when there is no such document.
func docError(c *cli.Context, m *tm.Memory, name string, err error) error {
	docs, derr := m.Documents(c.Context)
	if derr != nil || len(docs) == 0 {
		return err
	}
	var names []string
	for _, d := range docs {
		names = append(names, d.Name)
	}
	if near := nearest(name, names); near != "" && near != name {
		return withHint(err, "did you mean "+quote(near)+"?")
	}
	return withHint(err, "dragoman docs lists them")
}
