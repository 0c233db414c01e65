package tm

import (
	"encoding/binary"
	"fmt"
	"math/bits"
)

// posting tells that a slot has a term, and how many tokens its form has.
type posting struct {
	slot   int64
	length int
}

// Lengths are grouped into shards, so that a fuzzy look-up reads only lists of
// forms that can be near enough: lengths 0 to 7 stand alone, above that there
// are four shards to each doubling, at most a quarter wide.

// shardOf returns the shard of a length.
func shardOf(length int) int {
	if length < 8 {
		return length
	}
	e := bits.Len(uint(length)) - 1 // 3 or more
	return 8 + (e-3)*4 + (length>>(e-2))&3
}

// shardStart returns the least length of a shard. Its lengths end before the
// start of the next.
func shardStart(shard int) int {
	if shard < 8 {
		return shard
	}
	e := 3 + (shard-8)/4
	return (4 + (shard-8)%4) << (e - 2)
}

// shardBits is the number of bits that tell a length within a shard: every
// shard is a power of two wide.
func shardBits(shard int) int {
	if shard < 8 {
		return 0
	}
	return (shard-8)/4 + 1
}

// chunkBytes is the size a chunk of postings may reach: small enough to lie
// within a database page in SQLite and in the row itself in PostgreSQL, which
// moves values near 2 kB elsewhere.
const chunkBytes = 900

// tailBytes is the size the tail of a term may reach before its postings move
// to the shards. A term of fewer than about 150 slots never has a posting row;
// longer tails make every change of a frequent term dearer.
const tailBytes = 480

// appendChunk packs as many postings of one shard as fit into a chunk and
// returns how many. For each it writes the distance to the slot before (for the
// first: 0) and the place of the length in the shard, as one number.
func appendChunk(dst []byte, shard int, ps []posting) ([]byte, int) {
	start, shift := shardStart(shard), shardBits(shard)
	prev := ps[0].slot
	for i, p := range ps {
		n := len(dst)
		dst = binary.AppendUvarint(dst, uint64(p.slot-prev)<<shift|uint64(p.length-start))
		if len(dst) > chunkBytes && i > 0 {
			return dst[:n], i
		}
		prev = p.slot
	}
	return dst, len(ps)
}

// readChunk unpacks what appendChunk packed. This is where look-ups spend their
// time: most numbers take a byte or two.
func readChunk(dst []posting, shard int, first int64, b []byte) ([]posting, error) {
	start, shift := shardStart(shard), shardBits(shard)
	mask := uint64(1)<<shift - 1
	slot := first
	for i := 0; i < len(b); {
		v := uint64(b[i])
		switch {
		case v < 0x80:
			i++
		case i+1 < len(b) && b[i+1] < 0x80:
			v = v&0x7f | uint64(b[i+1])<<7
			i += 2
		default:
			var n int
			if v, n = binary.Uvarint(b[i:]); n <= 0 {
				return dst, damaged("posting")
			}
			i += n
		}
		slot += int64(v >> shift)
		dst = append(dst, posting{slot: slot, length: start + int(v&mask)})
	}
	return dst, nil
}

// appendTail packs the postings of a tail: distance to the slot before, length.
func appendTail(dst []byte, ps []posting) []byte {
	prev := int64(0)
	for _, p := range ps {
		dst = binary.AppendUvarint(dst, uint64(p.slot-prev))
		dst = binary.AppendUvarint(dst, uint64(p.length))
		prev = p.slot
	}
	return dst
}

// readTail unpacks what appendTail packed.
func readTail(dst []posting, b []byte) ([]posting, error) {
	slot := int64(0)
	for len(b) > 0 {
		d, n := binary.Uvarint(b)
		if n <= 0 {
			return dst, damaged("tail")
		}
		l, k := binary.Uvarint(b[n:])
		if k <= 0 {
			return dst, damaged("tail")
		}
		b = b[n+k:]
		slot += int64(d)
		dst = append(dst, posting{slot: slot, length: int(l)})
	}
	return dst, nil
}

// appendNumbers packs the tokens of a form or the segments of a variant.
func appendNumbers(dst []byte, ns []int64) []byte {
	for _, n := range ns {
		dst = binary.AppendUvarint(dst, uint64(n))
	}
	return dst
}

// readNumbers unpacks what appendNumbers packed.
func readNumbers(dst []int64, b []byte) ([]int64, error) {
	for len(b) > 0 {
		v, n := binary.Uvarint(b)
		if n <= 0 {
			return dst, damaged("number")
		}
		b = b[n:]
		dst = append(dst, int64(v))
	}
	return dst, nil
}

func damaged(what string) error { return fmt.Errorf("%w: a packed %s breaks off", ErrCorrupt, what) }
