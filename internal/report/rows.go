package report

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"dragoman/internal/job"
)

// How many rows the page lists. A thousand trilingual rows of a resolution
// are about 1.3 MB of HTML.
const (
	listAll  = 2000 // all of them up to here
	listMost = 1000 // beyond, that many of those worth a look, with their neighbours
	listEnds = 5    // and the first and last ones, for orientation
	// mostChecks and mostGaps are how many lines the tables show.
	mostChecks = 300
	mostGaps   = 200
	// mostText is how much of a segment the list shows, in characters.
	mostText = 1200
	// mostShapes is how many kinds of rows are counted by name.
	mostShapes = 12
)

// A figure is a number with its name.
type figure struct{ Name, Value string }

type textFigures struct {
	Lang, Code, File                 string
	Paragraphs, Segments, Characters int
	Shares                           []figure // sentences with a counterpart, by language
}

type checkTable struct {
	Rows  []checkRow
	Pairs []string // heads of the columns with the pairs' confidences
	More  int
}

type checkRow struct {
	Link       link
	Confidence string
	Pairs      []string
	Reasons    []string
}

type gapTable struct {
	Rows []gapRow
	More int
}

type gapRow struct {
	First, Last link
	Words       string
	Sentences   int
}

type rowList struct {
	Heads []figure // language: name and HTML tag
	Rows  []listRow
	Cut   bool
	Shown int
	Total int
}

type listRow struct {
	Number     int
	Skipped    string // rows left out before this one
	Confidence string
	Low        bool
	Reasons    []string
	Cells      []listCell
}

type listCell struct {
	Lang       string
	Paragraphs string
	Segments   []string
}

func (v *view) findChecks() {
	for _, c := range v.sum.Check {
		v.want(c.Row-1, "")
	}
}

func (v *view) findGaps() {
	for _, g := range v.sum.Gaps {
		v.want(g.Rows[0]-1, "")
		v.want(g.Rows[1]-1, "")
	}
}

// chooseRows decides which rows are listed.
func (v *view) chooseRows() {
	n := len(v.listed)
	if n <= listAll {
		for i := range v.listed {
			v.listed[i] = true
		}
		return
	}
	left := listMost
	add := func(i int) {
		if i >= 0 && i < n && !v.listed[i] {
			v.listed[i] = true
			left--
		}
	}
	for i := range listEnds {
		add(i)
		add(n - 1 - i)
	}
	for _, i := range v.wanted {
		if left < 3 {
			return
		}
		add(i)
		add(i - 1)
		add(i + 1)
	}
}

func (v *view) rowList() rowList {
	l := rowList{Total: len(v.res.Beads)}
	for _, t := range v.res.Texts {
		l.Heads = append(l.Heads, figure{t.Lang.Name(), htmlLang(string(t.Lang))})
	}
	next := 0
	for i := range v.res.Beads {
		if !v.listed[i] {
			continue
		}
		r := v.listRow(i)
		if next < i {
			r.Skipped = numbered("row", next+1, i)
		}
		next = i + 1
		l.Rows = append(l.Rows, r)
	}
	l.Shown = len(l.Rows)
	l.Cut = l.Shown < l.Total
	return l
}

func (v *view) listRow(i int) listRow {
	b := v.res.Beads[i]
	r := listRow{Number: i + 1, Confidence: two(confidence(b)), Low: !v.single(i) && b.Confidence < job.CheckBelow}
	if r.Low {
		r.Reasons = append(r.Reasons, b.Reasons...)
	}
	for _, n := range v.notes[i] {
		if !slices.Contains(r.Reasons, n) {
			r.Reasons = append(r.Reasons, n)
		}
	}
	for k, t := range v.res.Texts {
		c := listCell{Lang: htmlLang(string(t.Lang)), Paragraphs: v.paragraphs(i, k)}
		for s := b.Spans[k].Start; s < b.Spans[k].End; s++ {
			c.Segments = append(c.Segments, shorten(t.SegmentText(s)))
		}
		r.Cells = append(r.Cells, c)
	}
	return r
}

// htmlLang names a language so that a browser chooses the right glyphs: Han
// characters differ between Chinese and Japanese fonts.
func htmlLang(code string) string {
	if code == "zh" {
		return "zh-Hans"
	}
	return code
}

// paragraphs says where row i stands in text k: "¶3", "¶3–4".
func (v *view) paragraphs(i, k int) string {
	sp := v.res.Beads[i].Spans[k]
	if sp.Len() == 0 {
		return ""
	}
	segs := v.res.Texts[k].Segments
	return "¶" + span(segs[sp.Start].Paragraph+1, segs[sp.End-1].Paragraph+1)
}

// shorten cuts a segment that would fill the page, and says so.
func shorten(s string) string {
	if len(s) <= mostText {
		return s
	}
	n := 0
	for i := range s {
		if n == mostText {
			return s[:i] + " … (" + plural(len([]rune(s[i:])), "character") + " more)"
		}
		n++
	}
	return s
}

func (v *view) checkTable() checkTable {
	var t checkTable
	if len(v.pairs) > 1 {
		for _, p := range v.pairs {
			t.Pairs = append(t.Pairs, v.name(p))
		}
	}
	checks := v.sum.Check
	t.More = max(0, len(checks)-mostChecks)
	known := false
	for _, c := range checks[:len(checks)-t.More] {
		r := checkRow{Link: v.link(c.Row - 1), Confidence: two(probability(c.Confidence)), Reasons: c.Reasons}
		for p := range t.Pairs {
			s := "–"
			if x, ok := v.pairConfidence(c.Row-1, p); ok {
				s, known = two(x), true
			}
			r.Pairs = append(r.Pairs, s)
		}
		t.Rows = append(t.Rows, r)
	}
	if !known {
		t.Pairs = nil
		for i := range t.Rows {
			t.Rows[i].Pairs = nil
		}
	}
	return t
}

// gapTable lists what some languages lack, longest first where not all fits,
// and always in reading order.
func (v *view) gapTable() gapTable {
	gaps := slices.Clone(v.sum.Gaps)
	t := gapTable{More: max(0, len(gaps)-mostGaps)}
	if t.More > 0 {
		slices.SortStableFunc(gaps, func(a, b job.Gap) int {
			return cmp.Compare(b.Segments[1]-b.Segments[0], a.Segments[1]-a.Segments[0])
		})
		gaps = gaps[:mostGaps]
		slices.SortStableFunc(gaps, func(a, b job.Gap) int { return cmp.Compare(a.Rows[0], b.Rows[0]) })
	}
	for _, g := range gaps {
		lacking := make([]string, len(g.Lacking))
		for i, k := range g.Lacking {
			lacking[i] = v.code(k)
		}
		r := gapRow{First: v.link(g.Rows[0] - 1), Last: v.link(g.Rows[1] - 1), Sentences: g.Segments[1] - g.Segments[0]}
		if g.Rows[0] == g.Rows[1] {
			r.Last = link{}
		}
		r.Words = fmt.Sprintf("%s ¶%s has no counterpart in %s", v.code(g.Text),
			span(g.Paragraphs[0]+1, g.Paragraphs[1]+1), strings.Join(lacking, " and "))
		t.Rows = append(t.Rows, r)
	}
	return t
}

func (v *view) textFigures() []textFigures {
	out := make([]textFigures, len(v.res.Texts))
	for k, t := range v.res.Texts {
		f := textFigures{
			Lang: t.Lang.Name(), Code: v.code(k), File: filepath.Base(t.Path),
			Paragraphs: len(t.Paragraphs), Segments: len(t.Segments),
		}
		for i := range v.res.Beads {
			f.Characters += v.characters(i, k)
		}
		for o := range v.res.Texts {
			if o == k {
				f.Shares = append(f.Shares, figure{v.code(o), ""})
				continue
			}
			n := 0
			for i, b := range v.res.Beads {
				if v.has(i, o) {
					n += b.Spans[k].Len()
				}
			}
			f.Shares = append(f.Shares, figure{v.code(o), percent(n, len(t.Segments))})
		}
		out[k] = f
	}
	return out
}

// figures are the numbers of the whole document.
func (v *view) figures(p *page, all []lengths) []figure {
	s := v.sum
	out := []figure{
		{"rows", whole(s.Rows)},
		{"in every language", whole(s.Complete) + " (" + percent(s.Complete, s.Rows) + ")"},
	}
	if len(v.res.Texts) > 2 {
		out = append(out, figure{"in two languages", whole(s.Partial)})
	}
	outliers := map[int]bool{}
	for _, l := range all {
		for _, o := range l.outliers {
			outliers[o.row] = true
		}
	}
	out = append(out,
		figure{"in one language", whole(s.Single)},
		figure{"to check", whole(len(s.Check)) + " (" + p.Confidence.Share + " of the linked rows)"},
		figure{"median confidence", p.Confidence.Median},
		figure{"sections without counterpart", whole(len(s.Gaps))},
		figure{"rows in another order", whole(p.Drift.NMoved)},
		figure{"rows of unusual length", whole(len(outliers))},
	)
	if p.Agreement != nil && p.Agreement.Known {
		out = append(out, figure{"rows on which pairs disagree", whole(p.Agreement.NDispute)})
	}
	return append(out, figure{"kinds of rows", v.shapes()})
}

// shapes counts the rows by how many sentences each language has in them:
// "1:1:1 ×62".
func (v *view) shapes() string {
	counts := map[string]int{}
	var order []string
	for _, b := range v.res.Beads {
		parts := make([]string, len(b.Spans))
		for k, sp := range b.Spans {
			parts[k] = whole(sp.Len())
		}
		shape := strings.Join(parts, ":")
		if counts[shape] == 0 {
			order = append(order, shape)
		}
		counts[shape]++
	}
	slices.SortFunc(order, func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), strings.Compare(a, b))
	})
	var out []string
	for i, s := range order {
		if i == mostShapes {
			out = append(out, whole(len(order)-i)+" more kinds")
			break
		}
		out = append(out, s+" ×"+whole(counts[s]))
	}
	return strings.Join(out, ", ")
}
