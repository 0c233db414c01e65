package tm

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"dragoman/internal/lang"
	"dragoman/internal/normal"
)

// plainDistance is the table of Wagner and Fischer.
func plainDistance[T comparable](a, b []T) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j := range b {
			d := diagonal
			if a[i] != b[j] {
				d++
			}
			diagonal = row[j+1]
			row[j+1] = min(d, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}

func TestDistance(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	text := func() []int64 {
		n := r.IntN(20)
		if r.IntN(3) == 0 {
			n = 50 + r.IntN(250)
		}
		ns := make([]int64, n)
		for i := range ns {
			ns[i] = int64(r.IntN(5))
		}
		return ns
	}
	for range 2000 {
		a, b := text(), text()
		if r.IntN(2) == 0 { // near
			b = slices.Clone(a)
			for range r.IntN(5) {
				if len(b) > 0 {
					b[r.IntN(len(b))] = int64(r.IntN(9))
				}
			}
		}
		want := plainDistance(a, b)
		x := newMatcher(a)
		if got := x.distance(b, len(a)+len(b)); got != want {
			t.Fatalf("%v\n%v: %d, want %d", a, b, got, want)
		}
		most := r.IntN(10)
		if got := x.distance(b, most); (got <= most) != (want <= most) || got <= most && got != want {
			t.Fatalf("%v\n%v within %d: %d, want %d", a, b, most, got, want)
		}
	}
}

// plainScore is the score by its definition, with the plain distance.
func plainScore(code lang.Code, text string, v *Variant) int {
	a, b := normal.Tokens(nil, code, text), normal.Tokens(nil, code, v.Text)
	stems := func(ts []normal.Token) (ss []string) {
		for _, x := range ts {
			ss = append(ss, x.Stem)
		}
		return ss
	}
	keys := func(ts []normal.Token) (ss []string) {
		for _, x := range ts {
			ss = append(ss, x.Key)
		}
		return ss
	}
	same := strings.Join(strings.Fields(text), " ") == strings.Join(strings.Fields(v.Text), " ")
	n := max(len(a), len(b))
	points := 100
	if n > 0 {
		points = 100 * (n - plainDistance(stems(a), stems(b))) / n
	} else if !same {
		return 0
	}
	if points == 100 && !slices.Equal(keys(a), keys(b)) {
		points--
	}
	if slices.Equal(stems(a), stems(b)) && !same {
		points--
	}
	if v.Raw != "" {
		points--
	}
	return points
}

// TestMatchIsComplete compares fuzzy look-ups with scoring everything.
func TestMatchIsComplete(t *testing.T) {
	for seed := range uint64(2) {
		r := randomTexts{rand.New(rand.NewPCG(seed, 3))}
		m := open(t)
		for _, name := range strings.Fields("a b c d e") {
			put(t, m, r.document(name, 150))
		}
		long := r.long()
		put(t, m, document("long", "2020-01-01", zhEnRu, long, []string{"……", "* * *", "—"}, []string{"核", "the", "и"}))
		importText(t, m, foreignTMX, ImportOptions{})
		if _, err := m.Remove(t.Context(), "b"); err != nil {
			t.Fatal(err)
		}
		compareMatches(t, m, r, long, 120)
	}
}

// long makes texts of more than a thousand tokens.
func (r randomTexts) long() (row []string) {
	for _, l := range zhEnRu {
		sep := " "
		if l == lang.Chinese {
			sep = ""
		}
		words := make([]string, 1500)
		for i := range words {
			words[i] = vocabulary[l][r.IntN(10)]
		}
		row = append(row, strings.Join(words, sep))
	}
	return row
}

func compareMatches(t *testing.T, m *Memory, r randomTexts, long []string, n int) {
	t.Helper()
	units := state(t, m)
	for i := range n {
		k := r.IntN(3)
		code := zhEnRu[k]
		text := r.text(code, 12)
		switch u := units[r.IntN(len(units))]; {
		case i%40 == 0:
			text = long[k][:len(long[k])*9/10]
			text = strings.ToValidUTF8(text, "")
		case i%3 > 0: // near a text that is there
			j := slices.IndexFunc(u.Variants, func(v Variant) bool { return v.Lang == code })
			if j >= 0 {
				text = r.change(code, u.Variants[j].Text)
			}
		}
		q := MatchQuery{Text: text, Lang: code, Min: []int{50, 60, 66, 67, 70, 85, 100}[r.IntN(7)], Limit: []int{-1, 1, 5, 20}[r.IntN(4)]}
		got, err := m.Match(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if want := plainMatches(units, q); !slices.EqualFunc(got, want, sameMatch) {
			t.Fatalf("%+v:\n got %s\nwant %s", q, listMatches(got), listMatches(want))
		}
	}
}

func sameMatch(a, b Match) bool {
	return a.Unit.ID == b.Unit.ID && a.Score == b.Score && a.Variant == b.Variant
}

func listMatches(ms []Match) string {
	var b strings.Builder
	for _, x := range ms {
		b.WriteString("\n  " + x.Unit.TUID + " " + x.Unit.Variants[x.Variant].Text)
	}
	return b.String()
}

// change edits a text a little, or only its punctuation.
func (r randomTexts) change(l lang.Code, text string) string {
	switch r.IntN(5) {
	case 0:
		return text
	case 1:
		return strings.ToUpper(text) + "!"
	case 2:
		return r.text(l, 3) + " " + text
	}
	rs := []rune(text)
	i := r.IntN(len(rs) + 1)
	return string(rs[:i]) + " " + r.text(l, 4) + " " + string(rs[min(i+r.IntN(8), len(rs)):])
}

func plainMatches(units []Unit, q MatchQuery) []Match {
	var ms []Match
	for _, u := range units {
		best := Match{Unit: u}
		for i, v := range u.Variants {
			if v.Lang == q.Lang {
				if s := plainScore(q.Lang, q.Text, &v); s > best.Score {
					best.Variant, best.Score = i, s
				}
			}
		}
		if best.Score >= q.Min {
			ms = append(ms, best)
		}
	}
	slices.SortFunc(ms, func(a, b Match) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(b.Unit.Date, a.Unit.Date), cmp.Compare(a.Unit.ID, b.Unit.ID))
	})
	if q.Limit > 0 {
		ms = ms[:min(q.Limit, len(ms))]
	}
	return ms
}

func TestMatch(t *testing.T) {
	m := open(t)
	put(t, m, statement())
	importText(t, m, foreignTMX, ImportOptions{})
	for _, c := range []struct {
		text string
		min  int
		want int // best score, 0: none
	}{
		{"Missile defence capabilities.", 0, 100},
		{"Missile  defence\ncapabilities.", 0, 100},
		{"missile defence capabilities", 0, 99},
		{"Missile defence capability.", 0, 98},
		{"Missile attack capabilities.", 60, 66},
		{"Missile attack capabilities.", 0, 0},
		{"Recalling the Declaration,", 0, 99}, // inline codes
		{"回顾《宣言》，", 0, 100},
		{"回顾《宣言》", 0, 99},
		{"外空", 0, 100},
		{"", 0, 0},
	} {
		ms, err := m.Match(t.Context(), MatchQuery{Text: c.text, Min: c.min})
		if err != nil {
			t.Fatal(err)
		}
		got := 0
		if len(ms) > 0 {
			got = ms[0].Score
		}
		if got != c.want {
			t.Errorf("%q: %d, want %d", c.text, got, c.want)
		}
	}
	if _, err := m.Match(t.Context(), MatchQuery{Text: "x", Min: 101}); err == nil {
		t.Error("a least score of 101 is taken")
	}
}
