package lexicon

import (
	"bytes"
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

const setsDir = "../../../shared/sets/align"

// retrievalSets are the sets on which accuracy is measured, for all pairs.
var retrievalSets = []string{"un-dev-std", "tico-std", "uncharter-std", "udhr-std"}

var retrievalPairs = [][2]lang.Code{{lang.Chinese, lang.English}, {lang.English, lang.Russian}, {lang.Chinese, lang.Russian}}

// variant is a line of the ablation table.
type variant struct {
	name    string
	noTerms bool
	keep    func(Word) bool
	names   bool
}

// memo is a lexicon that remembers what it said of each sentence, since every
// variant asks the same.
type memo struct {
	x     *Lexicon
	words map[string][]Word
	names map[string][]Name
}

func newMemo(x *Lexicon) *memo {
	return &memo{x, make(map[string][]Word), make(map[string][]Name)}
}

func (m *memo) Words(l lang.Code, text string) []Word {
	key := string(l) + text
	w, ok := m.words[key]
	if !ok {
		w = m.x.Words(nil, l, text)
		m.words[key] = w
	}
	return w
}

func (m *memo) Names(l lang.Code, text string) []Name {
	key := string(l) + text
	n, ok := m.names[key]
	if !ok {
		n = m.x.Names(nil, l, text)
		m.names[key] = n
	}
	return n
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
	{name: "all evidence", names: true},
	{name: "without names"},
	{name: "without values", keep: func(w Word) bool { return !isValue(w) }, names: true},
	{name: "without the term lists", noTerms: true, names: true},
	{name: "without Latin strings", keep: func(w Word) bool { return w.Key[0] != '@' }, names: true},
	{name: "without marks", keep: func(w Word) bool { return w.Key[0] != '#' || isValue(w) }, names: true},
	{name: "values, marks and Latin strings alone", keep: func(w Word) bool { return w.Key[0] == '#' || w.Key[0] == '@' }},
}

// TestRetrieval measures how often the sentence that translates another scores
// best among its neighbours on each side, by words alone.
func TestRetrieval(t *testing.T) {
	if _, err := os.Stat(setsDir); err != nil {
		t.Skip("the alignment sets are not here: " + setsDir)
	}
	if testing.Short() {
		t.Skip("takes a minute")
	}
	terms, noTerms := newMemo(full(t)), newMemo(withoutTerms(t))
	var out bytes.Buffer
	fmt.Fprintf(&out, "P@1 among the neighbours within n sentences, per cent; one-to-one beads of\n%s\n\n", strings.Join(retrievalSets, ", "))
	fmt.Fprintf(&out, "%-40s", "")
	for _, n := range windows {
		for _, p := range retrievalPairs {
			fmt.Fprintf(&out, " %9s", fmt.Sprintf("%s-%s %d", p[0], p[1], n))
		}
	}
	out.WriteByte('\n')
	for i, v := range variants {
		all := make([]tally, len(retrievalSets))
		total := tally{}
		x := terms
		if v.noTerms {
			x = noTerms
		}
		for k, set := range retrievalSets {
			all[k] = measure(t, x, v, set)
			total = total.plus(all[k])
		}
		total.write(&out, v.name)
		for k, set := range retrievalSets {
			if i == 0 {
				all[k].write(&out, "  "+set)
			}
		}
	}
	golden(t, "retrieval.txt", out.Bytes())
}

// windows are how many neighbours on each side compete.
var windows = [2]int{5, 50}

// tally counts right answers for each window and pair, and questions.
type tally struct {
	right [len(windows)][3]int
	asked [3]int
}

func (a tally) plus(b tally) tally {
	for p := range a.asked {
		a.asked[p] += b.asked[p]
		for w := range windows {
			a.right[w][p] += b.right[w][p]
		}
	}
	return a
}

func (a tally) write(out *bytes.Buffer, name string) {
	fmt.Fprintf(out, "%-40s", name)
	for w := range windows {
		for p := range a.asked {
			fmt.Fprintf(out, " %9.1f", 100*float64(a.right[w][p])/float64(a.asked[p]))
		}
	}
	out.WriteByte('\n')
}

var oneToOne = regexp.MustCompile(`^\[(\d+)\]:\[(\d+)\]$`)

// measure asks for every one-to-one bead of a set.
func measure(t *testing.T, x *memo, v variant, set string) tally {
	var a tally
	for k, p := range retrievalPairs {
		golds, err := filepath.Glob(filepath.Join(setsDir, set, fmt.Sprintf("*.%s-%s.gold", p[0], p[1])))
		if err != nil || len(golds) == 0 {
			t.Fatalf("no gold in %s: %v", set, err)
		}
		for _, g := range golds {
			r := newRetriever(t, x, v, p, strings.TrimSuffix(g, fmt.Sprintf(".%s-%s.gold", p[0], p[1])))
			for _, line := range readLines(t, g) {
				m := oneToOne.FindStringSubmatch(line)
				if m == nil {
					continue
				}
				i, _ := strconv.Atoi(m[1])
				j, _ := strconv.Atoi(m[2])
				for w, n := range windows {
					if r.best(i, j, n) == j {
						a.right[w][k]++
					}
				}
				a.asked[k]++
			}
		}
	}
	return a
}

// best is the sentence that scores best for i within n of j.
func (r *retriever) best(i, j, n int) int {
	best, at := math.Inf(-1), -1
	for k := max(0, j-n); k <= j+n && k < len(r.b); k++ {
		if s := r.score(i, k); s > best {
			best, at = s, k
		}
	}
	return at
}

// retriever scores pairs of sentences of one document: the sum over the words of
// each side of log(1-β + β mean t(w|s)/u(w)).
type retriever struct {
	a, b   [][]int
	ua, ub []float64
	ab, ba []map[int]float64
	ma, mb []map[int]float64
}

func newRetriever(t *testing.T, x *memo, v variant, p [2]lang.Code, doc string) *retriever {
	r := &retriever{}
	va, vb := &voc{ids: map[string]int{}}, &voc{ids: map[string]int{}}
	ta, tb := readLines(t, doc+"."+string(p[0])), readLines(t, doc+"."+string(p[1]))
	r.a, r.ua = va.read(x, v, p[0], ta)
	r.b, r.ub = vb.read(x, v, p[1], tb)
	r.ab = table(x.x, va, vb, p[0], p[1])
	r.ba = table(x.x, vb, va, p[1], p[0])
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

func (v *voc) read(x *memo, va variant, l lang.Code, lines []string) ([][]int, []float64) {
	var out [][]int
	for _, line := range lines {
		var s []int
		for _, w := range x.Words(l, line) {
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
	}
	return out
}

const retrievalBeta = 0.4

// unmatched is the score of a word that nothing explains.
var unmatched = math.Log(1 - retrievalBeta)

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
		if m := (*mass)[w]; m > 0 {
			sum += math.Log(1 - retrievalBeta + retrievalBeta*m/u[w])
		} else {
			sum += unmatched
		}
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
