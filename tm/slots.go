package tm

import (
	"database/sql"
	"math"
	"slices"
)

// slotSet holds slots by shard, each shard in order. Sets of one language
// put a slot into the same shard, so that they meet shard by shard.
type slotSet struct {
	shards [][]int64
	count  int
}

func (t *slotSet) add(shard int, slot int64) {
	for len(t.shards) <= shard {
		t.shards = append(t.shards, nil)
	}
	t.shards[shard] = append(t.shards[shard], slot)
	t.count++
}

// readTerm reads all the slots of a term that lie before the slot end; 0 is no
// bound.
func (s *session) readTerm(t *term, end int64) (*slotSet, error) {
	set := &slotSet{}
	err := s.eachChunk(t, 0, lastShard, end, func(ps []posting) error {
		for _, p := range ps {
			if end == 0 || p.slot < end {
				set.add(shardOf(p.length), p.slot)
			}
		}
		return nil
	})
	return set, err
}

// postings reads all that the index has of a term.
func (s *session) postings(t *term) (all []posting, err error) {
	err = s.eachChunk(t, 0, lastShard, 0, func(ps []posting) error {
		all = append(all, ps...)
		return nil
	})
	return all, err
}

// lastShard is beyond every length there can be.
const lastShard = 1 << 20

// eachChunk calls f with the postings of a term in a range of shards, chunk by
// chunk, in the order of slots within each shard; with those of its tail, of
// all lengths, at the end. Chunks that begin at the slot end or later are left
// out; 0 is no bound.
func (s *session) eachChunk(t *term, from, to int, end int64, f func([]posting) error) error {
	if end == 0 {
		end = math.MaxInt64
	}
	var ps []posting
	err := s.each(func(rows *sql.Rows) error {
		var shard int
		var first int64
		var b sql.RawBytes
		err := rows.Scan(&shard, &first, &b)
		if err != nil {
			return err
		}
		if ps, err = readChunk(ps[:0], shard, first, b); err != nil {
			return err
		}
		return f(ps)
	}, "SELECT shard, first, slots FROM posting WHERE term = ? AND shard BETWEEN ? AND ? AND first < ? ORDER BY shard, first",
		t.id, from, to, end)
	if err != nil {
		return err
	}
	if ps, err = readTail(ps[:0], t.tail); err != nil {
		return err
	}
	return f(ps)
}

// intersect keeps the slots of t that are in u, too.
func (t *slotSet) intersect(u *slotSet) {
	t.count = 0
	for i := range t.shards {
		var other []int64
		if i < len(u.shards) {
			other = u.shards[i]
		}
		t.shards[i] = common(t.shards[i], other)
		t.count += len(t.shards[i])
	}
}

// common keeps what two ordered lists share, in the first. A list much longer
// than the other is searched, not walked.
func common(a, b []int64) []int64 {
	const skewed = 16
	out := a[:0]
	for _, v := range a {
		if len(b) > skewed*len(a) {
			i, ok := slices.BinarySearch(b, v)
			if b = b[i:]; ok {
				out = append(out, v)
			}
			continue
		}
		for len(b) > 0 && b[0] < v {
			b = b[1:]
		}
		if len(b) > 0 && b[0] == v {
			out = append(out, v)
		}
	}
	return out
}

// within counts the slots of an extent, and calls f with each unless it is nil.
func (t *slotSet) within(e extent, f func(int64)) (n int) {
	for _, slots := range t.shards {
		i, _ := slices.BinarySearch(slots, e.first)
		j, _ := slices.BinarySearch(slots[i:], e.last+1)
		n += j
		if f != nil {
			for _, v := range slots[i : i+j] {
				f(v)
			}
		}
	}
	return n
}

// has tells whether a slot is in the set.
func (t *slotSet) has(slot int64) bool {
	return slices.ContainsFunc(t.shards, func(slots []int64) bool {
		_, ok := slices.BinarySearch(slots, slot)
		return ok
	})
}

// all returns the slots in order.
func (t *slotSet) all() []int64 {
	out := make([]int64, 0, t.count)
	for _, slots := range t.shards {
		out = append(out, slots...)
	}
	slices.Sort(out)
	return out
}

// keep drops the slots that ok refuses.
func (t *slotSet) keep(ok func(int64) bool) {
	t.count = 0
	for i, slots := range t.shards {
		out := slots[:0]
		for _, v := range slots {
			if ok(v) {
				out = append(out, v)
			}
		}
		t.shards[i] = out
		t.count += len(out)
	}
}
