package align

// bounds gathers the corners a tube must hold.
type bounds struct {
	n, m   int
	lo, hi []int32
	passes []corner // that a path must pass
}

func newBounds(n, m int) *bounds {
	b := &bounds{n: n, m: m, lo: make([]int32, n+1), hi: make([]int32, n+1)}
	for i := range b.lo {
		b.lo[i], b.hi[i] = int32(m), 0
	}
	return b
}

// box adds all corners of a rectangle with a margin around it.
func (b *bounds) box(i0, j0, i1, j1, margin int) {
	lo, hi := int32(max(0, j0-margin)), int32(min(b.m, j1+margin))
	for i := max(0, i0-margin); i <= min(b.n, i1+margin); i++ {
		b.lo[i], b.hi[i] = min(b.lo[i], lo), max(b.hi[i], hi)
	}
}

// path adds the boxes of all steps of a path.
func (b *bounds) path(steps []step, margin int) {
	b.box(0, 0, 0, 0, margin)
	for _, s := range steps {
		b.box(s.i-s.a, s.j-s.b, s.i, s.j, margin)
	}
}

// likely adds the corners that a path passes through with at least the given
// probability.
func (b *bounds) likely(t *tube, p *posterior, least float32, margin int) {
	for i := range t.n + 1 {
		for j := int(t.lo[i]); j <= int(t.hi[i]); j++ {
			if p.corner[t.at(i, j)] >= least {
				b.box(i, j, i, j, margin)
			}
		}
	}
}

// tube closes the bounds. Rows that nothing was added to are filled in between
// their neighbours.
func (b *bounds) tube() *tube {
	top := int32(0)
	for i := range b.hi {
		if b.hi[i] < b.lo[i] { // empty
			b.hi[i] = top
		}
		top = max(top, b.hi[i])
		b.hi[i] = top
	}
	b.limit(b.passes)
	return newTube(b.n, b.m, b.lo, b.hi)
}

// chain joins a path of texts x and y with one of texts y and z to blocks of
// all three: the smallest after which both paths stand at the same segment of
// y. Where y lacks a section, the path of x and z tells how their segments
// follow each other.
func chain(xy, yz, xz []step) []unit {
	c := chainer{xy: xy, yz: yz, meet: meetings(xz)}
	for len(c.xy) > 0 || len(c.yz) > 0 {
		if len(c.xy) > 0 && c.xy[0].b == 0 || len(c.yz) > 0 && c.yz[0].a == 0 {
			c.without()
		} else {
			c.with()
		}
	}
	return c.units
}

// meetings tells for each corner of x how far z has come when the path reaches
// it.
func meetings(xz []step) []int {
	meet := []int{0}
	for _, s := range xz {
		for len(meet) <= s.i {
			meet = append(meet, s.j)
		}
	}
	return meet
}

// chainer holds the steps that are still to be joined.
type chainer struct {
	xy, yz []step
	meet   []int
	at     [3]int
	units  []unit
}

func (c *chainer) add(to [3]int) {
	u := unit{at: to}
	for l := range to {
		u.take[l] = to[l] - c.at[l]
	}
	if u.take != [3]int{} {
		c.units = append(c.units, u)
	}
	c.at = to
}

// without joins the segments of x and z that y does not have.
func (c *chainer) without() {
	end := c.at
	for len(c.xy) > 0 && c.xy[0].b == 0 {
		end[0] = c.xy[0].i
		c.xy = c.xy[1:]
	}
	for len(c.yz) > 0 && c.yz[0].a == 0 {
		end[2] = c.yz[0].j
		c.yz = c.yz[1:]
	}
	for i := c.at[0]; i <= end[0]; i++ {
		k := end[2]
		if i < len(c.meet) {
			k = min(max(c.meet[i], c.at[2]), end[2])
		}
		c.add([3]int{i, c.at[1], k})
	}
	c.add(end)
}

// with joins the steps up to the next segment of y where both paths have a
// corner.
func (c *chainer) with() {
	to := c.at
	for first := true; ; first = false {
		before := to[1]
		for len(c.xy) > 0 && (first && to[1] == c.at[1] || c.xy[0].j-c.xy[0].b < to[1]) {
			to[0], to[1] = c.xy[0].i, max(to[1], c.xy[0].j)
			c.xy = c.xy[1:]
		}
		for len(c.yz) > 0 && c.yz[0].i-c.yz[0].a < to[1] {
			to[2], to[1] = c.yz[0].j, max(to[1], c.yz[0].i)
			c.yz = c.yz[1:]
		}
		if to[1] == before {
			break
		}
	}
	c.add(to)
}

// flip turns a path of texts x and y into one of y and x.
func flip(path []step) []step {
	out := make([]step, len(path))
	for k, s := range path {
		out[k] = step{s.j, s.i, s.b, s.a}
	}
	return out
}
