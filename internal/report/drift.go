package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// Sizes of a drift panel, in pixels from its top.
const (
	driftHeight  = 110
	driftLanes   = driftHeight + 8 // the lanes of missing sections begin here
	laneHeight   = 9
	laneStep     = 14
	leastDrift   = 5 // sentences that the scale shows at least: a slip of one is no alarm
	movedCell    = 6 // axis units: of the moved rows closer than that one is drawn
	mostMoveRows = 40
)

type driftChart struct {
	Panels []driftPanel
	Moved  []movedRun // of all pairs, those of the same rows as one
	More   int        // moved runs that are not among them
	NMoved int        // rows that moved in any pair
}

type driftPanel struct {
	ID, Pair, A, B string
	Desc           string
	Empty          string // says why there is nothing to draw
	Line           string
	Zero           string
	Y              []tick
	X              []tick
	Only           [2]driftLane
	Dots           []dot
}

type driftLane struct {
	Name string
	Y    int
	Bars []bar
}

type dot struct {
	X, Y  string
	Title string
	Link  link
}

// movedRun is a run of neighbouring rows that pairs have in another order.
type movedRun struct {
	Pairs       string
	Rows        string
	Link        link
	first, last int
}

// findMoved finds, for each pair, the rows that stand in another order: the
// fewest that must be taken out for the rest to follow one another in both
// texts.
func (v *view) findMoved() [][]bool {
	out := make([][]bool, len(v.pairs))
	for p, pr := range v.pairs {
		out[p] = v.movedIn(pr)
	}
	for i := range v.res.Beads {
		var names []string
		for p, pr := range v.pairs {
			if out[p][i] {
				names = append(names, v.name(pr))
			}
		}
		if names != nil {
			v.want(i, "another order in "+strings.Join(names, ", "))
		}
	}
	return out
}

func (v *view) movedIn(pr pair) []bool {
	beads := v.res.Beads
	var rows []int
	for i := range beads {
		if v.linked(i, pr) {
			rows = append(rows, i)
		}
	}
	slices.SortStableFunc(rows, func(x, y int) int {
		return cmp.Compare(beads[x].Spans[pr.a].Start, beads[y].Spans[pr.a].Start)
	})
	starts := make([]int, len(rows))
	for i, r := range rows {
		starts[i] = beads[r].Spans[pr.b].Start
	}
	moved := make([]bool, len(beads))
	for i, stays := range increasing(starts) {
		moved[rows[i]] = !stays
	}
	return moved
}

// increasing marks a longest increasing subsequence, by patience sorting
// (Fredman 1975): n log n.
func increasing(xs []int) []bool {
	var tails []int // tails[k] is the index of the smallest end of a run of k+1
	before := make([]int, len(xs))
	for i, x := range xs {
		k, _ := slices.BinarySearchFunc(tails, x, func(t, x int) int { return cmp.Compare(xs[t], x) })
		before[i] = -1
		if k > 0 {
			before[i] = tails[k-1]
		}
		if k == len(tails) {
			tails = append(tails, i)
		} else {
			tails[k] = i
		}
	}
	in := make([]bool, len(xs))
	if len(tails) > 0 {
		for i := tails[len(tails)-1]; i >= 0; i = before[i] {
			in[i] = true
		}
	}
	return in
}

// drift is how far row i is from the straight line between the two ends of a
// pair, in sentences of the second text: positive where that one is ahead.
func (v *view) drift(i int, pr pair) float64 {
	a, b := v.res.Beads[i].Spans[pr.a], v.res.Beads[i].Spans[pr.b]
	na, nb := len(v.res.Texts[pr.a].Segments), len(v.res.Texts[pr.b].Segments)
	return (float64(b.Start+b.End) - float64(a.Start+a.End)*float64(nb)/float64(na)) / 2
}

func (v *view) drawDrift(moved [][]bool) driftChart {
	y := v.driftScale(moved)
	var c driftChart
	var runs []movedRun
	for p, pr := range v.pairs {
		panel := v.driftPanel(p, moved[p], y)
		mine := v.movedRuns(p, moved[p])
		panel.Dots = v.movedDots(mine, pr, y)
		c.Panels = append(c.Panels, panel)
		runs = append(runs, mine...)
	}
	runs = joinRuns(runs)
	c.Moved = runs[:min(len(runs), mostMoveRows)]
	c.More = len(runs) - len(c.Moved)
	for i := range v.res.Beads {
		if slices.ContainsFunc(moved, func(m []bool) bool { return m[i] }) {
			c.NMoved++
		}
	}
	return c
}

// joinRuns sorts runs and makes one of those that are the same rows.
func joinRuns(runs []movedRun) []movedRun {
	slices.SortStableFunc(runs, func(x, y movedRun) int {
		return cmp.Or(cmp.Compare(x.first, y.first), cmp.Compare(x.last, y.last))
	})
	var out []movedRun
	for _, r := range runs {
		if k := len(out) - 1; k >= 0 && out[k].first == r.first && out[k].last == r.last {
			out[k].Pairs += ", " + r.Pairs
			continue
		}
		out = append(out, r)
	}
	return out
}

// driftScale is the range of all panels, so that they can be compared. Rows
// that moved are left out of it: they would press the line flat.
type driftScale struct{ lo, hi, step float64 }

func (v *view) driftScale(moved [][]bool) driftScale {
	s := driftScale{lo: -leastDrift, hi: leastDrift}
	for p, pr := range v.pairs {
		for i := range v.res.Beads {
			if v.linked(i, pr) && !moved[p][i] {
				d := v.drift(i, pr)
				s.lo, s.hi = min(s.lo, d), max(s.hi, d)
			}
		}
	}
	s.step = niceStep((s.hi-s.lo)/4, 1)
	s.lo, s.hi = s.lo-s.step/5, s.hi+s.step/5
	return s
}

// y places a drift in a panel; up is ahead.
func (s driftScale) y(d float64) float64 { return (s.hi - d) / (s.hi - s.lo) * driftHeight }

func (s driftScale) ticks() []tick {
	var out []tick
	for k := math.Ceil(s.lo / s.step); k*s.step <= s.hi; k++ {
		label := "0"
		if n := int(math.Abs(k * s.step)); k > 0 {
			label = "+" + whole(n)
		} else if k < 0 {
			label = "−" + whole(n)
		}
		out = append(out, tick{At: num(s.y(k * s.step)), Label: label})
	}
	return out
}

func (v *view) driftPanel(p int, moved []bool, y driftScale) driftPanel {
	pr := v.pairs[p]
	d := driftPanel{
		ID: "drift" + whole(p+1), Pair: v.name(pr), A: v.code(pr.a), B: v.code(pr.b),
		Zero: num(y.y(0)), Y: y.ticks(), X: countTicks(len(v.res.Beads)),
	}
	for s, k := range []int{pr.a, pr.b} {
		other := pr.a + pr.b - k
		d.Only[s] = v.onlyLane(k, other, driftLanes+s*laneStep)
	}
	linked := 0
	var most float64
	mostAt := 0
	for i := range v.res.Beads {
		if v.linked(i, pr) {
			linked++
			if x := v.drift(i, pr); math.Abs(x) > math.Abs(most) {
				most, mostAt = x, i+1
			}
		}
	}
	if linked == 0 {
		d.Empty = "No row links " + v.code(pr.a) + " and " + v.code(pr.b) + "."
		d.Desc = d.Empty
		return d
	}
	d.Line = v.driftLine(pr, moved, y)
	d.Desc = fmt.Sprintf("%s linked. Farthest from the straight line: %.0f sentences, at row %s.",
		plural(linked, "row"), math.Abs(most), whole(mostAt))
	if mostAt == 0 {
		d.Desc = plural(linked, "row") + " linked, all on the straight line."
	}
	return d
}

// onlyLane shows the rows that have text k and lack the other.
func (v *view) onlyLane(k, other, y int) driftLane {
	lane := driftLane{Name: "only " + v.code(k), Y: y}
	n := len(v.res.Beads)
	for _, s := range stretches(n, func(i int) bool { return v.has(i, k) && !v.has(i, other) }) {
		b := s.bar(n, "miss")
		b.Title = fmt.Sprintf("%s: %s in %s, nothing in %s",
			numbered("row", s.from+1, s.to), plural(s.n, "row"), v.code(k), v.code(other))
		b.Link = v.link(s.from)
		lane.Bars = append(lane.Bars, b)
	}
	return lane
}

// driftLine joins the linked rows that did not move. Of the rows in one axis
// unit it keeps the first, the lowest, the highest and the last.
func (v *view) driftLine(pr pair, moved []bool, y driftScale) string {
	n := len(v.res.Beads)
	var b strings.Builder
	var xs, ys []float64 // of the axis unit at hand
	flush := func() {
		keep := []int{0, slices.Index(ys, slices.Min(ys)), slices.Index(ys, slices.Max(ys)), len(ys) - 1}
		slices.Sort(keep)
		for _, i := range slices.Compact(keep) {
			b.WriteString(map[bool]string{true: "M", false: "L"}[b.Len() == 0])
			b.WriteString(num(xs[i]) + " " + num(ys[i]))
		}
		xs, ys = xs[:0], ys[:0]
	}
	for i := range v.res.Beads {
		if !v.linked(i, pr) || moved[i] {
			continue
		}
		x := at(float64(i)+0.5, n)
		if len(xs) > 0 && int(x) != int(xs[0]) {
			flush()
		}
		xs, ys = append(xs, x), append(ys, y.y(v.drift(i, pr)))
	}
	if len(xs) > 0 {
		flush()
	}
	if !strings.Contains(b.String(), "L") && b.Len() > 0 {
		b.WriteString("h0") // a single row is a dot
	}
	return b.String()
}

func (v *view) movedRuns(p int, moved []bool) []movedRun {
	var out []movedRun
	for i, m := range moved {
		if !m {
			continue
		}
		if k := len(out) - 1; k >= 0 && out[k].last == i-1 {
			out[k].last = i
		} else {
			out = append(out, movedRun{Pairs: v.name(v.pairs[p]), Link: v.link(i), first: i, last: i})
		}
	}
	for i := range out {
		out[i].Rows = numbered("row", out[i].first+1, out[i].last+1)
	}
	return out
}

// movedDots marks each run of moved rows once, where its middle stands or at
// the edge of the panel on that side.
func (v *view) movedDots(runs []movedRun, pr pair, y driftScale) []dot {
	seen := map[[2]int]bool{}
	var out []dot
	for _, r := range runs {
		mid := (r.first + r.last) / 2
		d := v.drift(mid, pr)
		px := at(float64(mid)+0.5, len(v.res.Beads))
		py := y.y(max(y.lo, min(d, y.hi)))
		cell := [2]int{int(px) / movedCell, int(py) / movedCell}
		if seen[cell] {
			continue
		}
		seen[cell] = true
		words := fmt.Sprintf("%s: another order in %s, %.0f sentences from the straight line", r.Rows, r.Pairs, math.Abs(d))
		out = append(out, dot{num(px), num(py), words, r.Link})
	}
	return out
}
