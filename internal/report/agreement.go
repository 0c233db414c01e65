package report

import (
	"fmt"
	"strings"

	"dragoman/internal/job"
)

// doubtBelow is the confidence under which a pair is against a row: it is
// more likely wrong than right.
const doubtBelow = 0.5

// mostDisputes is how many rows the table of disagreements shows.
const mostDisputes = 100

type agreementChart struct {
	Desc     string
	Known    bool // the aligner gave confidences for the pairs
	Pairs    []agreementPair
	Lanes    []coverageLane
	X        []tick
	Axis     int
	Height   int
	Disputes []disputeRow
	NDispute int
	More     int
}

// agreementPair is a line of the matrix.
type agreementPair struct {
	Name           string
	Linked         int // rows with both texts
	Mean           string
	Sure, Doubtful int
	Against        []cell // rows this pair is sure of and each pair doubts
}

type cell struct {
	N    int
	Self bool
}

type disputeRow struct {
	Link  link
	Pairs []string
	Low   []bool
	Words string
}

// dispute is a row of which one pair is sure while another doubts it.
type dispute struct {
	row   int
	words string
}

// pairConfidence is what pair p gives row i; not all aligners say, and a pair
// that lacks a side has no link to judge.
func (v *view) pairConfidence(i, p int) (float64, bool) {
	b := v.res.Beads[i]
	if len(b.Pairs) != len(v.pairs) || !v.linked(i, v.pairs[p]) {
		return 0, false
	}
	return probability(b.Pairs[p]), true
}

// findDisputes finds the rows on which the pairs of three texts disagree.
func (v *view) findDisputes() []dispute {
	if len(v.pairs) < 3 {
		return nil
	}
	var out []dispute
	for i := range v.res.Beads {
		var sure, doubt []int
		for p := range v.pairs {
			switch c, ok := v.pairConfidence(i, p); {
			case ok && c >= job.CheckBelow:
				sure = append(sure, p)
			case ok && c < doubtBelow:
				doubt = append(doubt, p)
			}
		}
		if len(sure) > 0 && len(doubt) > 0 {
			d := dispute{i, v.disputeWords(sure, doubt)}
			v.want(i, d.words)
			out = append(out, d)
		}
	}
	return out
}

// disputeWords blames a language when both its pairs doubt and the third is
// sure, and else names who doubts.
func (v *view) disputeWords(sure, doubt []int) string {
	if len(doubt) == 2 {
		p := v.pairs[sure[0]]
		return v.code(3-p.a-p.b) + " stands apart"
	}
	names := make([]string, len(sure))
	for i, p := range sure {
		names[i] = v.name(v.pairs[p])
	}
	return v.name(v.pairs[doubt[0]]) + " disagrees with " + strings.Join(names, " and ")
}

func (v *view) drawAgreement(disputes []dispute) *agreementChart {
	c := &agreementChart{NDispute: len(disputes), X: countTicks(len(v.res.Beads))}
	for i := range v.res.Beads {
		c.Known = c.Known || len(v.res.Beads[i].Pairs) == len(v.pairs)
	}
	for p, pr := range v.pairs {
		a := v.agreementPair(p)
		c.Pairs = append(c.Pairs, a)
		lane := v.agreementLane(p)
		lane.Name, lane.Y = v.name(pr), 4+p*coverStep
		c.Lanes = append(c.Lanes, lane)
		if c.Known {
			c.Desc += fmt.Sprintf("%s: %s linked, sure of %s, doubtful of %s. ", a.Name, plural(a.Linked, "row"), whole(a.Sure), whole(a.Doubtful))
		} else {
			c.Desc += fmt.Sprintf("%s: %s linked. ", a.Name, plural(a.Linked, "row"))
		}
	}
	c.Axis = 4 + len(c.Lanes)*coverStep + 10
	c.Height = c.Axis + 6
	for _, d := range disputes[:min(len(disputes), mostDisputes)] {
		r := disputeRow{Link: v.link(d.row), Words: d.words}
		for p := range v.pairs {
			s, low := "–", false
			if x, ok := v.pairConfidence(d.row, p); ok {
				s, low = two(x), x < doubtBelow
			}
			r.Pairs, r.Low = append(r.Pairs, s), append(r.Low, low)
		}
		c.Disputes = append(c.Disputes, r)
	}
	c.More = c.NDispute - len(c.Disputes)
	return c
}

func (v *view) agreementPair(p int) agreementPair {
	a := agreementPair{Name: v.name(v.pairs[p]), Mean: "–", Against: make([]cell, len(v.pairs))}
	a.Against[p].Self = true
	sum, n := 0.0, 0
	for i := range v.res.Beads {
		if v.linked(i, v.pairs[p]) {
			a.Linked++
		}
		x, ok := v.pairConfidence(i, p)
		if !ok {
			continue
		}
		sum, n = sum+x, n+1
		switch {
		case x < doubtBelow:
			a.Doubtful++
		case x >= job.CheckBelow:
			a.Sure++
			for q := range v.pairs {
				if y, ok := v.pairConfidence(i, q); ok && y < doubtBelow {
					a.Against[q].N++
				}
			}
		}
	}
	if n > 0 {
		a.Mean = two(sum / float64(n))
	}
	return a
}

// agreementLane shows where along the rows a pair is sure, unsure and against;
// without confidences, where it links at all.
func (v *view) agreementLane(p int) coverageLane {
	var lane coverageLane
	n := len(v.res.Beads)
	is := func(i int, lo, hi float64) bool {
		x, ok := v.pairConfidence(i, p)
		if !ok {
			return lo > 0.9 && v.linked(i, v.pairs[p])
		}
		return x >= lo && x < hi
	}
	for _, kind := range []struct {
		class, words string
		lo, hi       float64
	}{
		{"ok", "", job.CheckBelow, 2},
		{"part", "unsure", doubtBelow, job.CheckBelow},
		{"miss", "more likely wrong than right", 0, doubtBelow},
	} {
		for _, s := range stretches(n, func(i int) bool { return is(i, kind.lo, kind.hi) }) {
			b := s.bar(n, kind.class)
			if kind.words != "" {
				b.Title = fmt.Sprintf("%s: %s in %s, %s", numbered("row", s.from+1, s.to), plural(s.n, "row"), v.name(v.pairs[p]), kind.words)
				b.Link = v.link(s.from)
			}
			lane.Bars = append(lane.Bars, b)
		}
	}
	return lane
}
