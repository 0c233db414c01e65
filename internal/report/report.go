package report

import (
	_ "embed"
	"html/template"
	"io"

	"dragoman/align"
	"dragoman/internal/job"
)

//go:embed report.html
var pageSource string

// Write writes the report of an aligned document as one HTML page that needs
// nothing beside itself: no script, no font, no address to fetch.
func Write(w io.Writer, res *job.Result) error {
	page, err := template.New("report").Funcs(template.FuncMap{"count": whole}).Parse(pageSource)
	if err != nil {
		return err
	}
	return page.Execute(w, newPage(res))
}

// page is what the template shows.
type page struct {
	Title, Date string
	Texts       []textFigures
	Summary     job.Summary
	CheckBelow  string
	Drift       driftChart
	Confidence  confidenceChart
	Lengths     []lengthChart
	Coverage    []coverageChart
	Agreement   *agreementChart // nil for two texts
	Figures     []figure
	Checks      checkTable
	Gaps        gapTable
	List        rowList
	Columns     int // of the list of rows
}

// newPage looks for everything worth showing first: what is found decides
// which rows are listed, and only a listed row can be linked to.
func newPage(res *job.Result) *page {
	v := newView(res)
	v.findChecks()
	disputes := v.findDisputes()
	lengths := v.findLengths()
	moved := v.findMoved()
	v.findGaps()
	v.chooseRows()
	p := &page{
		Title: res.Name, Date: res.Date, Summary: v.sum, CheckBelow: decimal(job.CheckBelow),
		Texts:      v.textFigures(),
		Drift:      v.drawDrift(moved),
		Confidence: v.drawConfidence(),
		Lengths:    v.drawLengths(lengths),
		Coverage:   v.drawCoverage(),
		Checks:     v.checkTable(),
		Gaps:       v.gapTable(),
		List:       v.rowList(),
		Columns:    len(res.Texts) + 1,
	}
	if len(res.Texts) == 3 {
		p.Agreement = v.drawAgreement(disputes)
	}
	p.Figures = v.figures(p, lengths)
	return p
}

// A pair is two texts, as indexes into Result.Texts.
type pair struct{ a, b int }

// pairsOf lists the pairs of n texts in the order of align.Bead.Pairs.
func pairsOf(n int) []pair {
	var out []pair
	for a := range n {
		for b := a + 1; b < n; b++ {
			out = append(out, pair{a, b})
		}
	}
	return out
}

// view is a result with what is worked out of it on the way to the page.
type view struct {
	res    *job.Result
	sum    job.Summary
	pairs  []pair
	wanted []int            // rows worth listing, 0-based, most urgent first, with repetitions
	notes  map[int][]string // what the pictures found in a row
	listed []bool
}

func newView(res *job.Result) *view {
	return &view{
		res: res, sum: res.Summary(), pairs: pairsOf(len(res.Texts)),
		notes: map[int][]string{}, listed: make([]bool, len(res.Beads)),
	}
}

// code names text k in labels.
func (v *view) code(k int) string {
	if c := v.res.Texts[k].Lang; c != "" {
		return string(c)
	}
	return "text " + whole(k+1)
}

// name names a pair in labels: "zh–en".
func (v *view) name(p pair) string { return v.code(p.a) + "–" + v.code(p.b) }

// has tells whether row i has text k.
func (v *view) has(i, k int) bool { return v.res.Beads[i].Spans[k].Len() > 0 }

// linked tells whether row i has both texts of a pair.
func (v *view) linked(i int, p pair) bool { return v.has(i, p.a) && v.has(i, p.b) }

// single tells whether row i has one text only.
func (v *view) single(i int) bool {
	n := 0
	for k := range v.res.Texts {
		if v.has(i, k) {
			n++
		}
	}
	return n < 2
}

// want puts row i among those to be listed, with a note unless it is empty.
func (v *view) want(i int, note string) {
	v.wanted = append(v.wanted, i)
	if note != "" {
		v.notes[i] = append(v.notes[i], note)
	}
}

// link is a row as the page mentions it: with an address if it is listed.
type link struct {
	Row  int // from 1; 0 is no row
	Href bool
}

// link refers to row i, 0-based.
func (v *view) link(i int) link {
	if i < 0 || i >= len(v.listed) {
		return link{}
	}
	return link{i + 1, v.listed[i]}
}

// probability is a confidence as the pictures take it: between 0 and 1
// whatever the bead says.
func probability(x float64) float64 {
	if !(x > 0) { // NaN too
		return 0
	}
	return min(x, 1)
}

func confidence(b align.Bead) float64 { return probability(b.Confidence) }
