package tm

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"dragoman/internal/lang"
)

func TestShards(t *testing.T) {
	for n := range 5000 {
		s := shardOf(n)
		if shardStart(s) > n || shardStart(s+1) <= n {
			t.Fatalf("length %d: shard %d holds %d to %d", n, s, shardStart(s), shardStart(s+1)-1)
		}
		if w := shardStart(s+1) - shardStart(s); w > 1 && 4*w > n || w != 1<<shardBits(s) {
			t.Fatalf("length %d: shard %d is %d wide", n, s, w)
		}
	}
}

// TestLongLists makes lists of many chunks, and takes from them and puts back
// at random places.
func TestLongLists(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	m := open(t)
	docs := 16
	for i := range docs {
		var rows [][]string
		for range 400 {
			row := make([]string, 3)
			for k, words := range [][]string{{"战", "略"}, {"the", "of"}, {"и", "в"}} {
				var text []string
				for range 1 + r.IntN(3+r.IntN(20)/19*10) {
					text = append(text, words[r.IntN(2)])
				}
				row[k] = strings.Join(text, " ")
			}
			rows = append(rows, row)
		}
		put(t, m, document(fmt.Sprint(i), fmt.Sprint(2000+i%3), zhEnRu, rows...))
	}
	var chunks int
	if err := m.reads.QueryRow("SELECT max(n) FROM (SELECT count(*) AS n FROM posting GROUP BY term, shard)").Scan(&chunks); err != nil || chunks < 3 {
		t.Fatalf("lists have %d chunks, %v", chunks, err)
	}
	sound(t, m)
	for range 3 {
		before := state(t, m)
		name := fmt.Sprint(r.IntN(docs))
		if _, err := m.Remove(t.Context(), name); err != nil && !errors.Is(err, ErrNoDocument) {
			t.Fatal(err)
		}
		sound(t, m)
		compareLookups(t, m, randomTexts{r}, 10)
		if r.IntN(3) > 0 {
			if _, err := m.Undo(t.Context()); err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(before, state(t, m)) {
				t.Fatal("undo: the memory is not as it was")
			}
			sound(t, m)
		}
	}
}

func FuzzPostings(f *testing.F) {
	f.Add([]byte{1, 2, 3}, uint8(3))
	f.Add([]byte{0x80}, uint8(20))
	f.Fuzz(func(t *testing.T, b []byte, s uint8) {
		shard := int(s % 100)
		if ps, err := readChunk(nil, shard, 5, b); err == nil && len(ps) > 0 && ordered(ps) {
			packed, n := appendChunk(nil, shard, ps)
			back, err := readChunk(nil, shard, ps[0].slot, packed)
			if err != nil || !slices.Equal(back, ps[:n]) {
				t.Fatalf("%v became %v, %v", ps[:n], back, err)
			}
			if n < len(ps) && len(packed) > chunkBytes {
				t.Fatalf("a chunk of %d bytes", len(packed))
			}
		}
		if ps, err := readTail(nil, b); err == nil && ordered(ps) {
			back, err := readTail(nil, appendTail(nil, ps))
			if err != nil || !slices.Equal(back, ps) {
				t.Fatalf("%v became %v, %v", ps, back, err)
			}
		}
		if segments, err := unpackSegments(b); err == nil && len(segments) > 0 {
			if back, err := unpackSegments(packSegments(segments)); err != nil || !slices.Equal(back, segments) {
				t.Fatalf("%v became %v, %v", segments, back, err)
			}
		}
	})
}

// ordered tells a list that can have been packed: slots that grow, and are
// small enough to be multiplied.
func ordered(ps []posting) bool {
	last := int64(-1)
	for _, p := range ps {
		if p.slot <= last || p.slot > 1<<40 || p.length < 0 || p.length > 1<<30 {
			return false
		}
		last = p.slot
	}
	return true
}

// FuzzLookup looks anything up: it is found nowhere or marked where it stands.
func FuzzLookup(f *testing.F) {
	m := grown(f, f.TempDir()+"/memory.db")
	for _, s := range []string{"战略", "the states", "ГОСУДАРСТВО", "2231", "", "\xff", "½ ①", "e\u0301", "𠮷"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, phrase string) {
		for _, code := range []lang.Code{lang.Unknown, lang.Chinese, lang.Russian} {
			r, err := m.Lookup(t.Context(), Query{Phrase: phrase, Lang: code})
			if errors.Is(err, ErrEmptyPhrase) {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			for _, h := range r.Hits {
				text := h.Unit.Variants[h.Variant].Text
				for _, s := range h.Marks {
					if s.Start >= s.End || !utf8.ValidString(text[s.Start:s.End]) {
						t.Fatalf("%q: mark %v in %q", phrase, s, text)
					}
				}
				if len(h.Marks) == 0 {
					t.Fatalf("%q: no mark in %q", phrase, text)
				}
			}
		}
		if _, err := m.Match(t.Context(), MatchQuery{Text: phrase, Min: 50}); err != nil {
			t.Fatal(err)
		}
	})
}

func FuzzAssemble(f *testing.F) {
	f.Add("One. Two.\nThree", 0, 4, 5, 9)
	f.Fuzz(func(t *testing.T, p string, a, b, c, d int) {
		in := Text{Paragraphs: []Paragraph{{Text: p}}}
		segments := []Segment{{0, a, b}, {0, c, d}}
		if !in.holds(segments) {
			return
		}
		text := assemble(func(int) string { return p }, segments)
		if b <= c && strings.TrimSpace(p[b:c]) == "" {
			if text != p[a:d] {
				t.Fatalf("%q, want the span %q", text, p[a:d])
			}
		} else if text != p[a:b]+" "+p[c:d] {
			t.Fatalf("%q", text)
		}
	})
}
