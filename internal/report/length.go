package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"

	"dragoman/internal/job"
)

// A row is an outlier when its lengths are outlierAt robust standard
// deviations from the usual ratio, the cut-off of Iglewicz and Hoaglin (1993),
// and besides outlierTimes too long or too short: where a text is translated
// very evenly the first test alone would blame rows that look well.
const (
	outlierAt    = 3.5
	outlierTimes = 1.5
	// fewestLengths is how many rows it takes to know what is usual.
	fewestLengths = 12
	mostOutliers  = 15  // in words under a picture
	mostRings     = 150 // drawn in a picture
)

// Sizes of a scatter, in its own units.
const (
	scatterLeft, scatterTop = 46, 10
	scatterSide             = 270
	scatterCell             = 3 // points closer than that become one
)

type lengthChart struct {
	ID, Pair, A, B string
	Desc           string
	Empty          string
	Ratio          string
	X, Y           []tick
	Band, Middle   string
	Points         []pointLayer
	Rings          []dot
	Outliers       []outlierRow
	NOutliers      int
	More           int
	Enough         bool
}

// pointLayer is one path that draws all points of a kind.
type pointLayer struct{ Class, Path string }

type outlierRow struct {
	Link  link
	Words string
}

// lengths are the rows of a pair with their lengths, and what is usual.
type lengths struct {
	rows     []int
	la, lb   []float64
	ratio    float64 // of the second length to the first
	spread   float64 // of deviations, robust, in √characters
	outliers []outlier
}

type outlier struct {
	row    int
	la, lb float64
	z      float64 // robust standard deviations
	times  float64 // second length against the usual one
}

// characters counts what is not white space in the segments of a row.
func (v *view) characters(i, k int) int {
	n := 0
	sp := v.res.Beads[i].Spans[k]
	for s := sp.Start; s < sp.End; s++ {
		for _, r := range v.res.Texts[k].SegmentText(s) {
			if !unicode.IsSpace(r) {
				n++
			}
		}
	}
	return n
}

// findLengths measures every pair and finds its outliers, farthest first.
func (v *view) findLengths() []lengths {
	n := make([][]float64, len(v.res.Texts))
	for k := range n {
		n[k] = make([]float64, len(v.res.Beads))
		for i := range n[k] {
			n[k][i] = float64(v.characters(i, k))
		}
	}
	out := make([]lengths, len(v.pairs))
	for p, pr := range v.pairs {
		l := &out[p]
		for i := range v.res.Beads {
			if n[pr.a][i] > 0 && n[pr.b][i] > 0 {
				l.rows = append(l.rows, i)
				l.la, l.lb = append(l.la, n[pr.a][i]), append(l.lb, n[pr.b][i])
			}
		}
		l.fit()
		for _, o := range l.outliers {
			v.want(o.row, v.name(pr)+": "+times(o.times)+" the usual length")
		}
	}
	return out
}

// times writes a factor: "3.1 times", "0.25 times".
func times(x float64) string {
	if x < 1 {
		return fmt.Sprintf("%.2f times", x)
	}
	return fmt.Sprintf("%.1f times", x)
}

// fit finds the usual ratio, the usual spread and the outliers. As in Gale and
// Church (1993) the deviation of a length grows with the square root of it;
// medians stand in for means, so that outliers do not hide themselves.
func (l *lengths) fit() {
	if len(l.rows) == 0 {
		return
	}
	ratios := make([]float64, len(l.rows))
	for i := range ratios {
		ratios[i] = l.lb[i] / l.la[i]
	}
	l.ratio = median(ratios)
	if len(l.rows) < fewestLengths {
		return
	}
	off := make([]float64, len(l.rows))
	for i := range off {
		off[i] = math.Abs(l.deviation(l.la[i], l.lb[i]))
	}
	const normal = 1.4826 // median absolute deviation → standard deviation of a normal distribution
	l.spread = normal * median(off)
	for i, r := range l.rows {
		o := outlier{row: r, la: l.la[i], lb: l.lb[i], times: l.lb[i] / (l.ratio * l.la[i])}
		o.z = l.deviation(o.la, o.lb)
		far := math.Abs(o.z) > outlierAt*l.spread
		if far && max(o.times, 1/o.times) > outlierTimes {
			l.outliers = append(l.outliers, o)
		}
	}
	slices.SortStableFunc(l.outliers, func(x, y outlier) int { return cmp.Compare(math.Abs(y.z), math.Abs(x.z)) })
}

// deviation is how far two lengths are from the usual ratio, in √characters.
func (l *lengths) deviation(la, lb float64) float64 {
	return (lb - l.ratio*la) / math.Sqrt((l.ratio*la+lb)/2)
}

// edge is the length of the second side from which on a row is an outlier;
// sign tells which edge of the band.
func (l *lengths) edge(la, sign float64) float64 {
	t, mid := outlierAt*l.spread, l.ratio*la
	b := mid + t*t/4 + sign*t*math.Sqrt(t*t/16+mid)
	if sign > 0 {
		return max(b, mid*outlierTimes)
	}
	return min(b, mid/outlierTimes)
}

// median of a list that it may sort.
func median(xs []float64) float64 {
	slices.Sort(xs)
	n := len(xs)
	return (xs[(n-1)/2] + xs[n/2]) / 2
}

// logScale places lengths on a side of the scatter; both sides show the same
// number of powers of ten, so that an even ratio is a line of 45 degrees.
type logScale struct{ lo, span float64 }

func (s logScale) at(x float64) float64 {
	return (math.Log10(max(x, 1e-3)) - s.lo) / s.span * scatterSide
}

func (l *lengths) scales() (x, y logScale) {
	lo := [2]float64{math.Log10(slices.Min(l.la)), math.Log10(slices.Min(l.lb))}
	hi := [2]float64{math.Log10(slices.Max(l.la)), math.Log10(slices.Max(l.lb))}
	const margin = 0.06 // powers of ten around the outermost points
	span := max(hi[0]-lo[0], hi[1]-lo[1], 1) + 2*margin
	return logScale{(lo[0] + hi[0] - span) / 2, span}, logScale{(lo[1] + hi[1] - span) / 2, span}
}

// ticks labels 1, 3, 10, 30 …, as far as the scale goes, where place puts them.
func (s logScale) ticks(place func(float64) float64) []tick {
	var out []tick
	for e := math.Floor(s.lo); e <= s.lo+s.span; e++ {
		for _, f := range []float64{1, 3} {
			x := f * math.Pow(10, e)
			if p := s.at(x); x >= 1 && p >= 0 && p <= scatterSide {
				out = append(out, tick{At: num(place(x)), Label: whole(int(math.Round(x)))})
			}
		}
	}
	return out
}

func (v *view) drawLengths(all []lengths) []lengthChart {
	out := make([]lengthChart, len(all))
	for p := range all {
		out[p] = v.lengthChart(p, &all[p])
	}
	return out
}

func (v *view) lengthChart(p int, l *lengths) lengthChart {
	pr := v.pairs[p]
	c := lengthChart{ID: "length" + whole(p+1), Pair: v.name(pr), A: v.code(pr.a), B: v.code(pr.b)}
	if len(l.rows) == 0 {
		c.Empty = "No row links " + c.A + " and " + c.B + "."
		return c
	}
	sx, sy := l.scales()
	px := func(a float64) float64 { return scatterLeft + sx.at(a) }
	py := func(b float64) float64 { return scatterTop + scatterSide - sy.at(b) }
	c.X, c.Y = sx.ticks(px), sy.ticks(py)
	c.Ratio = fmt.Sprintf("%.2f", l.ratio)
	c.Enough = len(l.rows) >= fewestLengths
	c.Middle, c.Band = l.curves(sx, px, py)
	c.Points = v.points(l, px, py)
	v.addOutliers(&c, l, px, py)
	c.Desc = fmt.Sprintf("%s. Usually %s has %s times the characters of %s. %s.",
		plural(len(l.rows), "row"), c.B, c.Ratio, c.A, plural(c.NOutliers, "outlier"))
	return c
}

// addOutliers rings the outliers and lists the farthest.
func (v *view) addOutliers(c *lengthChart, l *lengths, px, py func(float64) float64) {
	c.NOutliers = len(l.outliers)
	c.More = max(0, c.NOutliers-mostOutliers)
	for i, o := range l.outliers {
		if i < mostRings {
			c.Rings = append(c.Rings, dot{num(px(o.la)), num(py(o.lb)), fmt.Sprintf("row %s: %s %.0f characters, %s %.0f; %s the usual length",
				whole(o.row+1), c.A, o.la, c.B, o.lb, times(o.times)), v.link(o.row)})
		}
		if i < mostOutliers {
			c.Outliers = append(c.Outliers, outlierRow{v.link(o.row), times(o.times)})
		}
	}
}

// curves draws the usual ratio and the band outside which outliers are.
func (l *lengths) curves(sx logScale, px, py func(float64) float64) (middle, band string) {
	const steps = 24
	var up, down, mid []string
	for i := range steps + 1 {
		a := math.Pow(10, sx.lo+sx.span*float64(i)/steps)
		point := func(b float64) string { return num(px(a)) + " " + num(py(b)) }
		mid = append(mid, point(l.ratio*a))
		up, down = append(up, point(l.edge(a, 1))), append(down, point(max(l.edge(a, -1), 1e-3)))
	}
	slices.Reverse(down)
	middle = "M" + mid[0] + "L" + mid[steps]
	if len(l.rows) >= fewestLengths {
		band = "M" + strings.Join(up, "L") + "L" + strings.Join(down, "L") + "Z"
	}
	return middle, band
}

// points draws every row, those close together as one bigger point; rows to
// check have layers of their own, above the others.
func (v *view) points(l *lengths, px, py func(float64) float64) []pointLayer {
	layers := []pointLayer{{Class: "p1"}, {Class: "p2"}, {Class: "p3"}, {Class: "p1 low"}, {Class: "p2 low"}, {Class: "p3 low"}}
	counts := [2]map[[2]int]int{{}, {}}
	var order [2][][2]int
	for i, r := range l.rows {
		low := 0
		if confidence(v.res.Beads[r]) < job.CheckBelow {
			low = 1
		}
		cell := [2]int{int(px(l.la[i]) / scatterCell), int(py(l.lb[i]) / scatterCell)}
		if counts[low][cell] == 0 {
			order[low] = append(order[low], cell)
		}
		counts[low][cell]++
	}
	paths := make([]strings.Builder, len(layers))
	for low, cells := range order {
		for _, cell := range cells {
			size := 0
			switch n := counts[low][cell]; {
			case n > 8:
				size = 2
			case n > 2:
				size = 1
			}
			fmt.Fprintf(&paths[3*low+size], "M%s %sh0", num((float64(cell[0])+0.5)*scatterCell), num((float64(cell[1])+0.5)*scatterCell))
		}
	}
	for i := range layers {
		layers[i].Path = paths[i].String()
	}
	return slices.DeleteFunc(layers, func(l pointLayer) bool { return l.Path == "" })
}
