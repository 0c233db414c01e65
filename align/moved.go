package align

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// Blocks that stand in another order. A path cannot cross itself, so it leaves
// a moved segment alone on both sides, or hides an exchange in a bead with
// several segments on both sides. Both are taken apart here, and put together
// anew by steepest descent on the cost, with a price for each step back.

// row is a bead in the making: one span per text.
type row struct {
	spans [3]Span
	parts [3][]Part
	moved bool
	bead  int // number of the bead, where there is one already
}

// mover puts rows together.
type mover struct {
	texts int
	ps    []*pair // in the order of pairs, or one
	share float64
	one   float64 // cost of a segment that no other text has
	two   float64 // cost of a row that one of three texts lacks
	walls [3][]int32
	usual [3]float64 // gain per word of the rows of each pair
}

// The cost of a row out of order, in nats, for each pair of texts: of a step
// back, of one to the neighbour before, as lines of an address follow one
// another in English and in Chinese, and of a step ahead over segments that
// are elsewhere.
const (
	stepBack   = 3.0
	stepTurned = 1.5
	stepAhead  = 0.5
)

func newMover(texts int, ps []*pair) *mover {
	m := ps[0].model
	v := &mover{texts: texts, ps: ps, share: 1, one: m.more}
	if texts == 3 {
		v.share, v.one, v.two = m.share, m.single1, m.absent1
	}
	return v
}

// pairOf is the pair of two texts and whether they are in its order.
func (v *mover) pairOf(x, y int) *pair {
	if v.texts == 2 {
		return v.ps[0]
	}
	return v.ps[x+y-1] // (0,1), (0,2), (1,2)
}

// cost of a row, apart from its place.
func (v *mover) cost(r *row) float64 {
	total, present := 0.0, 0
	for x := range v.texts {
		if r.spans[x].Len() > 0 {
			present++
		}
	}
	for p, ij := range pairs[:len(v.ps)] {
		if a, b := r.spans[ij[0]], r.spans[ij[1]]; a.Len() > 0 && b.Len() > 0 {
			total += v.share * v.between(r, p, a, b)
		}
	}
	switch {
	case present == 1:
		for x := range v.texts {
			total += v.one * float64(r.spans[x].Len())
		}
	case present < v.texts:
		total += v.two
	}
	return total
}

// between is the cost of a row in one pair of texts, by its parts if the path
// gave it some.
func (v *mover) between(r *row, p int, a, b Span) float64 {
	if len(r.parts[p]) < 2 {
		return v.ps[p].bead(a, b)
	}
	sum := 0.0
	for _, part := range r.parts[p] {
		if part.A.Len() == 0 || part.B.Len() == 0 {
			sum += v.ps[p].model.inside * float64(part.A.Len()+part.B.Len())
		} else {
			sum += v.ps[p].bead(part.A, part.B)
		}
	}
	return sum
}

// bead is the cost of a bead of any size, apart from its cuts.
func (p *pair) bead(a, b Span) float64 {
	m := p.model
	s := shape{a.Len(), b.Len()}
	return m.prior(s, p.rates) + m.lengths*p.len.cost(a.End, b.End, s.a, s.b) -
		m.words*(p.ab.gain(p.b, a, b)+p.ba.gain(p.a, b, a))
}

// gain is the log likelihood ratio of the words of target segments, given a
// span of the source.
func (e *evidence) gain(dst *source, src, span Span) float64 {
	length, total := float32(0), float32(0)
	for k := src.Start; k < src.End; k++ {
		length += e.length[k]
	}
	for j := span.Start; j < span.End; j++ {
		for _, it := range dst.sentences[j].items {
			sum := float32(0)
			for _, h := range within(e.hits[it.word], src.Start, src.End-1) {
				sum += h.weight
			}
			beta := e.beta[it.word]
			total += it.weight * fastLog(1-beta+beta*sum*e.base[it.word]/max(length, 1e-3))
		}
	}
	return float64(total)
}

// Limits of the rearrangement.
const (
	// widestWindow is how many rows of a window are taken apart at most.
	widestWindow = 16
	// bridge is how many sound rows may lie between doubtful ones.
	bridge = 1
	// beside is how many sound rows around a window are taken apart with it.
	beside = 2
	// longestSide is the largest span of a rearranged row.
	longestSide = 3
	// weakRow is the cost, in nats, above which a row has so little evidence
	// that it is taken apart with its neighbours.
	weakRow = -2.0
	// leastGain is how much better the new arrangement must be, in nats.
	leastGain = 1.0
)

// rearrange takes apart and puts together what does not fit in order.
func (v *mover) rearrange(ctx context.Context, rows []row) ([]row, error) {
	v.measure(rows)
	var out []row
	last := 0 // end of the last window
	for k := 0; k < len(rows); {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		end := k
		for n := k; n < len(rows) && n-k < widestWindow && n <= end+bridge; n++ {
			if v.doubtful(rows, n) {
				end = n + 1
			} else if n == k {
				break
			}
		}
		switch {
		case end == k:
			out = append(out, rows[k])
			k++
		case !v.promising(rows[k:end]):
			out = append(out, rows[k:end]...)
			k = end
		default: // the sound rows beside may hold lines that are alike
			before, after := min(beside, k-last), min(beside, len(rows)-end)
			out = append(out[:len(out)-before], v.window(rows[k-before:end+after])...)
			k = end + after
			last = k
		}
	}
	return v.join(ctx, out)
}

// measure finds what the rows of each pair usually gain.
func (v *mover) measure(rows []row) {
	for p, ij := range pairs[:len(v.ps)] {
		var all []float64
		for k := range rows {
			if a, b := rows[k].spans[ij[0]], rows[k].spans[ij[1]]; a.Len() > 0 && b.Len() > 0 {
				all = append(all, v.ps[p].density(a, b))
			}
		}
		if slices.Sort(all); len(all) > 0 {
			v.usual[p] = max(0, all[len(all)/2])
		}
	}
}

// doubtful tells whether a row may hide a step back: some text lacks it, or a
// pair of texts has it as one bead of several segments on both sides, or
// without evidence.
func (v *mover) doubtful(rows []row, k int) bool {
	for p := range v.ps {
		if len(v.open(&rows[k], p, 0))+len(v.open(&rows[k], p, 1)) > 0 {
			return true
		}
	}
	return false
}

// open is the segments of a row that could go elsewhere, in one text (side 0
// or 1) of a pair.
func (v *mover) open(r *row, p, side int) []int {
	a, b := r.spans[pairs[p][0]], r.spans[pairs[p][1]]
	if a.Len() == 0 || b.Len() == 0 {
		return [2]Span{a, b}[side].numbers()
	}
	parts := r.parts[p]
	if len(parts) == 0 {
		parts = []Part{{a, b}}
	}
	var out []int
	for _, part := range parts {
		loose := part.A.Len() == 0 || part.B.Len() == 0 || part.A.Len() > 1 && part.B.Len() > 1 ||
			v.ps[p].bead(part.A, part.B) > weakRow
		if loose {
			out = append(out, [2]Span{part.A, part.B}[side].numbers()...)
		}
	}
	return out
}

// window puts the segments of a run of rows together anew, and keeps the rows
// as they are unless that is better.
func (v *mover) window(rows []row) []row {
	before := v.total(rows)
	var atoms []row
	for k := range rows {
		for x := range v.texts {
			for s := rows[k].spans[x].Start; s < rows[k].spans[x].End; s++ {
				var a row
				a.spans[x] = Span{s, s + 1}
				a.moved = true
				atoms = append(atoms, a)
			}
		}
	}
	after := v.exchange(v.descend(atoms))
	if _, back := v.order(after); back == 0 || v.total(after) > before-leastGain*v.share {
		return rows
	}
	return after
}

// promising tells whether the open segments of a window have a reason to be
// put together out of order: two of them go together convincingly, and either
// stand in different rows or cross another such pair.
func (v *mover) promising(rows []row) bool {
	type link struct{ i, j, row int }
	for p := range v.ps {
		var links []link
		for k := range rows {
			xs := v.open(&rows[k], p, 0)
			for q := range rows {
				if len(xs) == 0 {
					break
				}
				for _, j := range v.open(&rows[q], p, 1) {
					for _, i := range xs {
						s, t := Span{i, i + 1}, Span{j, j + 1}
						if v.ps[p].density(s, t) < leastShare*v.usual[p] || v.ps[p].bead(s, t) > weakRow {
							continue
						}
						if k != q {
							return true
						}
						for _, l := range links {
							if l.row == k && (l.i < i) != (l.j < j) && l.i != i && l.j != j {
								return true
							}
						}
						links = append(links, link{i, j, k})
					}
				}
			}
		}
	}
	return false
}

// exchange lets two rows swap their segments of a text while the cost falls:
// where lines are alike, the order decides which is whose.
func (v *mover) exchange(rows []row) []row {
	for better := true; better; {
		better = false
		total := v.total(rows)
		for i := range rows {
			for j := i + 1; j < len(rows); j++ {
				for x := range v.texts {
					a, b := &rows[i], &rows[j]
					if a.spans[x].Len() == 0 || b.spans[x].Len() == 0 {
						continue
					}
					a.spans[x], b.spans[x] = b.spans[x], a.spans[x]
					if t := v.total(rows); t < total-1e-9 {
						total, better = t, true
						continue
					}
					a.spans[x], b.spans[x] = b.spans[x], a.spans[x]
				}
			}
		}
	}
	return rows
}

// total cost of rows with their order.
func (v *mover) total(rows []row) float64 {
	sum := 0.0
	for k := range rows {
		sum += v.cost(&rows[k])
	}
	order, _ := v.order(rows)
	return sum + order
}

// order is the cost of the order of rows, and how often over all pairs of
// texts the rows in the order of one text go back in the other.
func (v *mover) order(rows []row) (cost float64, back int) {
	type place struct{ x, y Span }
	var order []place
	for x := range v.texts {
		for y := x + 1; y < v.texts; y++ {
			order = order[:0]
			for k := range rows {
				if rows[k].spans[x].Len() > 0 && rows[k].spans[y].Len() > 0 {
					order = append(order, place{rows[k].spans[x], rows[k].spans[y]})
				}
			}
			slices.SortFunc(order, func(a, b place) int { return cmp.Compare(a.x.Start, b.x.Start) })
			for k := 1; k < len(order); k++ {
				switch a, b := order[k-1].y, order[k].y; {
				case b.End == a.Start:
					cost += v.share * stepTurned
					back++
				case b.Start < a.Start:
					cost += v.share * stepBack
					back++
				case b.Start > a.End:
					cost += v.share * stepAhead
				}
			}
		}
	}
	return cost, back
}

// descend merges rows, the best merge first, as long as the cost falls.
func (v *mover) descend(rows []row) []row {
	rows = slices.Clone(rows)
	for {
		before, _ := v.order(rows)
		best, bi, bj := -1e-9, -1, -1
		var merged row
		for i := range rows {
			for j := i + 1; j < len(rows); j++ {
				m, ok := v.merge(&rows[i], &rows[j])
				if !ok {
					continue
				}
				d := v.cost(&m) - v.cost(&rows[i]) - v.cost(&rows[j])
				if d >= best {
					continue
				}
				if d += v.place(rows, i, j, &m) - before; d < best {
					best, bi, bj, merged = d, i, j, m
				}
			}
		}
		if bi < 0 {
			return rows
		}
		rows[bi] = merged
		rows = slices.Delete(rows, bj, bj+1)
	}
}

// place is the cost of the order after a merge of rows i and j; inf where the
// merged row stands out of order on too little evidence.
func (v *mover) place(rows []row, i, j int, m *row) float64 {
	a, b := rows[i], rows[j]
	rows[i], rows[j] = *m, row{}
	cost, _ := v.order(rows)
	if !v.convincing(m) && !v.follows(rows, i) {
		cost = inf
	}
	rows[i], rows[j] = a, b
	return cost
}

// leastShare is the gain per word, as a share of what the rows of the document
// usually have, from which a row is believed to stand out of order. Sentences
// on one subject that do not translate one another reach 0.5 in one case of
// twenty (TICO), moved ones have 1 and more.
const leastShare = 0.55

func (v *mover) convincing(r *row) bool {
	for p, ij := range pairs[:len(v.ps)] {
		a, b := r.spans[ij[0]], r.spans[ij[1]]
		if a.Len() > 0 && b.Len() > 0 && v.ps[p].density(a, b) < leastShare*v.usual[p] {
			return false
		}
	}
	return true
}

// density is the gain per word of a bead.
func (p *pair) density(a, b Span) float64 {
	words := float32(0)
	for k := a.Start; k < a.End; k++ {
		words += p.a.sentences[k].words
	}
	for k := b.Start; k < b.End; k++ {
		words += p.b.sentences[k].words
	}
	return (p.ab.gain(p.b, a, b) + p.ba.gain(p.a, b, a)) / float64(max(words, 1))
}

// follows tells whether a row stands beside another in all the texts it has, in
// the same order or turned round.
func (v *mover) follows(rows []row, i int) bool {
	for k := range rows {
		if k != i && !v.empty(&rows[k]) && rows[i].beside(&rows[k]) {
			return true
		}
	}
	return false
}

// merge joins two rows of which each text is in one only, or in both by
// neighbouring segments.
func (v *mover) merge(a, b *row) (row, bool) {
	m := row{moved: true}
	for x := range v.texts {
		p, q := a.spans[x], b.spans[x]
		switch {
		case p.Len() == 0:
			m.spans[x] = q
		case q.Len() == 0:
			m.spans[x] = p
		case p.End == q.Start && p.Len()+q.Len() <= longestSide:
			m.spans[x] = Span{p.Start, q.End}
		case q.End == p.Start && p.Len()+q.Len() <= longestSide:
			m.spans[x] = Span{q.Start, p.End}
		default:
			return m, false
		}
		if walled(v.walls[x], m.spans[x].Start, m.spans[x].End) {
			return m, false
		}
	}
	return m, true
}

// proposal is two rows that may belong together.
type proposal struct {
	a, b int
	cost float64
}

// join merges rows that stand apart: what is alone in one place with what is
// alone in another, the best first. Once one has found its place, its
// neighbours follow without a step back of their own.
func (v *mover) join(ctx context.Context, rows []row) ([]row, error) {
	rows, weak := v.dissolve(rows)
	for range joinRounds {
		props, err := v.proposals(ctx, rows)
		if err != nil {
			return nil, err
		}
		joined := false
		for _, p := range props {
			a, b := &rows[p.a], &rows[p.b]
			if a.spans == b.spans { // both emptied
				continue
			}
			m, ok := v.merge(a, b)
			if !ok || v.empty(a) || v.empty(b) {
				continue
			}
			if v.gainOf(rows, p, &m) >= -leastGain {
				continue
			}
			rows[p.a], rows[p.b] = m, row{}
			joined = true
		}
		rows = slices.DeleteFunc(rows, func(r row) bool { return v.empty(&r) })
		if !joined {
			break
		}
	}
	return v.restore(rows, weak), nil
}

// dissolve takes rows apart that nothing but their place holds together, and
// gives them too.
func (v *mover) dissolve(rows []row) (out, weak []row) {
	for k := range rows {
		if !v.weak(&rows[k]) {
			out = append(out, rows[k])
			continue
		}
		weak = append(weak, rows[k])
		for x := range v.texts {
			if rows[k].spans[x].Len() > 0 {
				var r row
				r.spans[x] = rows[k].spans[x]
				out = append(out, r)
			}
		}
	}
	return out, weak
}

// weak tells whether no pair of texts has evidence for a row.
func (v *mover) weak(r *row) bool {
	present := 0
	for p, ij := range pairs[:len(v.ps)] {
		if a, b := r.spans[ij[0]], r.spans[ij[1]]; a.Len() > 0 && b.Len() > 0 {
			present++
			if v.ps[p].density(a, b) > noShare*v.usual[p] {
				return false
			}
		}
	}
	return present > 0
}

// noShare is the gain per word, as a share of the usual, below which words do
// not hold a row together.
const noShare = 0.15

// restore puts dissolved rows together again whose segments found no other
// place.
func (v *mover) restore(rows, weak []row) []row {
	at := map[[2]int]int{} // the row of a text that begins with a segment
	for k := range rows {
		for x := range v.texts {
			if rows[k].spans[x].Len() > 0 {
				at[[2]int{x, rows[k].spans[x].Start}] = k
			}
		}
	}
	for _, w := range weak {
		whole, first := true, -1
		for x := range v.texts {
			if w.spans[x].Len() == 0 {
				continue
			}
			k := at[[2]int{x, w.spans[x].Start}]
			var alone row
			alone.spans[x] = w.spans[x]
			whole = whole && rows[k].spans == alone.spans
			if first < 0 {
				first = k
			}
		}
		if !whole {
			continue
		}
		for x := range v.texts {
			if w.spans[x].Len() > 0 {
				rows[at[[2]int{x, w.spans[x].Start}]] = row{}
			}
		}
		rows[first] = w
	}
	return slices.DeleteFunc(rows, func(r row) bool { return v.empty(&r) })
}

// joinRounds bounds the rounds of join: in each, rows that were joined draw
// their neighbours after them.
const joinRounds = 8

func (v *mover) empty(r *row) bool { return v.leads(r) < 0 }

// gainOf is how much the cost changes when two rows become one, its order and
// distance counted.
func (v *mover) gainOf(rows []row, p proposal, m *row) float64 {
	d := v.cost(m) - v.cost(&rows[p.a]) - v.cost(&rows[p.b])
	if d >= -leastGain {
		return d
	}
	before, _ := v.order(rows)
	d += v.place(rows, p.a, p.b, m) - before
	return d + math.Log1p(float64(abs(p.a-p.b)))
}

func abs(x int) int { return max(x, -x) }

// proposals collects the pairs of incomplete rows that share words, the best
// first.
func (v *mover) proposals(ctx context.Context, rows []row) ([]proposal, error) {
	var out []proposal
	rowOf := v.index(rows)
	for x := range v.texts {
		for y := x + 1; y < v.texts; y++ {
			p := v.pairOf(x, y)
			// The row of every segment of x that could go with one of y.
			at := map[int32]int{}
			for k := range rows {
				if rows[k].spans[y].Len() == 0 {
					for s := rows[k].spans[x].Start; s < rows[k].spans[x].End; s++ {
						at[int32(s)] = k
					}
				}
			}
			for k := range rows {
				if k%cancelEvery == 0 && ctx.Err() != nil {
					return nil, ctx.Err()
				}
				if rows[k].spans[x].Len() > 0 || rows[k].spans[y].Len() == 0 {
					continue
				}
				for _, q := range p.sharing(rows[k].spans[y], at) {
					m, ok := v.merge(&rows[q], &rows[k])
					if !ok {
						continue
					}
					if !v.convincing(&m) && !v.near(&m, rows, rowOf) {
						continue
					}
					if d := v.cost(&m) - v.cost(&rows[q]) - v.cost(&rows[k]); d < -leastGain {
						out = append(out, proposal{q, k, d + math.Log1p(float64(abs(q-k)))})
					}
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b proposal) int { return cmp.Compare(a.cost, b.cost) })
	return out, nil
}

// index tells the row of each segment of each text.
func (v *mover) index(rows []row) (at [3]map[int]int) {
	for x := range v.texts {
		at[x] = map[int]int{}
		for k := range rows {
			for s := rows[k].spans[x].Start; s < rows[k].spans[x].End; s++ {
				at[x][s] = k
			}
		}
	}
	return at
}

// near tells whether a row would stand beside another in all the texts it has.
func (v *mover) near(r *row, rows []row, at [3]map[int]int) bool {
	x := v.leads(r)
	for _, s := range [2]int{r.spans[x].Start - 1, r.spans[x].End} {
		if k, ok := at[x][s]; ok && r.beside(&rows[k]) {
			return true
		}
	}
	return false
}

// beside tells whether two rows are neighbours in all the texts of the first,
// in the same order or turned round.
func (r *row) beside(o *row) bool {
	for x := range r.spans {
		if s, t := r.spans[x], o.spans[x]; s.Len() > 0 && (t.Len() == 0 || t.End != s.Start && t.Start != s.End) {
			return false
		}
	}
	return true
}

// sharing is the rows, out of those of the given segments of the first text,
// that share most words with a span of the second.
func (p *pair) sharing(span Span, at map[int32]int) []int {
	var out []int
	for j := span.Start; j < span.End; j++ {
		for _, it := range p.b.sentences[j].items {
			if hits := p.ab.hits[it.word]; len(hits) <= rareHits {
				for _, h := range hits {
					if k, ok := at[h.segment]; ok {
						out = append(out, k)
					}
				}
			}
		}
	}
	return most(out, partners)
}

// partners is how many rows a row is tried with.
const partners = 6

// most is the n values that occur most often, the least of equals first.
func most(values []int, n int) []int {
	slices.Sort(values)
	type tally struct{ value, count int }
	var ts []tally
	for _, x := range values {
		if k := len(ts) - 1; k >= 0 && ts[k].value == x {
			ts[k].count++
			continue
		}
		ts = append(ts, tally{x, 1})
	}
	slices.SortStableFunc(ts, func(a, b tally) int { return cmp.Compare(b.count, a.count) })
	var out []int
	for _, t := range ts[:min(n, len(ts))] {
		out = append(out, t.value)
	}
	return out
}

// reading sorts rows in reading order: by the first text; rows without it come
// after the row of the segment before theirs.
func (v *mover) reading(rows []row) []row {
	out := make([]row, 0, len(rows))
	used := make([]bool, len(rows))
	at := [3]int{}
	// first[x][s] is the row that begins with segment s of text x.
	var first [3]map[int]int
	for x := range v.texts {
		first[x] = map[int]int{}
		for k := range rows {
			if rows[k].spans[x].Len() > 0 {
				first[x][rows[k].spans[x].Start] = k
			}
		}
	}
	var emit func(k int)
	emit = func(k int) {
		used[k] = true
		out = append(out, rows[k])
		for x := range v.texts {
			if rows[k].spans[x].Len() == 0 {
				continue
			}
			at[x] = max(at[x], rows[k].spans[x].End)
			// What follows in this text and is not in the first one.
			if n, ok := first[x][rows[k].spans[x].End]; ok && x > 0 && !used[n] && v.leads(&rows[n]) == x {
				emit(n)
			}
		}
	}
	for x := range v.texts {
		if n, ok := first[x][0]; ok && x > 0 && v.leads(&rows[n]) == x {
			emit(n)
		}
	}
	order := make([]int, len(rows))
	for k := range order {
		order[k] = k
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(v.begins(&rows[a]), v.begins(&rows[b]))
	})
	for _, k := range order {
		if !used[k] {
			emit(k)
		}
	}
	return out
}

// leads is the first text a row has.
func (v *mover) leads(r *row) int {
	for x := range v.texts {
		if r.spans[x].Len() > 0 {
			return x
		}
	}
	return -1
}

func (v *mover) begins(r *row) int {
	if r.spans[0].Len() == 0 {
		return math.MaxInt
	}
	return r.spans[0].Start
}
