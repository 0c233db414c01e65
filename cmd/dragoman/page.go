package main

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"

	"dragoman/internal/job"
)

//go:embed page.html
var pageSource string

// pageCell is one language's side of a row.
type pageCell struct {
	Lang       string // as HTML names it
	Paragraphs string
	Segments   []string
}

type pageRow struct {
	Number     int
	Confidence string
	Low        bool
	Level      int // confidence in tenths, for the meter
	Reasons    []string
	Cells      []pageCell
}

// htmlLang names a language so that a browser chooses the right glyphs: Han
// characters differ between Chinese and Japanese fonts.
func htmlLang(code string) string {
	if code == "zh" {
		return "zh-Hans"
	}
	return code
}

// writePage writes the rows as one self-contained side-by-side page.
func writePage(w io.Writer, res *job.Result) error {
	page, err := template.New("page").Parse(pageSource)
	if err != nil {
		return err
	}
	var langs []pageCell
	for _, t := range res.Texts {
		langs = append(langs, pageCell{Lang: htmlLang(string(t.Lang)), Paragraphs: t.Lang.Name()})
	}
	rows := make([]pageRow, len(res.Beads))
	for i, b := range res.Beads {
		rows[i] = pageRow{
			Number: i + 1, Confidence: fmt.Sprintf("%.2f", b.Confidence), Low: b.Confidence < job.CheckBelow,
			Level: int(b.Confidence*10 + 0.5), Reasons: b.Reasons,
		}
		for k, t := range res.Texts {
			c := pageCell{Lang: htmlLang(string(t.Lang)), Paragraphs: paragraphs(res, i, k)}
			for j := b.Spans[k].Start; j < b.Spans[k].End; j++ {
				c.Segments = append(c.Segments, t.SegmentText(j))
			}
			rows[i].Cells = append(rows[i].Cells, c)
		}
	}
	return page.Execute(w, struct {
		Title   string
		Langs   []pageCell
		Rows    []pageRow
		Summary job.Summary
	}{res.Name, langs, rows, res.Summary()})
}
