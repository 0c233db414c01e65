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
	Lanes    []lane
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
		var pro, contra []int
		for p := range v.pairs {
			switch v.judgement(i, p) {
			case sure:
				pro = append(pro, p)
			case against:
				contra = append(contra, p)
			}
		}
		if len(pro) > 0 && len(contra) > 0 {
			d := dispute{i, v.disputeWords(pro, contra)}
			v.want(i, d.words)
			out = append(out, d)
		}
	}
	return out
}

// disputeWords blames a language when both its pairs doubt and the third is
// sure, and else names who doubts.
func (v *view) disputeWords(pro, contra []int) string {
	if len(contra) == 2 {
		p := v.pairs[pro[0]]
		return v.code(3-p.a-p.b) + " stands apart"
	}
	names := make([]string, len(pro))
	for i, p := range pro {
		names[i] = v.name(v.pairs[p])
	}
	return v.name(v.pairs[contra[0]]) + " disagrees with " + strings.Join(names, " and ")
}

func (v *view) drawAgreement(disputes []dispute) *agreementChart {
	c := &agreementChart{NDispute: len(disputes), X: countTicks(len(v.res.Beads))}
	for i := range v.res.Beads {
		c.Known = c.Known || len(v.res.Beads[i].Pairs) == len(v.pairs)
	}
	for p, pr := range v.pairs {
		a := v.agreementPair(p)
		c.Pairs = append(c.Pairs, a)
		l := v.agreementLane(p)
		l.Name, l.Y = v.name(pr), 4+p*coverStep
		c.Lanes = append(c.Lanes, l)
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
		switch v.judgement(i, p) {
		case against:
			a.Doubtful++
		case sure:
			a.Sure++
			for q := range v.pairs {
				if v.judgement(i, q) == against {
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

// judgement tells what pair p says of row i.
func (v *view) judgement(i, p int) judgement {
	x, ok := v.pairConfidence(i, p)
	switch {
	case !v.linked(i, v.pairs[p]):
		return silent
	case !ok:
		return linked
	case x < doubtBelow:
		return against
	case x < job.CheckBelow:
		return unsure
	}
	return sure
}

type judgement int

const (
	silent judgement = iota // a side is missing
	linked                  // no confidence is known
	sure
	unsure
	against
)

// agreementLane shows where along the rows a pair is sure, unsure and against;
// without confidences, where it links at all.
func (v *view) agreementLane(p int) lane {
	var l lane
	n := len(v.res.Beads)
	for _, kind := range []struct {
		judgement    judgement
		class, words string
	}{
		{linked, "ok", ""}, {sure, "ok", ""}, {unsure, "part", "unsure"}, {against, "miss", "more likely wrong than right"},
	} {
		for _, s := range stretches(n, func(i int) bool { return v.judgement(i, p) == kind.judgement }) {
			b := s.bar(n, kind.class)
			if kind.words != "" {
				b.Title = fmt.Sprintf("%s: %s in %s, %s", numbered("row", s.from+1, s.to), plural(s.n, "row"), v.name(v.pairs[p]), kind.words)
				b.Link = v.link(s.from)
			}
			l.Bars = append(l.Bars, b)
		}
	}
	return l
}
