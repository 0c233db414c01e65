package lexicon

import (
	"bytes"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"dragoman/internal/lang"
	"dragoman/internal/lexicon/vocab"
)

var update = flag.Bool("update", false, "write the golden files anew")

const setsDir = "../../../shared/sets/align"

// retrievalSets are the sets on which accuracy is measured, for all pairs.
var retrievalSets = []string{"un-dev-std", "tico-std", "uncharter-std", "udhr-std"}

var retrievalPairs = [][2]lang.Code{{lang.Chinese, lang.English}, {lang.English, lang.Russian}, {lang.Chinese, lang.Russian}}

// variant is a line of the ablation table.
type variant struct {
	name  string
	lex   func(t *testing.T) *Lexicon
	keep  func(Word) bool
	names bool
}

func full(t *testing.T) *Lexicon {
	x, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// withoutTerms keeps the words of the terms but not what they mean.
func withoutTerms(t *testing.T) *Lexicon {
	b := *full(t).base
	for i := range languages {
		b.phrases[i] = func() trie { return nil }
		for j := range languages {
			if all := b.pairs[i][j]; all != nil {
				b.pairs[i][j] = func() []*vocab.Rows { return all()[:2] }
			}
		}
	}
	return &Lexicon{base: &b, pool: newPool()}
}

func isValue(w Word) bool {
	return w.Key[0] == '#' && w.Key != "#?" && w.Key != "#:" && w.Key != "#«"
}

var variants = []variant{
	{name: "all evidence", lex: full, names: true},
	{name: "without names", lex: full},
	{name: "without values", lex: full, keep: func(w Word) bool { return !isValue(w) }, names: true},
	{name: "without the term lists", lex: withoutTerms, names: true},
	{name: "without Latin strings", lex: full, keep: func(w Word) bool { return w.Key[0] != '@' }, names: true},
	{name: "without marks", lex: full, keep: func(w Word) bool { return w.Key[0] != '#' || isValue(w) }, names: true},
	{name: "values, marks and Latin strings alone", lex: full, keep: func(w Word) bool { return w.Key[0] == '#' || w.Key[0] == '@' }},
}

// TestRetrieval measures how often the sentence that translates another scores
// best among its neighbours, five on each side, by words alone.
func TestRetrieval(t *testing.T) {
	if _, err := os.Stat(setsDir); err != nil {
		t.Skip("the alignment sets are not here: " + setsDir)
	}
	if testing.Short() {
		t.Skip("takes a minute")
	}
	var out bytes.Buffer
	fmt.Fprintf(&out, "%-40s", "P@1 within 5 sentences, per cent")
	for _, p := range retrievalPairs {
		fmt.Fprintf(&out, " %8s", string(p[0]+"-"+p[1]))
	}
	out.WriteByte('\n')
	for i, v := range variants {
		sets := [][]string{retrievalSets}
		if i == 0 {
			for _, s := range retrievalSets {
				sets = append(sets, []string{s})
			}
		}
		for k, set := range sets {
			name := v.name
			if k > 0 {
				name = "  " + set[0]
			}
			fmt.Fprintf(&out, "%-40s", name)
			for _, p := range retrievalPairs {
				fmt.Fprintf(&out, " %8.1f", 100*precision(t, v, set, p))
			}
			out.WriteByte('\n')
		}
	}
	golden(t, "retrieval.txt", out.Bytes())
}

// golden compares with a golden file, or writes it.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s has changed; run with -update if it should:\n%s", path, got)
	}
}

var oneToOne = regexp.MustCompile(`^\[(\d+)\]:\[(\d+)\]$`)

func precision(t *testing.T, v variant, sets []string, p [2]lang.Code) float64 {
	x := v.lex(t)
	right, all := 0, 0
	for _, set := range sets {
		golds, err := filepath.Glob(filepath.Join(setsDir, set, fmt.Sprintf("*.%s-%s.gold", p[0], p[1])))
		if err != nil || len(golds) == 0 {
			t.Fatalf("no gold in %s: %v", set, err)
		}
		for _, g := range golds {
			doc := strings.TrimSuffix(g, fmt.Sprintf(".%s-%s.gold", p[0], p[1]))
			r, n := retrieve(newRetriever(t, x, v, p, doc), readLines(t, g))
			right, all = right+r, all+n
		}
	}
	return float64(right) / float64(all)
}

func retrieve(r *retriever, gold []string) (right, all int) {
	for _, line := range gold {
		m := oneToOne.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		i, _ := strconv.Atoi(m[1])
		j, _ := strconv.Atoi(m[2])
		best, at := math.Inf(-1), -1
		for k := max(0, j-window); k <= j+window && k < len(r.b); k++ {
			if s := r.score(i, k); s > best {
				best, at = s, k
			}
		}
		if at == j {
			right++
		}
		all++
	}
	return right, all
}

// retriever scores pairs of sentences of one document: the sum over the words of
// each side of log(1-β + β mean t(w|s)/u(w)).
type retriever struct {
	a, b   [][]int
	ua, ub []float64
	ab, ba []map[int]float64
	ma, mb []map[int]float64
}

func newRetriever(t *testing.T, x *Lexicon, v variant, p [2]lang.Code, doc string) *retriever {
	r := &retriever{}
	va, vb := &voc{ids: map[string]int{}}, &voc{ids: map[string]int{}}
	ta, tb := readLines(t, doc+"."+string(p[0])), readLines(t, doc+"."+string(p[1]))
	r.a, r.ua = va.read(x, v, p[0], ta)
	r.b, r.ub = vb.read(x, v, p[1], tb)
	r.ab = table(x, va, vb, p[0], p[1])
	r.ba = table(x, vb, va, p[1], p[0])
	if v.names {
		linkNames(x, r, va, vb, p, ta, tb)
	}
	return r
}

// voc is the words of one side of a document.
type voc struct {
	ids  map[string]int
	keys []string
	lex  []uint32
}

func (v *voc) id(key string, lex uint32) int {
	id, ok := v.ids[key]
	if !ok {
		id = len(v.keys)
		v.ids[key] = id
		v.keys, v.lex = append(v.keys, key), append(v.lex, lex)
	}
	return id
}

func (v *voc) read(x *Lexicon, va variant, l lang.Code, lines []string) ([][]int, []float64) {
	var out [][]int
	for _, line := range lines {
		var s []int
		for _, w := range x.Words(nil, l, line) {
			if va.keep == nil || va.keep(w) {
				s = append(s, v.id(w.Key, w.ID))
			}
		}
		out = append(out, s)
	}
	u, sum := make([]float64, len(v.keys)), 0.0
	for i := range u {
		u[i] = .5
	}
	for _, s := range out {
		for _, w := range s {
			u[w]++
		}
	}
	for i := range u {
		sum += u[i]
	}
	for i := range u {
		u[i] /= sum
	}
	return out, u
}

func table(x *Lexicon, from, to *voc, lf, lt lang.Code) []map[int]float64 {
	byLex := make(map[uint32]int)
	for i, id := range to.lex {
		if id != 0 {
			byLex[id] = i
		}
	}
	out := make([]map[int]float64, len(from.keys))
	for i, id := range from.lex {
		out[i] = make(map[int]float64)
		for _, g := range x.Translations(nil, lf, id, lt) {
			if j, ok := byLex[g.ID]; ok {
				out[i][j] += float64(g.Weight)
			}
		}
		key := from.keys[i]
		if key[0] == '#' || key[0] == '@' {
			if j, ok := to.ids[key]; ok {
				out[i][j] = .8
			}
		}
		if key[0] == '@' {
			if j, ok := to.ids[key[1:]]; ok {
				out[i][j] = .7
			}
		} else if j, ok := to.ids["@"+key]; ok {
			out[i][j] = .7
		}
	}
	return out
}

const retrievalBeta = 0.4

var window = 5

func (r *retriever) score(i, j int) float64 {
	if r.ma == nil {
		r.ma, r.mb = make([]map[int]float64, len(r.a)), make([]map[int]float64, len(r.b))
	}
	return half(&r.ma[i], r.a[i], r.b[j], r.ab, r.ub) + half(&r.mb[j], r.b[j], r.a[i], r.ba, r.ua)
}

// half scores one side. mass is what the words of s give each word together,
// worked out once.
func half(mass *map[int]float64, s, t []int, table []map[int]float64, u []float64) float64 {
	if *mass == nil {
		*mass = make(map[int]float64)
		for _, x := range s {
			for w, p := range table[x] {
				(*mass)[w] += p / float64(len(s))
			}
		}
	}
	sum := 0.0
	for _, w := range t {
		sum += math.Log(1 - retrievalBeta + retrievalBeta*(*mass)[w]/u[w])
	}
	return sum
}

func readLines(t *testing.T, path string) []string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(strings.ReplaceAll(string(b), "\r", ""), "\n"), "\n")
}
