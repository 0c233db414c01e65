package align

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Link is one line of a ladder: for each language the ascending 0-based
// numbers of the segments that belong together.
type Link [][]int

// ErrLadder is wrapped by the errors of ReadLadder.
var ErrLadder = errors.New("not a ladder")

// ReadLadder reads a ladder, one bead a line: [3, 4]:[3]:[4, 5], a group per
// language, [] for none. Empty lines and lines that begin with # are skipped.
// Errors name the line.
func ReadLadder(r io.Reader) ([]Link, error) {
	var links []Link
	seen := []map[int]int{}
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<24)
	for line := 1; sc.Scan(); line++ {
		text := strings.TrimSpace(strings.TrimPrefix(sc.Text(), "\ufeff"))
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		link, err := parseLink(text)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w: %w", line, ErrLadder, err)
		}
		if len(links) == 0 {
			for range link {
				seen = append(seen, map[int]int{})
			}
		}
		if len(link) != len(seen) {
			return nil, fmt.Errorf("line %d: %w: %d columns where the lines above have %d", line, ErrLadder, len(link), len(seen))
		}
		for c, group := range link {
			for _, k := range group {
				if first, ok := seen[c][k]; ok {
					return nil, fmt.Errorf("line %d: %w: segment %d of column %d is already in line %d", line, ErrLadder, k, c+1, first)
				}
				seen[c][k] = line
			}
		}
		links = append(links, link)
	}
	return links, sc.Err()
}

func parseLink(text string) (Link, error) {
	var link Link
	for column := range strings.SplitSeq(text, ":") {
		column = strings.TrimSpace(column)
		inner, ok := strings.CutPrefix(column, "[")
		if ok {
			inner, ok = strings.CutSuffix(inner, "]")
		}
		if !ok {
			return nil, fmt.Errorf("column %d: %q is not a group in brackets", len(link)+1, column)
		}
		group := []int{}
		for word := range strings.FieldsFuncSeq(inner, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' }) {
			k, err := strconv.Atoi(word)
			if err != nil || k < 0 {
				return nil, fmt.Errorf("column %d: %q is not a segment number", len(link)+1, word)
			}
			group = append(group, k)
		}
		slices.Sort(group)
		link = append(link, group)
	}
	if len(link) < 2 {
		return nil, fmt.Errorf("one column")
	}
	return link, nil
}

// WriteLadder writes links as ReadLadder reads them.
func WriteLadder(w io.Writer, links []Link) error {
	var b strings.Builder
	for _, link := range links {
		for c, group := range link {
			if c > 0 {
				b.WriteByte(':')
			}
			b.WriteByte('[')
			for k, s := range group {
				if k > 0 {
					b.WriteString(", ")
				}
				b.WriteString(strconv.Itoa(s))
			}
			b.WriteByte(']')
		}
		b.WriteByte('\n')
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Links is the ladder of beads: one link a bead, one group a text.
func Links(beads []Bead) []Link {
	links := make([]Link, 0, len(beads))
	for _, b := range beads {
		link := make(Link, 0, len(b.Spans))
		for _, s := range b.Spans {
			link = append(link, s.numbers())
		}
		links = append(links, link)
	}
	return links
}

func (s Span) numbers() []int {
	group := make([]int, 0, s.Len())
	for k := s.Start; k < s.End; k++ {
		group = append(group, k)
	}
	return group
}

// Project keeps two columns of a ladder. Links empty in both are dropped.
func Project(links []Link, i, j int) []Link {
	var out []Link
	for _, link := range links {
		if i >= len(link) || j >= len(link) || len(link[i])+len(link[j]) == 0 {
			continue
		}
		out = append(out, Link{link[i], link[j]})
	}
	return out
}

// PRF is precision, recall and their harmonic mean, with the counts they come
// from.
type PRF struct {
	Precision, Recall, F1 float64
	Right, Got            int // beads of the system that are right, of how many
	Found, Gold           int // gold beads that were found, of how many
}

func (p *PRF) finish() {
	ratio := func(a, b int) float64 {
		if b == 0 {
			return 0
		}
		return float64(a) / float64(b)
	}
	p.Precision, p.Recall = ratio(p.Right, p.Got), ratio(p.Found, p.Gold)
	if p.Precision+p.Recall > 0 {
		p.F1 = 2 * p.Precision * p.Recall / (p.Precision + p.Recall)
	}
}

// Score compares beads with gold beads. A bead is strictly right when the gold
// has exactly its groups, and laxly right when it shares a link with a gold
// bead. As in Vecalign's definition, precision counts the empty beads of the
// system and recall ignores those of both sides.
type Score struct{ Strict, Lax PRF }

// Evaluate scores the beads of documents against their gold, counted over all
// documents together. Ladders of three columns are scored as three ladders of
// two, by projection.
func Evaluate(gold, got [][]Link) (Score, error) {
	var s Score
	if len(gold) != len(got) {
		return s, fmt.Errorf("%d gold ladders for %d", len(gold), len(got))
	}
	for d := range gold {
		columns := 2
		for _, links := range [][]Link{gold[d], got[d]} {
			if len(links) > 0 {
				columns = max(columns, len(links[0]))
			}
		}
		for _, links := range [][]Link{gold[d], got[d]} {
			for _, link := range links {
				if len(link) != columns {
					return s, fmt.Errorf("document %d: %d columns against %d", d+1, len(link), columns)
				}
			}
		}
		for i := range columns {
			for j := i + 1; j < columns; j++ {
				s.count(Project(gold[d], i, j), Project(got[d], i, j))
			}
		}
	}
	s.Strict.finish()
	s.Lax.finish()
	return s, nil
}

func (s *Score) count(gold, got []Link) {
	strict, lax, n := compare(gold, got)
	s.Strict.Right += strict
	s.Lax.Right += lax
	s.Strict.Got += n
	s.Lax.Got += n
	empty := func(l Link) bool { return len(l[0]) == 0 || len(l[1]) == 0 }
	strict, lax, n = compare(slices.DeleteFunc(slices.Clone(got), empty), slices.DeleteFunc(slices.Clone(gold), empty))
	s.Strict.Found += strict
	s.Lax.Found += lax
	s.Strict.Gold += n
	s.Lax.Gold += n
}

// compare counts the links of test that reference has, exactly or in part.
// Links that occur twice count once.
func compare(reference, test []Link) (strict, lax, n int) {
	exact := make(map[string]bool, len(reference))
	partners := map[int]map[int]bool{}
	for _, l := range reference {
		exact[fmt.Sprint(l)] = true
		for _, i := range l[0] {
			if partners[i] == nil {
				partners[i] = map[int]bool{}
			}
			for _, j := range l[1] {
				partners[i][j] = true
			}
		}
	}
	seen := map[string]bool{}
	for _, l := range test {
		key := fmt.Sprint(l)
		if seen[key] {
			continue
		}
		seen[key] = true
		n++
		if exact[key] {
			strict++
			lax++
			continue
		}
		if slices.ContainsFunc(l[0], func(i int) bool {
			return slices.ContainsFunc(l[1], func(j int) bool { return partners[i][j] })
		}) {
			lax++
		}
	}
	return strict, lax, n
}

// EvaluateUnits scores ladders of any number of columns by whole links:
// a link that has segments in every column is right when the gold has exactly
// it. Links that are empty in some column are not counted.
func EvaluateUnits(gold, got [][]Link) (PRF, error) {
	var p PRF
	if len(gold) != len(got) {
		return p, fmt.Errorf("%d gold ladders for %d", len(gold), len(got))
	}
	for d := range gold {
		whole := func(links []Link) map[string]bool {
			set := map[string]bool{}
			for _, l := range links {
				if !slices.ContainsFunc(l, func(g []int) bool { return len(g) == 0 }) {
					set[fmt.Sprint(l)] = true
				}
			}
			return set
		}
		g, t := whole(gold[d]), whole(got[d])
		for k := range t {
			if g[k] {
				p.Right++
			}
		}
		p.Got += len(t)
		p.Gold += len(g)
	}
	p.Found = p.Right
	p.finish()
	return p, nil
}
