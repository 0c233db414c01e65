package report

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"dragoman/align"
	"dragoman/internal/document"
	"dragoman/internal/job"
	"dragoman/internal/lang"
)

const data = "../../data"

// statement aligns the sample document.
func statement(t testing.TB, names ...string) *job.Result {
	t.Helper()
	req := job.Request{Name: "statement"}
	for _, n := range names {
		req.Paths = append(req.Paths, filepath.Join(data, "statement", n+".txt"))
	}
	res, err := job.Align(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func write(t testing.TB, res *job.Result) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, res); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// builder makes results by hand: every row appends sentences to the texts.
type builder struct{ res job.Result }

func build(name string, langs ...lang.Code) *builder {
	b := &builder{job.Result{Name: name}}
	for _, l := range langs {
		b.res.Texts = append(b.res.Texts, job.Text{Text: &document.Text{Lang: l, Path: "/home/somebody/" + string(l) + ".txt", Encoding: "UTF-8"}})
	}
	return b
}

// row adds a row; each side is a list of sentences, all of one new paragraph.
func (b *builder) row(confidence float64, pairs []float64, sides ...[]string) *align.Bead {
	bead := align.Bead{Confidence: confidence, Pairs: pairs}
	for k, side := range sides {
		t := &b.res.Texts[k]
		sp := align.Span{Start: len(t.Segments)}
		if len(side) > 0 {
			p := document.Paragraph{Offset: -1}
			for _, s := range side {
				if p.Text != "" {
					p.Text += " "
				}
				t.Segments = append(t.Segments, job.Segment{Paragraph: len(t.Paragraphs), Start: len(p.Text), End: len(p.Text) + len(s)})
				p.Text += s
			}
			t.Paragraphs = append(t.Paragraphs, p)
		}
		sp.End = len(t.Segments)
		bead.Spans = append(bead.Spans, sp)
	}
	b.res.Beads = append(b.res.Beads, bead)
	return &b.res.Beads[len(b.res.Beads)-1]
}

// swap exchanges the spans of two rows in text k: they cross.
func (b *builder) swap(i, j, k int) {
	x, y := &b.res.Beads[i].Spans[k], &b.res.Beads[j].Spans[k]
	*x, *y = *y, *x
}

// synthetic is a long document with everything a real one has: merged
// sentences, omissions of every length, moved rows, doubts, wrong lengths.
func synthetic(rows int) *job.Result {
	r := rand.New(rand.NewPCG(1, 2))
	b := build("A/RES/78/241", lang.Chinese, lang.English, lang.Russian)
	text := func(unit string, n float64) string {
		return strings.Repeat(unit, max(1, int(n)/len([]rune(unit))))
	}
	gap := 0
	for i := range rows {
		n := 20 * (1 + r.ExpFloat64()*2)
		noise := func() float64 { return 1 + r.NormFloat64()*0.12 }
		zh, en, ru := []string{text("各国应当遵守", n*noise()*0.5)}, []string{text("States shall comply ", n*noise()*1.6)}, []string{text("Государства соблюдают ", n*noise()*1.8)}
		c := 1 - r.Float64()*r.Float64()*0.35
		pairs := []float64{c, min(1, c+0.02), min(1, c+0.03)}
		switch k := r.IntN(1000); {
		case gap > 0:
			zh, gap = nil, gap-1
		case k < 3:
			gap = r.IntN(rows / 100)
		case k < 30:
			en = append(en, text("and shall report ", n))
		case k < 36:
			ru = nil
		case k < 40:
			en[0] += text(" whereas the Conference", n*6)
			c, pairs = 0.3, []float64{0.2, 0.9, 0.25}
		case k < 44:
			c, pairs = 0.5, []float64{0.9, 0.4, 0.6}
		}
		b.row(c, pairs, zh, en, ru).Reasons = []string{fmt.Sprintf("%d missing in ru", i)}
	}
	for i := 100; i+200 < rows; i += rows / 5 {
		for j := range 3 {
			b.swap(i+j, i+60+j, 2)
		}
	}
	return &b.res
}
