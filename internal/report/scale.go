package report

import (
	"math"
	"strconv"

	"dragoman/internal/job"
)

// Pictures with an axis of rows or paragraphs are drawn on a strip of axis
// units that the browser stretches to the width of the window, so that their
// text stays the same size on every screen.
const (
	axisUnits = 1000 // about one unit a pixel on a laptop
	// mergeBelow is the distance in axis units under which two bars become one:
	// at most 1000/(2+bar) of them are drawn however long the document is.
	mergeBelow = 2
)

// A bar is a rectangle on a strip.
type bar struct {
	X, W  string // axis units
	Class string
	Title string
	Link  link
}

// A stretch is a run of units on an axis, half-open, n of which are meant.
type stretch struct{ from, to, n int }

// stretches finds the runs of units for which is holds, and joins those that
// would be drawn as one.
func stretches(total int, is func(i int) bool) []stretch {
	var out []stretch
	for i := range total {
		if !is(i) {
			continue
		}
		if k := len(out) - 1; k >= 0 && (out[k].to == i || (i-out[k].to)*axisUnits < mergeBelow*total) {
			out[k].to = i + 1
			out[k].n++
			continue
		}
		out = append(out, stretch{i, i + 1, 1})
	}
	return out
}

// at places unit i of total on the strip.
func at(i float64, total int) float64 { return i / float64(max(total, 1)) * axisUnits }

// bar draws a stretch; the caller gives it a meaning.
func (s stretch) bar(total int, class string) bar {
	from, to := at(float64(s.from), total), at(float64(s.to), total)
	return bar{X: num(from), W: num(to - from), Class: class}
}

// A tick is a label on an axis.
type tick struct {
	At     string // share of the width or axis units, as the picture has it
	Label  string
	Anchor string
}

// mostTicks is how many labels an axis has room for on a narrow screen.
const mostTicks = 10

// countTicks labels the units of a strip that are counted from 1, in the
// middle of each, in percent of its width.
func countTicks(total int) []tick {
	if total == 0 {
		return nil
	}
	step := niceStep(float64(total)/mostTicks, 1)
	units := []int{1}
	for u := int(step); u < total; u += int(step) {
		if u > 1 && float64(u) > step/2 && float64(total-u) > step/2 {
			units = append(units, u)
		}
	}
	if total > 1 {
		units = append(units, total)
	}
	out := make([]tick, len(units))
	for i, u := range units {
		pos := (float64(u) - 0.5) / float64(total) * 100
		anchor := "middle"
		switch {
		case pos < 2:
			anchor, pos = "start", 0
		case pos > 98:
			anchor, pos = "end", 100
		}
		out[i] = tick{num(pos) + "%", whole(u), anchor}
	}
	return out
}

// niceStep is the smallest of 1, 2, 5, 10, 20 … that is at least x and least.
func niceStep(x, least float64) float64 {
	x = max(x, least)
	power := math.Pow(10, math.Floor(math.Log10(x)))
	for _, f := range []float64{1, 2, 5, 10} {
		if f*power >= x*(1-1e-9) {
			return f * power
		}
	}
	return 10 * power
}

// num writes a coordinate with as few characters as a tenth of a unit needs.
func num(x float64) string {
	x = math.Round(x*10) / 10
	if x == 0 {
		x = 0 // no minus zero
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

// whole writes a count, with commas from five digits on.
func whole(n int) string {
	s := strconv.Itoa(n)
	if n < 10000 {
		return s
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// plural counts things in words.
func plural(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return whole(n) + " " + thing + "s"
}

// decimal writes a confidence threshold.
func decimal(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// two writes a confidence as everywhere on the page. One just below the line
// is not rounded up onto it: "0.70, to check" would look like a mistake.
func two(x float64) string {
	s := strconv.FormatFloat(x, 'f', 2, 64)
	for _, line := range []float64{doubtBelow, job.CheckBelow} {
		if x < line && s == strconv.FormatFloat(line, 'f', 2, 64) {
			return strconv.FormatFloat(x-0.005, 'f', 2, 64)
		}
	}
	return s
}

// percent writes a share; one that is not whole is never shown as 0 or 100%.
func percent(n, of int) string {
	switch {
	case of == 0:
		return "–"
	case n == of:
		return "100%"
	case n == 0:
		return "0%"
	}
	x := 100 * float64(n) / float64(of)
	if x < 10 || x > 90 {
		x = min(max(math.Round(x*10)/10, 0.1), 99.9)
		return strconv.FormatFloat(x, 'f', 1, 64) + "%"
	}
	return strconv.FormatFloat(x, 'f', 0, 64) + "%"
}

// span writes a run of rows or paragraphs, from 1.
func span(first, last int) string {
	if first == last {
		return whole(first)
	}
	return whole(first) + "–" + whole(last)
}

// numbered is a span with its noun: "row 5", "rows 5–9".
func numbered(thing string, first, last int) string {
	if first != last {
		thing += "s"
	}
	return thing + " " + span(first, last)
}
