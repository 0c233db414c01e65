package align

// bounds gathers the corners a tube must hold.
type bounds struct {
	n, m   int
	lo, hi []int32
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
	return newTube(b.n, b.m, b.lo, b.hi)
}

// chain joins a path of texts x and y with one of texts y and z to blocks of
// all three: the smallest after which both paths stand at the same segment of
// y. Segments that only x or z has are blocks of their own.
func chain(xy, yz []step) []unit {
	var units []unit
	at := [3]int{}
	add := func(to [3]int) {
		u := unit{at: to}
		for l := range to {
			u.take[l] = to[l] - at[l]
		}
		units = append(units, u)
		at = to
	}
	for len(xy) > 0 || len(yz) > 0 {
		to := at
		switch {
		case len(xy) > 0 && xy[0].b == 0:
			to[0] = xy[0].i
			xy = xy[1:]
		case len(yz) > 0 && yz[0].a == 0:
			to[2] = yz[0].j
			yz = yz[1:]
		default:
			for {
				for len(xy) > 0 && (to[1] == at[1] || xy[0].j <= to[1]) && xy[0].b > 0 {
					to[0], to[1] = xy[0].i, max(to[1], xy[0].j)
					xy = xy[1:]
				}
				before := to[1]
				for len(yz) > 0 && yz[0].i-yz[0].a < to[1] {
					to[2], to[1] = yz[0].j, max(to[1], yz[0].i)
					yz = yz[1:]
				}
				for len(xy) > 0 && xy[0].j-xy[0].b < to[1] {
					to[0], to[1] = xy[0].i, max(to[1], xy[0].j)
					xy = xy[1:]
				}
				if to[1] == before {
					break
				}
			}
		}
		add(to)
	}
	return units
}

// flip turns a path of texts x and y into one of y and x.
func flip(path []step) []step {
	out := make([]step, len(path))
	for k, s := range path {
		out[k] = step{s.j, s.i, s.b, s.a}
	}
	return out
}
