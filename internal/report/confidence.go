package report

import (
	"fmt"
	"math"
	"strings"

	"dragoman/internal/job"
)

const bins = 10

// Sizes of the histogram in its own units.
const (
	histLeft, histTop   = 14, 26
	histStep, histWidth = 46, 38
	histHeight          = 180
)

type confidenceChart struct {
	Desc    string
	Bins    []histBin
	Edges   []tick
	CheckX  string
	Counted int // rows that pair something
	Check   int
	Share   string
	Single  int
	Median  string
}

type histBin struct {
	X, Y, H string
	Mid     string
	Label   string
	Class   string
	Title   string
}

// bin tells which tenth a confidence falls into, by comparing with the very
// numbers that thresholds are written as: 0.7*10 in floating point is not a
// safe test for "below 0.7".
func bin(c float64) int {
	b := bins - 1
	for b > 0 && c < float64(b)/bins {
		b--
	}
	return b
}

// drawConfidence counts the rows that pair something: a row of one language
// has no link to be confident of.
func (v *view) drawConfidence() confidenceChart {
	var counts [bins]int
	var all []float64
	for i, b := range v.res.Beads {
		if !v.single(i) {
			counts[bin(confidence(b))]++
			all = append(all, confidence(b))
		}
	}
	c := confidenceChart{
		Counted: len(all), Check: len(v.sum.Check), Share: percent(len(v.sum.Check), len(all)),
		Single: v.sum.Single, Median: "–",
		CheckX: num(histLeft + job.CheckBelow*bins*histStep),
	}
	if len(all) > 0 {
		c.Median = two(median(all))
	}
	most := 1
	for _, n := range counts {
		most = max(most, n)
	}
	var words []string
	for i, n := range counts {
		lo, hi := float64(i)/bins, float64(i+1)/bins
		x := float64(histLeft + i*histStep)
		h := math.Sqrt(float64(n)/float64(most)) * histHeight
		b := histBin{
			X: num(x + (histStep-histWidth)/2), Y: num(histTop + histHeight - h), H: num(h),
			Mid: num(x + histStep/2), Class: "ok", Label: whole(n),
			Title: fmt.Sprintf("%s to %s: %s", decimal(lo), decimal(hi), plural(n, "row")),
		}
		if lo < job.CheckBelow {
			b.Class = "low"
		}
		words = append(words, b.Title)
		c.Bins = append(c.Bins, b)
		c.Edges = append(c.Edges, tick{At: num(x), Label: decimal(lo)})
	}
	c.Edges = append(c.Edges, tick{At: num(histLeft + bins*histStep), Label: "1"})
	c.Desc = strings.Join(words, "; ") + "."
	return c
}
