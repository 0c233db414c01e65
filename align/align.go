package align

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"dragoman/internal/lang"
	"dragoman/internal/lexicon"
)

// Segment is one sentence of a text.
type Segment struct {
	Text      string
	Paragraph int  // number of the paragraph it stands in, ascending
	Heading   bool // it is a heading of its own
}

// Text is one language version of a document.
type Text struct {
	Lang     lang.Code
	Segments []Segment
}

// Span is a half-open range of segment indexes; it is empty when Start equals
// End.
type Span struct{ Start, End int }

// Len is the number of segments in the span.
func (s Span) Len() int { return s.End - s.Start }

// Bead is the smallest group of neighbouring segments that translate one
// another.
type Bead struct {
	// Spans holds one span per text, in the order of the texts. An empty span
	// stands where its text would have had the segments.
	Spans []Span
	// Confidence is the probability, 0 to 1, that exactly these segments
	// belong together in all the texts.
	Confidence float64
	// Pairs holds the same for each pair of texts, in the order (0,1), (0,2),
	// (1,2); a single number for two texts.
	Pairs []float64
	// Parts holds for each pair of texts, in the order of Pairs, the smallest
	// groups the bead falls into when only those two texts are looked at.
	Parts [][]Part
	// Reasons tells in plain words what speaks against the bead: "2231
	// missing in ru".
	Reasons []string
}

// Part is a group of segments of two texts that translate one another.
type Part struct{ A, B Span }

// Aligner aligns texts. The zero value is ready.
type Aligner struct {
	// Fixed holds beads that a person has confirmed, with one span per text;
	// the rest is aligned around them. Their confidence is 1.
	Fixed []Bead
	// Monotone leaves out the search for blocks that stand in another order.
	Monotone bool
	// Lexicon holds what is known of the languages' words; nil is the
	// embedded one.
	Lexicon *lexicon.Lexicon
	// Similarity, when set, tells how alike in meaning the segments xs of text
	// x and ys of text y are; it is asked once for each pair, x before y.
	Similarity func(x, y int, xs, ys []int) (Similarity, error)
}

// ErrTexts is returned when the number of texts is not two or three.
var ErrTexts = errors.New("two or three texts are needed")

// Align groups the segments of two or three texts into beads. Every segment
// is in exactly one bead; the beads follow the reading order of the texts.
func (a *Aligner) Align(ctx context.Context, texts ...Text) ([]Bead, error) {
	if len(texts) < 2 || len(texts) > 3 {
		return nil, fmt.Errorf("%d texts: %w", len(texts), ErrTexts)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	lex := a.Lexicon
	if lex == nil {
		var err error
		if lex, err = lexicon.Default(); err != nil {
			return nil, fmt.Errorf("lexicon: %w", err)
		}
	}
	return a.align(ctx, lex, texts)
}

// align aligns what the confirmed beads leave.
func (a *Aligner) align(ctx context.Context, lex dictionary, texts []Text) ([]Bead, error) {
	rest := &remainder{texts: texts}
	if len(a.Fixed) > 0 {
		var err error
		if rest, err = takeOut(texts, a.Fixed); err != nil {
			return nil, err
		}
	}
	sources := make([]*source, len(texts))
	err := parallel(len(texts), func(k int) (err error) {
		sources[k], err = read(ctx, lex, rest.texts[k])
		return err
	})
	if err != nil {
		return nil, err
	}
	ps := make([]*pair, len(texts)*(len(texts)-1)/2)
	err = parallel(len(ps), func(k int) error {
		x, y := pairs[k][0], pairs[k][1]
		ps[k] = newPair(&fitted, lex, sources[x], sources[y])
		ps[k].walls, ps[k].passes = [2][]int32{rest.walls[x], rest.walls[y]}, rest.passes[k]
		return ps[k].compareBy(a, x, y, rest)
	})
	if err != nil {
		return nil, err
	}
	v := newMover(len(texts), ps)
	v.walls = rest.walls
	rows, err := v.monotone(ctx)
	if err != nil {
		return nil, err
	}
	beads, err := a.finish(ctx, v, rows)
	if err != nil || len(a.Fixed) == 0 {
		return beads, err
	}
	return v.insert(beads, a.Fixed, rest), nil
}

// parallel calls f for each of n tasks, at the same time. The first error in
// the order of the tasks is returned.
func parallel(n int, f func(k int) error) error {
	errs := make([]error, n)
	var wg sync.WaitGroup
	for k := range n {
		wg.Go(func() { errs[k] = f(k) })
	}
	wg.Wait()
	return cmp.Or(errs...)
}

// monotone aligns texts without steps back.
func (v *mover) monotone(ctx context.Context) ([]row, error) {
	if v.texts == 3 {
		return v.three(ctx)
	}
	path, _, err := v.ps[0].align(ctx)
	if err != nil {
		return nil, err
	}
	rows := make([]row, len(path))
	for k, s := range path {
		a, b := Span{s.i - s.a, s.i}, Span{s.j - s.b, s.j}
		rows[k].spans[0], rows[k].spans[1], rows[k].parts[0] = a, b, []Part{{a, b}}
	}
	return rows, nil
}

// three aligns the pairs one by one, then all together in the tubes around
// what the pairs and their combinations say.
func (v *mover) three(ctx context.Context) ([]row, error) {
	grids, err := gridsOfThree(ctx, [3]*pair(v.ps))
	if err != nil {
		return nil, err
	}
	s := newJoint(grids, v.ps[0].model)
	s.walls = v.walls
	units, cost, err := s.cheapest(ctx)
	if err != nil {
		return nil, err
	}
	if cost >= inf {
		// Confirmed beads of two texts each may contradict one another in the
		// third: they stay, but hold the rest together no longer.
		held := false
		for _, p := range v.ps {
			held = held || len(p.passes) > 0
			p.passes = nil
		}
		if !held {
			return nil, errors.New("no path through the tubes of the pairs")
		}
		return v.three(ctx)
	}
	return s.rows(units), nil
}

// finish looks for what was moved, and turns rows into beads.
func (a *Aligner) finish(ctx context.Context, v *mover, rows []row) ([]Bead, error) {
	if !a.Monotone {
		var err error
		if rows, err = v.rearrange(ctx, rows); err != nil {
			return nil, err
		}
		if slices.ContainsFunc(rows, func(r row) bool { return r.moved }) {
			rows = v.reading(rows)
		}
	}
	beads := make([]Bead, len(rows))
	for k := range rows {
		r := &rows[k]
		beads[k] = Bead{Spans: slices.Clone(r.spans[:v.texts]), Parts: r.parts[:v.texts*(v.texts-1)/2]}
		for p, ij := range pairs[:len(beads[k].Parts)] {
			a, b := r.spans[ij[0]], r.spans[ij[1]]
			if beads[k].Parts[p] == nil && a.Len()+b.Len() > 0 {
				beads[k].Parts[p] = []Part{{a, b}}
			}
		}
		v.judge(&beads[k], r)
		beads[k].Reasons = v.reasons(&beads[k], r)
	}
	return beads, nil
}

// gridsOfThree works out the grids of the pairs in the tubes that the joint
// search needs.
func gridsOfThree(ctx context.Context, ps [3]*pair) (grids [3]*grid, err error) {
	var paths [3][]step
	var around [3]*bounds
	err = parallel(3, func(k int) (err error) {
		paths[k], around[k], err = ps[k].align(ctx)
		return err
	})
	if err != nil {
		return grids, err
	}
	tubes := combine(paths, around)
	err = parallel(3, func(k int) (err error) {
		grids[k], err = ps[k].grid(ctx, tubes[k], nshapes)
		return err
	})
	return grids, err
}

// mostCorners is the number of corners per segment that a joint search may
// have in the tube of a pair before the opinions of the pairs are held too far
// apart to join.
const mostCorners = 150

// combine adds to the bounds of each pair what the paths of the two other
// pairs say together, so that the joint search has a way from end to end. Where
// they contradict one another all along the text, only one way is kept.
func combine(paths [3][]step, around [3]*bounds) (tubes [3]*tube) {
	ways := [][]unit{
		reorder(chain(paths[0], paths[2], paths[1]), [3]int{0, 1, 2}),
		reorder(chain(flip(paths[0]), paths[1], paths[2]), [3]int{1, 0, 2}),
		reorder(chain(paths[1], flip(paths[2]), paths[0]), [3]int{0, 2, 1}),
	}
	for p := range pairs {
		for _, w := range ways {
			around[p].way(w, p, 1)
		}
		tubes[p] = around[p].tube()
	}
	for _, t := range tubes {
		if t.size() > mostCorners*(t.n+t.m+100) {
			for p := range pairs {
				b := newBounds(tubes[p].n, tubes[p].m)
				b.passes = around[p].passes
				b.way(ways[0], p, 3)
				tubes[p] = b.tube()
			}
			break
		}
	}
	return tubes
}

// reorder puts the columns of units in the order of the texts; order tells
// which text each column is.
func reorder(units []unit, order [3]int) []unit {
	for k, u := range units {
		for x, l := range order {
			units[k].at[l], units[k].take[l] = u.at[x], u.take[x]
		}
	}
	return units
}

// way adds the boxes of units, as a pair of texts sees them.
func (b *bounds) way(units []unit, p, margin int) {
	b.box(0, 0, 0, 0, margin)
	for _, u := range units {
		x, y := pairs[p][0], pairs[p][1]
		b.box(u.at[x]-u.take[x], u.at[y]-u.take[y], u.at[x], u.at[y], margin)
	}
}

// rows turns units into rows.
func (s *joint) rows(units []unit) []row {
	rows := make([]row, len(units))
	for k, u := range units {
		for l, end := range u.at {
			rows[k].spans[l] = Span{end - u.take[l], end}
		}
		for p := range pairs {
			for _, st := range s.expand(p, u) {
				rows[k].parts[p] = append(rows[k].parts[p], Part{Span{st.i - st.a, st.i}, Span{st.j - st.b, st.j}})
			}
		}
	}
	return rows
}

func newPair(m *model, lex dictionary, a, b *source) *pair {
	ab, ba := newTable(lex, a, b), newTable(lex, b, a)
	addNames(a, b, ab, ba)
	addCognates(a, b, ab, ba)
	return fitPair(m, a, b, ab, ba)
}

func fitPair(m *model, a, b *source, ab, ba table) *pair {
	return &pair{
		a: a, b: b, model: m, tables: [2]table{ab, ba},
		ab: newEvidence(m, a, b, ab), ba: newEvidence(m, b, a, ba),
		len: fitLengths(a, b), trust: firstTrust,
	}
}

// align finds the path of two texts, and the corners worth another look.
func (p *pair) align(ctx context.Context) ([]step, *bounds, error) {
	return p.alignIn(ctx, p.firstTube())
}

// likelyCorner is the probability from which on a corner is looked at again
// with what the first path has taught.
const likelyCorner = 1e-4

func (p *pair) alignIn(ctx context.Context, t *tube) ([]step, *bounds, error) {
	var path []step
	var around *bounds
	passes := passes
	if p.tables[0].share() < dictionaryShare {
		passes++ // what the first teaches changes most of what there is
	}
	for pass := range passes {
		kinds := nshapes
		if pass == 0 {
			kinds = ncoarse
		}
		g, err := p.grid(ctx, t, kinds)
		if err != nil {
			return nil, nil, err
		}
		if path, _, err = g.cheapest(ctx); err != nil {
			return nil, nil, err
		}
		p.refit(path)
		if pass == passes-1 {
			g.heat = heat
		}
		post, err := g.posteriors(ctx)
		if err != nil {
			return nil, nil, err
		}
		p.last, p.post = g, post
		around = p.bounds()
		around.path(path, 2)
		around.likely(t, post, likelyCorner, 0)
		t = around.tube()
	}
	p.alone = p.last.alones(p.post)
	return path, around, nil
}

// passes over a pair of texts: the first finds a path, the second sees what it
// teaches.
const passes = 2
