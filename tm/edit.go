package tm

// matcher computes the edit distance of one pattern to many texts, both as
// token numbers, 64 cells of the table at a time (Myers 1999; Hyyrö 2003 for
// patterns of more than one word).
type matcher struct {
	n      int
	blocks int
	last   uint64             // bit of the last token, in the last block
	eq     map[int64][]uint64 // where a token stands in the pattern
	none   []uint64
	pv, mv []uint64
}

func newMatcher(pattern []int64) *matcher {
	n := len(pattern)
	x := &matcher{n: n, blocks: (n + 63) / 64, eq: make(map[int64][]uint64, n)}
	if n == 0 {
		return x
	}
	x.last = 1 << ((n - 1) % 64)
	x.none = make([]uint64, x.blocks)
	x.pv, x.mv = make([]uint64, x.blocks), make([]uint64, x.blocks)
	for i, t := range pattern {
		if t < 0 { // a token that no text has
			continue
		}
		if x.eq[t] == nil {
			x.eq[t] = make([]uint64, x.blocks)
		}
		x.eq[t][i/64] |= 1 << (i % 64)
	}
	return x
}

// distance is the number of tokens to insert, delete or replace; anything
// beyond most when it is more than most.
func (x *matcher) distance(text []int64, most int) int {
	if x.n == 0 {
		return len(text)
	}
	for b := range x.blocks {
		x.pv[b], x.mv[b] = ^uint64(0), 0
	}
	d := x.n
	for i, t := range text {
		eq := x.eq[t]
		if eq == nil {
			eq = x.none
		}
		d += x.column(eq)
		if d-(len(text)-1-i) > most { // each later column takes off one at most
			return most + 1
		}
	}
	return d
}

// column goes one token of the text further and returns the change of the
// distance of the whole pattern.
func (x *matcher) column(eq []uint64) int {
	in := 1 // the row above the pattern grows by one with each token
	for b, e := range eq {
		pv, mv := x.pv[b], x.mv[b]
		xv := e | mv
		if in < 0 {
			e |= 1
		}
		xh := (((e & pv) + pv) ^ pv) | e
		ph, mh := mv|^(xh|pv), pv&xh
		last := uint64(1) << 63
		if b == x.blocks-1 {
			last = x.last
		}
		out := 0
		if ph&last != 0 {
			out = 1
		} else if mh&last != 0 {
			out = -1
		}
		ph, mh = ph<<1, mh<<1
		if in > 0 {
			ph |= 1
		} else if in < 0 {
			mh |= 1
		}
		x.pv[b], x.mv[b] = mh|^(xv|ph), ph&xv
		in = out
	}
	return in
}
