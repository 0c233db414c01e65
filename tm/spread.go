package tm

import (
	"database/sql"
	"errors"
	"slices"
)

// spread adds postings to the shards of a term and takes others out. Both
// lists are in the order of slots.
func (x *indexer) spread(id int64, added, gone []posting) error {
	byShard := func(ps []posting) map[int][]posting {
		m := map[int][]posting{}
		for _, p := range ps {
			shard := shardOf(p.length)
			m[shard] = append(m[shard], p)
		}
		return m
	}
	in, out := byShard(added), byShard(gone)
	for shard := 0; len(in) > 0 || len(out) > 0; shard++ {
		if len(in[shard]) > 0 || len(out[shard]) > 0 {
			if err := x.change(id, shard, in[shard], out[shard]); err != nil {
				return err
			}
		}
		delete(in, shard)
		delete(out, shard)
	}
	return nil
}

// change edits one list, chunk by chunk.
func (x *indexer) change(id int64, shard int, in, out []posting) error {
	for len(in) > 0 || len(out) > 0 {
		slot := int64(0)
		switch {
		case len(in) == 0:
			slot = out[0].slot
		case len(out) == 0:
			slot = in[0].slot
		default:
			slot = min(in[0].slot, out[0].slot)
		}
		first, old, next, err := x.chunkAt(id, shard, slot)
		if err != nil {
			return err
		}
		i := countBefore(in, next)
		o := countBefore(out, next)
		if err := x.rewrite(id, shard, first, old, in[:i], out[:o]); err != nil {
			return err
		}
		in, out = in[i:], out[o:]
	}
	return nil
}

// countBefore counts the postings whose slot is before next; 0 is no bound.
func countBefore(ps []posting, next int64) int {
	if next == 0 {
		return len(ps)
	}
	i, _ := slices.BinarySearchFunc(ps, posting{slot: next}, bySlot)
	return i
}

// chunkAt returns the chunk in which a slot has its place, nil when the list
// is empty, and the first slot of the chunk after it, 0 when it is the last.
func (x *indexer) chunkAt(id int64, shard int, slot int64) (first int64, ps []posting, next int64, err error) {
	var b []byte
	err = x.s.row([]any{&first, &b},
		"SELECT first, slots FROM posting WHERE term = ? AND shard = ? AND first <= ? ORDER BY first DESC LIMIT 1", id, shard, slot)
	if errors.Is(err, sql.ErrNoRows) { // before the first chunk: that one takes it
		err = x.s.row([]any{&first, &b},
			"SELECT first, slots FROM posting WHERE term = ? AND shard = ? ORDER BY first LIMIT 1", id, shard)
	}
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil, 0, nil
	}
	if err != nil {
		return 0, nil, 0, err
	}
	if ps, err = readChunk(nil, shard, first, b); err != nil {
		return 0, nil, 0, err
	}
	err = x.s.row([]any{&next}, "SELECT ifnull(min(first), 0) FROM posting WHERE term = ? AND shard = ? AND first > ?", id, shard, first)
	return first, ps, next, err
}

// rewrite puts the changed postings of a chunk back, in as many chunks as
// they now fill.
func (x *indexer) rewrite(id int64, shard int, first int64, old, in, out []posting) error {
	ps := old
	if len(out) > 0 {
		var rest []posting
		if ps, rest = subtract(ps, out); len(rest) > 0 {
			return damaged("list") // a posting that ought to be there is not
		}
	}
	sorted := len(ps) == 0 || len(in) == 0 || in[0].slot > ps[len(ps)-1].slot
	ps = append(ps, in...)
	if !sorted {
		slices.SortFunc(ps, bySlot)
	}
	if old != nil && (len(ps) == 0 || ps[0].slot != first) {
		if err := x.s.exec("DELETE FROM posting WHERE term = ? AND shard = ? AND first = ?", id, shard, first); err != nil {
			return err
		}
	}
	for len(ps) > 0 {
		b, n := appendChunk(nil, shard, ps)
		err := x.s.exec(`INSERT INTO posting (term, shard, first, slots) VALUES (?1, ?2, ?3, ?4)
			ON CONFLICT (term, shard, first) DO UPDATE SET slots = ?4`, id, shard, ps[0].slot, b)
		if err != nil {
			return err
		}
		ps = ps[n:]
	}
	return nil
}
