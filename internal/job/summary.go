package job

import (
	"cmp"
	"slices"

	"dragoman/align"
)

// CheckBelow is the confidence under which a row is worth a look: about one
// in three such rows is wrong, since confidences are probabilities.
const CheckBelow = 0.7

// A Summary is what a person wants to know of an aligned document.
type Summary struct {
	Rows int
	// Complete counts rows with every language, Partial those with two of
	// three, Single those with one.
	Complete, Partial, Single int
	Check                     []Check // rows with all they need and little confidence, worst first
	Gaps                      []Gap   // what some languages lack, in reading order
}

// A Check is a row that a person should look at.
type Check struct {
	Row        int // from 1
	Confidence float64
	Reasons    []string
}

// A Gap is a run of neighbouring rows that the same languages lack.
type Gap struct {
	Rows [2]int // first and last, from 1
	Text int    // the first text that has them, an index into Result.Texts
	// Paragraphs of that text, first and last, 0-based.
	Paragraphs [2]int
	Segments   [2]int // segments of that text, half-open
	Lacking    []int  // the texts without them
}

// Summary counts and sorts the rows of a result.
func (r *Result) Summary() Summary {
	s := Summary{Rows: len(r.Beads)}
	for i, b := range r.Beads {
		present, lacking := sides(b)
		switch {
		case len(lacking) == 0:
			s.Complete++
		case len(present) > 1:
			s.Partial++
		default:
			s.Single++
		}
		if len(present) > 1 && b.Confidence < CheckBelow {
			s.Check = append(s.Check, Check{i + 1, b.Confidence, b.Reasons})
		}
		if len(lacking) > 0 {
			s.addGap(r, i, present[0], lacking)
		}
	}
	slices.SortStableFunc(s.Check, func(a, b Check) int { return cmp.Compare(a.Confidence, b.Confidence) })
	return s
}

// addGap extends the last gap by row i, or opens another.
func (s *Summary) addGap(r *Result, i, text int, lacking []int) {
	sp := r.Beads[i].Spans[text]
	segs := r.Texts[text].Segments
	last := segs[sp.End-1].Paragraph
	if n := len(s.Gaps); n > 0 {
		g := &s.Gaps[n-1]
		if g.Rows[1] == i && g.Text == text && g.Segments[1] == sp.Start && slices.Equal(g.Lacking, lacking) {
			g.Rows[1], g.Paragraphs[1], g.Segments[1] = i+1, last, sp.End
			return
		}
	}
	s.Gaps = append(s.Gaps, Gap{
		Rows: [2]int{i + 1, i + 1}, Text: text, Lacking: lacking,
		Paragraphs: [2]int{segs[sp.Start].Paragraph, last},
		Segments:   [2]int{sp.Start, sp.End},
	})
}

// sides tells which texts a bead has and lacks; it has at least one.
func sides(b align.Bead) (present, lacking []int) {
	for i, sp := range b.Spans {
		if sp.Start < sp.End {
			present = append(present, i)
		} else {
			lacking = append(lacking, i)
		}
	}
	return present, lacking
}

// RelatedFrom is the share (see align.Related) from which texts are taken for
// versions of one document. Of 39 documents of three measuring sets true pairs
// have 0.44 or more, mostly 0.8; neighbours that do not belong together have
// 0.11 or less, and up to 0.39 where they are chapters of one treaty. It is
// set low: a wrong refusal costs more than a draft full of doubtful rows.
const RelatedFrom = 0.25
