package report

import "fmt"

// Sizes of a coverage strip, in pixels.
const (
	coverLane = 14
	coverStep = 18
)

type coverageChart struct {
	ID, Lang, Code string
	Desc           string
	Empty          string
	Lanes          []lane
	X              []tick
	Axis, Height   int
}

// A lane is one strip of bars.
type lane struct {
	Name string
	Y    int
	Bars []bar
	// Paragraphs of which nothing, and of which only a part, has a counterpart.
	None, Part int
}

// states of a paragraph
const (
	covered = iota
	partly
	bare
)

// drawCoverage shows, for each text, which paragraphs the others lack.
func (v *view) drawCoverage() []coverageChart {
	out := make([]coverageChart, len(v.res.Texts))
	for k, t := range v.res.Texts {
		c := coverageChart{ID: "cover" + whole(k+1), Lang: t.Lang.Name(), Code: v.code(k), X: countTicks(len(t.Paragraphs))}
		for o := range v.res.Texts {
			if o == k {
				continue
			}
			l := v.coverageLane(k, o)
			l.Y = 4 + len(c.Lanes)*coverStep
			c.Lanes = append(c.Lanes, l)
			c.Desc += fmt.Sprintf("%s of %s without any counterpart in %s, %s with a part missing. ",
				plural(l.None, "paragraph"), whole(len(t.Paragraphs)), v.code(o), whole(l.Part))
		}
		c.Axis = 4 + len(c.Lanes)*coverStep + 10
		c.Height = c.Axis + 6
		if len(t.Segments) == 0 {
			c.Empty = "The " + c.Code + " text is empty."
		}
		out[k] = c
	}
	return out
}

func (v *view) coverageLane(k, other int) lane {
	states, first := v.coverage(k, other)
	l := lane{Name: "in " + v.code(other)}
	n := len(states)
	for state, kind := range []struct{ class, words string }{
		{"ok", ""}, {"part", "a part has no counterpart in "}, {"miss", "no counterpart in "},
	} {
		for _, s := range stretches(n, func(i int) bool { return states[i] == state }) {
			b := s.bar(n, kind.class)
			switch state {
			case partly:
				l.Part += s.n
			case bare:
				l.None += s.n
			}
			if state != covered {
				b.Title = fmt.Sprintf("%s %s: %s%s", v.code(k), numbered("paragraph", s.from+1, s.to), kind.words, v.code(other))
				b.Link = v.link(first[s.from])
			}
			l.Bars = append(l.Bars, b)
		}
	}
	return l
}

// coverage tells the state of each paragraph of text k towards another text,
// and the first row it is in. A paragraph without segments lacks nothing.
func (v *view) coverage(k, other int) (states, first []int) {
	t := v.res.Texts[k]
	total, found := make([]int, len(t.Paragraphs)), make([]int, len(t.Paragraphs))
	states, first = make([]int, len(t.Paragraphs)), make([]int, len(t.Paragraphs))
	for i := range first {
		first[i] = -1
	}
	for i, b := range v.res.Beads {
		for s := b.Spans[k].Start; s < b.Spans[k].End; s++ {
			p := t.Segments[s].Paragraph
			total[p]++
			if v.has(i, other) {
				found[p]++
			}
			if first[p] < 0 || i < first[p] {
				first[p] = i
			}
		}
	}
	for p := range states {
		switch {
		case found[p] == total[p]:
			states[p] = covered
		case found[p] == 0:
			states[p] = bare
		default:
			states[p] = partly
		}
	}
	return states, first
}
