package main

import (
	"fmt"
	"strings"
	"time"

	"dragoman/align"
	"dragoman/internal/job"
	"dragoman/tm"
)

// rowJSON is one bead as align prints it. Keys are never renamed.
type rowJSON struct {
	Row        int                   `json:"row"` // from 1
	Confidence float64               `json:"confidence"`
	Reasons    []string              `json:"reasons,omitempty"`
	Segments   byLang[[]segmentJSON] `json:"segments"`
}

type segmentJSON struct {
	Index     int    `json:"index"`     // of the segment in its text, from 0
	Paragraph int    `json:"paragraph"` // from 0
	Offset    int64  `json:"offset"`    // byte in the original file, -1 unknown
	Text      string `json:"text"`
}

func (s *streams) printRows(res *job.Result, format string) error {
	switch format {
	case "table":
		s.rowTable(res)
	case "tsv":
		s.rowTSV(res)
	case "html":
		return writePage(s.out, res)
	case "ladder":
		return align.WriteLadder(s.out, align.Links(res.Beads))
	case "json":
		rows := make([]rowJSON, len(res.Beads))
		for i := range rows {
			rows[i] = jsonRow(res, i)
		}
		return s.printJSON(rows)
	case "jsonl":
		for i := range res.Beads {
			if err := s.printJSONLine(jsonRow(res, i)); err != nil {
				return err
			}
		}
	}
	return nil
}

func jsonRow(res *job.Result, i int) rowJSON {
	b := res.Beads[i]
	row := rowJSON{Row: i + 1, Confidence: round(b.Confidence), Reasons: b.Reasons}
	for k, t := range res.Texts {
		segs := []segmentJSON{}
		for j := b.Spans[k].Start; j < b.Spans[k].End; j++ {
			segs = append(segs, segmentJSON{j, t.Segments[j].Paragraph, t.Offset(j), t.SegmentText(j)})
		}
		row.Segments.add(t.Lang, segs)
	}
	return row
}

// round keeps three decimals, so that output does not change with the last
// bits of a sum.
func round(f float64) float64 { return float64(int(f*1000+0.5)) / 1000 }

// cell joins a bead's segments of one text for tables.
func cell(res *job.Result, row, text int) string {
	t, sp := res.Texts[text], res.Beads[row].Spans[text]
	var parts []string
	for j := sp.Start; j < sp.End; j++ {
		parts = append(parts, oneLine(t.SegmentText(j)))
	}
	return strings.Join(parts, " ")
}

// paragraphs names a bead's paragraphs in one text: "¶3", "¶3–4".
func paragraphs(res *job.Result, row, text int) string {
	sp := res.Beads[row].Spans[text]
	if sp.Start == sp.End {
		return ""
	}
	segs := res.Texts[text].Segments
	return pilcrow(segs[sp.Start].Paragraph, segs[sp.End-1].Paragraph)
}

// pilcrow names paragraphs by number, from 1.
func pilcrow(first, last int) string {
	if first == last {
		return fmt.Sprintf("¶%d", first+1)
	}
	return fmt.Sprintf("¶%d–%d", first+1, last+1)
}

func (s *streams) rowTable(res *job.Result) {
	t := table{head: []string{"row", "conf"}, right: []bool{true, true}, flexible: []bool{false, false}, blank: true}
	for _, l := range res.Langs() {
		t.head, t.flexible = append(t.head, l), append(t.flexible, true)
	}
	for i, b := range res.Beads {
		row := []string{fmt.Sprint(i + 1), fmt.Sprintf("%.2f", b.Confidence)}
		for k := range res.Texts {
			text := cell(res, i, k)
			if text == "" {
				text = "—"
			} else {
				text = paragraphs(res, i, k) + " " + text
			}
			row = append(row, text)
		}
		t.rows = append(t.rows, row)
	}
	t.print(s)
}

func (s *streams) rowTSV(res *job.Result) {
	head := []string{"row", "confidence"}
	for _, l := range res.Langs() {
		head = append(head, l, l+" paragraph")
	}
	s.printf("%s\n", strings.Join(head, "\t"))
	for i, b := range res.Beads {
		row := []string{fmt.Sprint(i + 1), fmt.Sprintf("%.3f", b.Confidence)}
		for k := range res.Texts {
			row = append(row, cell(res, i, k), strings.TrimPrefix(paragraphs(res, i, k), "¶"))
		}
		s.printf("%s\n", strings.Join(row, "\t"))
	}
}

// checksShown and gapsShown keep the summary to one screen.
const (
	checksShown = 5
	gapsShown   = 8
)

// summaryText says what a person wants to know of an alignment.
func (s *streams) summaryText(res *job.Result, stored *tm.Stored, took time.Duration) string {
	var b strings.Builder
	sum := res.Summary()
	fmt.Fprintf(&b, "%s   %s sentences   %.2f s\n", s.paint(bold, clean(res.Name)), sentences(res), took.Seconds())
	fmt.Fprintf(&b, "  rows %s   %s\n", thousands(sum.Rows), coverage(sum, len(res.Texts)))
	s.checkText(&b, sum)
	s.gapText(&b, res, sum)
	for _, t := range res.Texts {
		if t.Encoding != "" && t.Encoding != "UTF-8" {
			fmt.Fprintf(&b, "  read as %s: %s\n", t.Encoding, t.Path)
		}
	}
	s.storedText(&b, res, stored)
	return b.String()
}

// sentences counts those of each text: "zh 75 · en 83".
func sentences(res *job.Result) string {
	var counts []string
	for _, t := range res.Texts {
		counts = append(counts, fmt.Sprintf("%s %s", t.Lang, thousands(len(t.Segments))))
	}
	return strings.Join(counts, " · ")
}

func coverage(sum job.Summary, langs int) string {
	percent := func(n int) string {
		if sum.Rows == 0 {
			return "0"
		}
		return fmt.Sprintf("%s (%.0f %%)", thousands(n), 100*float64(n)/float64(sum.Rows))
	}
	if langs == 2 {
		return fmt.Sprintf("both languages %s · one %d", percent(sum.Complete), sum.Single)
	}
	return fmt.Sprintf("all three languages %s · two %d · one %d", percent(sum.Complete), sum.Partial, sum.Single)
}

func (s *streams) checkText(b *strings.Builder, sum job.Summary) {
	if len(sum.Check) == 0 {
		fmt.Fprintf(b, "  to check: none below %.2f\n", job.CheckBelow)
		return
	}
	fmt.Fprintf(b, "  to check: %s\n", plural(len(sum.Check), "row"))
	for i, c := range sum.Check {
		if i == checksShown {
			fmt.Fprintf(b, "    … and %d more (--format table shows all)\n", len(sum.Check)-i)
			break
		}
		why := strings.Join(c.Reasons, "; ")
		if why == "" {
			why = "little evidence"
		}
		fmt.Fprintf(b, "    row %d  %.2f  %s\n", c.Row, c.Confidence, why)
	}
}

func (s *streams) gapText(b *strings.Builder, res *job.Result, sum job.Summary) {
	for i, g := range sum.Gaps {
		if i == gapsShown {
			fmt.Fprintf(b, "  … and %d more gaps\n", len(sum.Gaps)-i)
			return
		}
		t := res.Texts[g.Text]
		var lacking []string
		for _, k := range g.Lacking {
			lacking = append(lacking, string(res.Texts[k].Lang))
		}
		fmt.Fprintf(b, "  absent in %s: %s %s (%s) %s\n", strings.Join(lacking, " and "), t.Lang,
			pilcrow(g.Paragraphs[0], g.Paragraphs[1]), plural(g.Segments[1]-g.Segments[0], "sentence"),
			quote(excerpt(t.SegmentText(g.Segments[0]), 40)))
	}
}

func (s *streams) storedText(b *strings.Builder, res *job.Result, stored *tm.Stored) {
	if stored == nil {
		fmt.Fprintf(b, "Dry run: nothing stored.\n")
		return
	}
	where := s.settings.memory.value
	switch stored.Outcome {
	case tm.Unchanged:
		fmt.Fprintf(b, "Nothing to do: %s holds this version of %s already.\n", where, clean(res.Name))
	case tm.Replaced:
		fmt.Fprintf(b, "Stored in %s: %s, in place of the earlier version.\n", where, plural(stored.Units, "unit"))
	default:
		fmt.Fprintf(b, "Stored in %s: %s.\n", where, plural(stored.Units, "unit"))
	}
	fmt.Fprintf(b, "Next: dragoman lookup PHRASE · dragoman export -o memory.tmx\n")
}

// excerpt is the beginning of a text, at most n columns wide.
func excerpt(text string, n int) string {
	text = clean(text)
	if cellWidth(text) <= n {
		return text
	}
	lines := wrap(text, n)
	return lines[0] + "…"
}
