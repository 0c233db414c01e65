package report

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dragoman/internal/job"
	"dragoman/internal/lang"
)

// TestBin puts every confidence into the tenth it is written as, and none
// below the line into a bin that is not.
func TestBin(t *testing.T) {
	for _, c := range []struct {
		x    float64
		want int
	}{{0, 0}, {0.09999, 0}, {0.1, 1}, {0.3, 3}, {0.6, 6}, {0.7, 7}, {math.Nextafter(0.7, 0), 6}, {0.99, 9}, {1, 9}} {
		if got := bin(c.x); got != c.want {
			t.Errorf("%v is in bin %d, want %d", c.x, got, c.want)
		}
	}
}

// TestIncreasing compares the length with the plain quadratic way.
func TestIncreasing(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		xs := make([]int, r.IntN(12))
		for i := range xs {
			xs[i] = r.IntN(15)
		}
		best := make([]int, len(xs))
		longest := 0
		for i := range xs {
			best[i] = 1
			for j := range i {
				if xs[j] < xs[i] {
					best[i] = max(best[i], best[j]+1)
				}
			}
			longest = max(longest, best[i])
		}
		var kept []int
		for i, in := range increasing(xs) {
			if in {
				kept = append(kept, xs[i])
			}
		}
		if len(kept) != longest {
			t.Fatalf("%v: %v kept, %d can be", xs, kept, longest)
		}
		for i := 1; i < len(kept); i++ {
			if kept[i-1] >= kept[i] {
				t.Fatalf("%v: %v does not increase", xs, kept)
			}
		}
	}
}

func TestStretches(t *testing.T) {
	run := func(total int, units ...int) []stretch {
		return stretches(total, func(i int) bool { return slices.Contains(units, i) })
	}
	if got := run(10, 0, 1, 2, 5, 9); !slices.Equal(got, []stretch{{0, 3, 3}, {5, 6, 1}, {9, 10, 1}}) {
		t.Errorf("short: %v", got)
	}
	// Of 10,000 units twenty are as wide as the distance that is not drawn.
	if got := run(10_000, 100, 110, 500); !slices.Equal(got, []stretch{{100, 111, 2}, {500, 501, 1}}) {
		t.Errorf("long: %v", got)
	}
	if got := stretches(100_000, func(i int) bool { return i%40 == 0 }); len(got) > axisUnits/mergeBelow {
		t.Errorf("%d bars", len(got))
	}
}

func TestTicks(t *testing.T) {
	for _, n := range []int{0, 1, 2, 3, 9, 10, 11, 72, 99, 100, 101, 994, 10_000, 49_999} {
		ticks := countTicks(n)
		if len(ticks) > mostTicks+2 {
			t.Errorf("%d: %d labels", n, len(ticks))
		}
		if n > 1 && (ticks[0].Label != "1" || ticks[len(ticks)-1].Label != whole(n)) {
			t.Errorf("%d: from %s to %s", n, ticks[0].Label, ticks[len(ticks)-1].Label)
		}
	}
}

func TestNumbers(t *testing.T) {
	for got, want := range map[string]string{
		whole(9999): "9999", whole(10_000): "10,000", whole(1_234_567): "1,234,567", whole(0): "0",
		num(-0.01): "0", num(12.34): "12.3", num(100): "100",
		percent(1, 3000): "0.1%", percent(2999, 3000): "99.9%", percent(1, 3): "33%", percent(0, 5): "0%", percent(5, 5): "100%", percent(0, 0): "–",
		two(0.698): "0.69", two(0.7): "0.70", two(0.499): "0.49", two(0.123): "0.12",
		span(3, 3): "3", span(3, 5): "3–5", numbered("row", 1, 1): "row 1", numbered("row", 1, 2): "rows 1–2",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestOutliers hides wrong pairs among even ones: those and no others are
// found, and the band that is drawn is the test that is made.
func TestOutliers(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	b := build("lengths", lang.Chinese, lang.English)
	wrong := map[int]bool{20: true, 75: true, 140: true}
	for i := range 200 {
		n := 10 + r.IntN(120)
		m := int(float64(n) * 3 * (1 + r.NormFloat64()*0.08))
		switch i {
		case 20:
			m *= 4
		case 75:
			m = m/5 + 1
		case 140:
			m *= 3
		}
		b.row(0.9, nil, []string{strings.Repeat("字", n)}, []string{strings.Repeat("a", m)})
	}
	l := newView(&b.res).findLengths()[0]
	if math.Abs(l.ratio-3) > 0.15 {
		t.Errorf("the usual ratio is %.2f, want 3", l.ratio)
	}
	found := map[int]bool{}
	for _, o := range l.outliers {
		found[o.row] = true
	}
	for i := range l.rows {
		if found[i] != wrong[i] {
			t.Errorf("row %d: outlier %v, want %v", i, found[i], wrong[i])
		}
		outside := l.lb[i] > l.edge(l.la[i], 1) || l.lb[i] < l.edge(l.la[i], -1)
		if outside != found[i] {
			t.Errorf("row %d: outside the band %v, outlier %v", i, outside, found[i])
		}
	}
}

// Texts of one length, such as a text beside itself, have no outliers but
// those that are plainly off.
func TestOutliersOfEvenTexts(t *testing.T) {
	b := build("even", lang.English, lang.Russian)
	for range 40 {
		b.row(0.9, nil, []string{"the same words"}, []string{"the same words"})
	}
	b.row(0.9, nil, []string{"the same words"}, []string{"the same words!"})
	b.row(0.9, nil, []string{"the same words"}, []string{strings.Repeat("the same words ", 3)})
	l := newView(&b.res).findLengths()[0]
	if len(l.outliers) != 1 || l.outliers[0].row != 41 {
		t.Errorf("outliers %v, want row 41", l.outliers)
	}
}

func TestMoved(t *testing.T) {
	b := build("moved", lang.Chinese, lang.English, lang.Russian)
	for range 20 {
		b.row(0.9, nil, []string{"甲"}, []string{"A"}, []string{"А"})
	}
	// The Russian of rows 5 and 6 stands at the end.
	for i := 5; i < 18; i++ {
		b.swap(i, i+2, 2)
	}
	v := newView(&b.res)
	moved := v.findMoved()
	for p, pr := range v.pairs {
		for i := range v.res.Beads {
			want := pr.b == 2 && i >= 18
			if moved[p][i] != want {
				t.Errorf("%s: row %d moved %v, want %v", v.name(pr), i, moved[p][i], want)
			}
		}
	}
	v.chooseRows()
	c := v.drawDrift(moved)
	if c.NMoved != 2 || len(c.Moved) != 1 || c.Moved[0].Rows != "rows 19–20" || c.Moved[0].Pairs != "zh–ru, en–ru" {
		t.Errorf("%d rows in %d runs: %+v", c.NMoved, len(c.Moved), c.Moved)
	}
}

func TestDisputes(t *testing.T) {
	for _, c := range []struct {
		pairs []float64 // zh–en, zh–ru, en–ru
		want  string
	}{
		{[]float64{0.9, 0.9, 0.9}, ""},
		{[]float64{0.2, 0.2, 0.2}, ""},
		{[]float64{0.9, 0.6, 0.9}, ""}, // unsure is no dispute
		{[]float64{0.9, 0.2, 0.1}, "ru stands apart"},
		{[]float64{0.1, 0.2, 0.8}, "zh stands apart"},
		{[]float64{0.1, 0.8, 0.2}, "en stands apart"},
		{[]float64{0.9, 0.4, 0.8}, "zh–ru disagrees with zh–en and en–ru"},
		{[]float64{0.9, 0.4, 0.6}, "zh–ru disagrees with zh–en"},
		{[]float64{0.9}, ""},
		{nil, ""},
	} {
		b := build("disputes", lang.Chinese, lang.English, lang.Russian)
		b.row(0.9, c.pairs, []string{"甲"}, []string{"A"}, []string{"А"})
		got := ""
		for _, d := range newView(&b.res).findDisputes() {
			got += d.words
		}
		if got != c.want {
			t.Errorf("%v: %q, want %q", c.pairs, got, c.want)
		}
	}
	// A pair that lacks a side has nothing to say.
	b := build("disputes", lang.Chinese, lang.English, lang.Russian)
	b.row(0.9, []float64{0.9, 0, 0}, []string{"甲"}, []string{"A"}, nil)
	if d := newView(&b.res).findDisputes(); d != nil {
		t.Errorf("a missing language: %v", d)
	}
}

func TestCoverage(t *testing.T) {
	b := build("coverage", lang.Chinese, lang.English)
	b.row(0.9, nil, []string{"甲"}, []string{"A"})
	b.row(0.9, nil, nil, []string{"B", "C"})
	b.row(0.9, nil, []string{"丁"}, []string{"D"})
	b.row(0.9, nil, nil, []string{"E"})
	// D and E are one paragraph.
	en := &b.res.Texts[1]
	en.Paragraphs[2].Text = "D E"
	en.Paragraphs = en.Paragraphs[:3]
	en.Segments[4] = job.Segment{Paragraph: 2, Start: 2, End: 3}
	states, first := newView(&b.res).coverage(1, 0)
	if !slices.Equal(states, []int{covered, bare, partly}) || !slices.Equal(first, []int{0, 1, 2}) {
		t.Errorf("states %v, rows %v", states, first)
	}
}

// TestChooseRows lists the worst of a long document with their neighbours.
func TestChooseRows(t *testing.T) {
	b := build("rows", lang.Chinese, lang.English)
	for i := range listAll + 1 {
		c := 0.9
		if i == 1000 {
			c = 0.1
		}
		b.row(c, nil, []string{"甲"}, []string{"A"})
	}
	v := newView(&b.res)
	v.findChecks()
	v.chooseRows()
	var got []int
	for i, in := range v.listed {
		if in {
			got = append(got, i)
		}
	}
	want := []int{0, 1, 2, 3, 4, 999, 1000, 1001, 1996, 1997, 1998, 1999, 2000}
	if !slices.Equal(got, want) {
		t.Errorf("rows %v, want %v", got, want)
	}
}
