package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/urfave/cli/v2"

	"dragoman/internal/lang"
	"dragoman/tm"
)

// hitsShown is how many units lookup shows unless told otherwise.
const hitsShown = 20

func lookupCommand(s *streams) *cli.Command {
	return &cli.Command{
		Name:      "lookup",
		Usage:     "how was this phrase translated before?",
		UsageText: "dragoman lookup [FLAGS] PHRASE",
		Description: `Shows every unit of the memory that contains the phrase, marked, with its other
languages beside it. Case does not matter, nor does inflection: стратегической
стабильности finds стратегическая стабильность. Exits 1 when nothing is found.

` + examples("dragoman lookup 战略稳定", "dragoman lookup strategic stability --context 1", "dragoman lookup стратегическая стабильность -n 5 --json"),
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "format", Aliases: []string{"f"}, Usage: "print `AS` text, json, jsonl or tsv"},
			&cli.BoolFlag{Name: "json", Usage: "the same as --format json"},
			&cli.IntFlag{Name: "n", Aliases: []string{"limit"}, Usage: "show at most `N` units; 0 shows all", Value: hitsShown, DefaultText: fmt.Sprint(hitsShown)},
			&cli.StringFlag{Name: "lang", Aliases: []string{"l"}, Usage: "the `LANGUAGE` of the phrase, when its script does not tell"},
			&cli.StringFlag{Name: "document", Aliases: []string{"d"}, Usage: "only in the document `NAME`"},
			&cli.IntFlag{Name: "context", Aliases: []string{"C"}, Usage: "show `N` units before and after as well"},
		},
		Action: s.runLookup,
	}
}

func (s *streams) runLookup(c *cli.Context) error {
	q, err := lookupQuery(c)
	if err != nil {
		return err
	}
	format, err := choice(c, "format", []string{"text", "json", "jsonl", "tsv"})
	if err != nil {
		return err
	}
	var res tm.Result
	err = s.reading(c, func(m *tm.Memory) (err error) {
		res, err = m.Lookup(c.Context, q)
		return err
	})
	if err != nil {
		return err
	}
	if err := s.printResult(res, format); err != nil {
		return err
	}
	if res.Count == 0 {
		s.notef("dragoman: lookup: %s is in no unit of %s", quote(q.Phrase), s.settings.memory.value)
		return &codedError{errNothing, exitFailure}
	}
	return nil
}

func lookupQuery(c *cli.Context) (tm.Query, error) {
	q := tm.Query{
		Phrase:   strings.TrimSpace(strings.Join(c.Args().Slice(), " ")),
		Document: c.String("document"),
		Limit:    c.Int("n"),
		Context:  c.Int("context"),
	}
	switch {
	case q.Phrase == "":
		return q, usageHint("lookup takes a phrase", "dragoman lookup 战略稳定")
	case !utf8.ValidString(q.Phrase):
		return q, usagef("the phrase is not UTF-8 text; check the terminal's encoding")
	case q.Limit < 0 || q.Context < 0:
		return q, usagef("-n and --context are not negative")
	case q.Limit == 0:
		q.Limit = -1
	}
	if v := c.String("lang"); v != "" {
		langs, err := languages(v)
		if err != nil {
			return q, err
		}
		q.Lang = langs[0]
	}
	return q, nil
}

func (s *streams) printResult(res tm.Result, format string) error {
	switch format {
	case "json":
		return s.printJSON(jsonResult(res))
	case "jsonl":
		for _, h := range res.Hits {
			if err := s.printJSONLine(jsonHit(h)); err != nil {
				return err
			}
		}
	case "tsv":
		s.resultTSV(res)
	default:
		if res.Count > 0 {
			s.resultText(res)
		}
	}
	return nil
}

func (s *streams) resultText(res tm.Result) {
	docs := map[string]bool{}
	for _, h := range res.Hits {
		docs[h.Unit.Document] = true
	}
	s.printf("%s   %s", s.paint(bold, clean(res.Phrase)), plural(res.Count, "unit"))
	if len(res.Hits) == res.Count {
		s.printf(" in %s", plural(len(docs), "document"))
	}
	s.printf("\n")
	for _, h := range res.Hits {
		s.printf("\n%s\n", s.unitHead(h.Unit, res.Lang))
		for _, u := range h.Before {
			s.unitLines(u, res.Lang, nil)
		}
		s.unitLines(h.Unit, res.Lang, &h)
		for _, u := range h.After {
			s.unitLines(u, res.Lang, nil)
		}
	}
	if len(res.Hits) < res.Count {
		s.printf("\n%d of %s shown (-n 0 for all)\n", len(res.Hits), thousands(res.Count))
	}
}

// unitHead is the line above a unit: where it is from.
func (s *streams) unitHead(u tm.Unit, l lang.Code) string {
	parts := []string{s.paint(bold, clean(place(u, l)))}
	if u.Date != "" {
		parts = append(parts, u.Date)
	}
	if u.Status != "" {
		parts = append(parts, u.Status)
	}
	if u.Confidence > 0 && u.Confidence < 1 {
		parts = append(parts, fmt.Sprintf("%.2f", u.Confidence))
	}
	if v := variant(u, l); v != nil && v.Path != "" {
		parts = append(parts, s.paint(faint, clean(shortPath(v.Path))))
	}
	return strings.Join(parts, "   ")
}

// place names a unit: its document and, where it has one, the paragraph in
// the language of the phrase.
func place(u tm.Unit, l lang.Code) string {
	name := u.Document
	if name == "" {
		name = fmt.Sprintf("unit %d", u.ID)
	}
	if v := variant(u, l); v != nil && v.Paragraph >= 0 {
		name += " " + pilcrow(v.Paragraph, v.Paragraph)
	}
	return name
}

func variant(u tm.Unit, l lang.Code) *tm.Variant {
	for i := range u.Variants {
		if u.Variants[i].Lang == l {
			return &u.Variants[i]
		}
	}
	return nil
}

// shortPath names a file as seen from the current folder, where that is
// shorter.
func shortPath(path string) string {
	here, err := filepath.Abs(".")
	if err != nil {
		return path
	}
	if rel, err := filepath.Rel(here, path); err == nil && !strings.HasPrefix(rel, "..") {
		return rel
	}
	return path
}

// unitLines prints a unit's variants, the language of the phrase first.
// The neighbours of a hit, which have none of their own, are faint.
func (s *streams) unitLines(u tm.Unit, l lang.Code, hit *tm.Hit) {
	const indent = "      "
	st := faint
	if hit != nil {
		st = ""
	}
	for _, i := range ordered(u.Variants, l) {
		v := u.Variants[i]
		text := v.Text
		if hit != nil && i == hit.Variant {
			text = mark(text, hit.Marks)
		}
		lines := []string{clean(text)}
		if s.width > 0 {
			room := s.width - len(indent)
			if !s.color {
				room -= len([]rune("«»")) // what stands for colour takes columns
			}
			lines = wrap(lines[0], max(room, minColumn))
		}
		for y, line := range lines {
			lead := indent
			if y == 0 {
				lead = fmt.Sprintf("  %-4s", v.Lang)
			}
			s.printf("%s%s\n", lead, s.highlight(line, st))
		}
	}
}

// ordered lists the variants by index: the language of the phrase first, the
// rest in their order.
func ordered(vs []tm.Variant, l lang.Code) []int {
	var first, rest []int
	for i, v := range vs {
		if v.Lang == l {
			first = append(first, i)
		} else {
			rest = append(rest, i)
		}
	}
	return append(first, rest...)
}

func (s *streams) resultTSV(res tm.Result) {
	s.printf("document\trow\tdate\tstatus\tconfidence\tlang\ttext\n")
	for _, h := range res.Hits {
		u := h.Unit
		for _, i := range ordered(u.Variants, res.Lang) {
			v := u.Variants[i]
			s.printf("%s\t%d\t%s\t%s\t%.3f\t%s\t%s\n", oneLine(u.Document), u.Row+1, u.Date, u.Status, u.Confidence, v.Lang, oneLine(v.Text))
		}
	}
}

// resultJSON is what lookup --json prints. Keys are never renamed.
type resultJSON struct {
	Schema int       `json:"schema"`
	Query  string    `json:"query"`
	Lang   lang.Code `json:"lang"`
	Count  int       `json:"count"`
	Hits   []hitJSON `json:"hits"`
}

type hitJSON struct {
	unitJSON
	Marks  []markJSON `json:"marks"` // of the phrase, in the variant of its language
	Before []unitJSON `json:"before,omitempty"`
	After  []unitJSON `json:"after,omitempty"`
}

type unitJSON struct {
	Unit       int64               `json:"unit"`
	Document   string              `json:"document"`
	Row        int                 `json:"row"` // from 1
	Date       string              `json:"date"`
	Status     string              `json:"status"`
	Confidence float64             `json:"confidence"`
	Variants   byLang[variantJSON] `json:"variants"`
}

type variantJSON struct {
	Text      string `json:"text"`
	File      string `json:"file,omitempty"`
	Paragraph int    `json:"paragraph"` // from 0, -1 unknown
	Offset    int64  `json:"offset"`    // byte in the original file, -1 unknown
}

// markJSON is a highlighted stretch, in characters (Unicode code points).
type markJSON struct {
	Lang  lang.Code `json:"lang"`
	Start int       `json:"start"`
	End   int       `json:"end"`
	Text  string    `json:"text"`
}

func jsonResult(res tm.Result) resultJSON {
	out := resultJSON{Schema: 1, Query: res.Phrase, Lang: res.Lang, Count: res.Count, Hits: []hitJSON{}}
	for _, h := range res.Hits {
		out.Hits = append(out.Hits, jsonHit(h))
	}
	return out
}

func jsonHit(h tm.Hit) hitJSON {
	hit := hitJSON{unitJSON: jsonUnit(h.Unit), Marks: []markJSON{}}
	v := h.Unit.Variants[h.Variant]
	for _, m := range h.Marks {
		start := utf8.RuneCountInString(v.Text[:m.Start])
		text := v.Text[m.Start:m.End]
		hit.Marks = append(hit.Marks, markJSON{v.Lang, start, start + utf8.RuneCountInString(text), text})
	}
	for _, u := range h.Before {
		hit.Before = append(hit.Before, jsonUnit(u))
	}
	for _, u := range h.After {
		hit.After = append(hit.After, jsonUnit(u))
	}
	return hit
}

func jsonUnit(u tm.Unit) unitJSON {
	out := unitJSON{Unit: u.ID, Document: u.Document, Row: u.Row + 1, Date: u.Date, Status: u.Status, Confidence: round(u.Confidence)}
	for _, v := range u.Variants {
		out.Variants.add(v.Lang, variantJSON{v.Text, v.Path, v.Paragraph, v.Offset})
	}
	return out
}
