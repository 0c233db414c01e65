package srx

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/dlclark/regexp2"

	"dragoman/internal/lang"
	"dragoman/internal/segment"
)

// reference is the plain engine: at every position it asks one rule after
// another, each by regexp2.
type reference struct {
	rules []rule
	exact []*exactRule
}

func newReference(t testing.TB, list []rule) *reference {
	r := &reference{rules: list}
	for _, rule := range list {
		one := func(open string, p *pattern) *regexp2.Regexp {
			var b strings.Builder
			b.WriteString(open)
			exact(&b, p.root)
			b.WriteByte(')')
			re, err := regexp2.Compile(b.String(), regexp2.Singleline)
			if err != nil {
				t.Fatalf("%s: %v", b.String(), err)
			}
			return re
		}
		r.exact = append(r.exact, &exactRule{one(`\G(?<=`, rule.before), one(`\G(?:`, rule.after)})
	}
	return r
}

func (r *reference) matches(i int, text []rune, p int) bool {
	for _, re := range []*regexp2.Regexp{r.exact[i].before, r.exact[i].after} {
		if m, err := re.FindRunesMatchStartingAt(text, p); err != nil || m == nil {
			return false
		}
	}
	return true
}

// cut returns the segments of a text without blank lines.
func (r *reference) cut(t string) []string {
	text := []rune(t)
	var out []string
	start := 0
	flush := func(to int) {
		if s := strings.TrimFunc(string(text[start:to]), unicode.IsSpace); s != "" {
			out = append(out, s)
		}
		start = to
	}
	for p := 1; p < len(text); p++ {
		for i := range r.rules {
			if !r.matches(i, text, p) {
				continue
			}
			if r.rules[i].breaks && (p+1 == len(text) || !r.matches(i, text, p+1)) {
				flush(p)
			}
			break
		}
	}
	flush(len(text))
	return out
}

func compare(t testing.TB, list []rule, s *Segmenter, ref *reference, text string) {
	t.Helper()
	var got []string
	for _, sp := range s.Spans(nil, text, nil) {
		got = append(got, text[sp.Start:sp.End])
	}
	if want := ref.cut(text); !slices.Equal(got, want) {
		var b strings.Builder
		for _, r := range list {
			b.WriteString(fmt.Sprintf("  %v line %d\n", r.breaks, r.line))
		}
		t.Errorf("%q\n got %q\nwant %q\n%s", text, got, want, b.String())
	}
}

// texts are paragraphs of the project's own in a language.
func texts(t testing.TB, l lang.Code) []string {
	var out []string
	data, err := os.ReadFile("../testdata/hardcases." + string(l) + ".tsv")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		out = append(out, strings.ReplaceAll(strings.Split(line, "\t")[0], `\n`, "\n"))
	}
	data, err = os.ReadFile("../../../data/statement/" + string(l) + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	for block := range strings.SplitSeq(string(data), "\n\n") {
		if block = strings.TrimSpace(block); block != "" {
			out = append(out, block)
		}
	}
	return out
}

// TestReference compares the automata with the plain engine on the project's
// texts.
func TestReference(t *testing.T) {
	data, err := os.ReadFile("testdata/plain.srx")
	if err != nil {
		t.Fatal(err)
	}
	rules, _ := parsed(t, string(data))
	for _, l := range []lang.Code{lang.Chinese, lang.English, lang.Russian, "de"} {
		list, _ := rules.rulesFor(l)
		ref, s := newReference(t, list), rules.Segmenter(l)
		from := l
		if l == "de" {
			from = lang.English
		}
		for i, text := range texts(t, from) {
			if len(text) > 1500 || i%3 != 0 && testing.Short() {
				continue
			}
			compare(t, list, s, ref, text)
		}
	}
}

// pieces make random patterns: letters few enough to meet, and every construct.
var atoms = []string{"a", "b", `\.`, "!", " ", "。", "А", "г", ".", "[ab]", "[^a]", `\s`, `\w`, `\p{Lu}`, `\P{L}`, `\d`, `[\p{L}&&[^b]]`, "\n"}

func randomPattern(r *rand.Rand, depth int) string {
	var b strings.Builder
	for range r.IntN(4) {
		atom := atoms[r.IntN(len(atoms))]
		if depth > 0 {
			switch r.IntN(14) {
			case 0:
				atom = "(?:" + randomPattern(r, depth-1) + "|" + randomPattern(r, depth-1) + ")"
			case 1:
				atom = "(?i:" + randomPattern(r, depth-1) + ")"
			case 2:
				atom = `\b`
			case 3:
				atom = `\B`
			case 4:
				atom = []string{"^", "$", `\A`, `\z`, "(?m:^)", "(?m:$)"}[r.IntN(6)]
			case 5:
				atom = []string{"(?=", "(?!", "(?<=", "(?<!"}[r.IntN(4)] + randomPattern(r, depth-1) + ")"
			}
		}
		b.WriteString(atom)
		if last := b.String(); !strings.HasSuffix(last, "^") && !strings.HasSuffix(last, "$") && r.IntN(4) == 0 {
			b.WriteString([]string{"*", "+", "?", "{0,2}", "{2}", "+?"}[r.IntN(6)])
		}
	}
	return b.String()
}

// TestRandomRules compares the automata with the plain engine on random rules
// and texts.
func TestRandomRules(t *testing.T) {
	letters := []rune("aabb..!!  。АгB1\n😀")
	for seed := range uint64(80) {
		r := rand.New(rand.NewPCG(seed, 1))
		var lines []string
		for range 1 + r.IntN(5) {
			lines = append(lines, written([]string{"yes", "no"}[r.IntN(2)], randomPattern(r, 2), randomPattern(r, 2)))
		}
		rules, problems := parsed(t, file(lines...))
		if slices.ContainsFunc(problems, func(p Problem) bool { return p.Dropped }) {
			t.Fatalf("%v of %s", problems, lines)
		}
		list, _ := rules.rulesFor("en")
		ref, s := newReference(t, list), rules.Segmenter("en")
		for range 8 {
			var b strings.Builder
			for range r.IntN(24) {
				b.WriteRune(letters[r.IntN(len(letters))])
			}
			if text := b.String(); !strings.Contains(strings.ReplaceAll(text, " ", ""), "\n\n") {
				compare(t, list, s, ref, text)
			}
		}
		if t.Failed() {
			t.Fatalf("seed %d: %s", seed, strings.Join(lines, "\n"))
		}
	}
}

// FuzzParse holds that no file makes the reader panic, and that what was read
// keeps the text whole.
func FuzzParse(f *testing.F) {
	data, err := os.ReadFile("testdata/plain.srx")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(data), "Mr. Li. “A” b。c\n• d")
	f.Add(file(yes(`[.?!]+`, `\s`)), "A. B")
	for _, p := range []string{`(?<!a)b`, `[a&&[b]]`, `\Q..\E`, `a{2,}`, `[^\]]`, `(?i)é`, `\uD83D`, `[[:alpha:]]`, `(?x) a # b`, `a|`, `(|)*`} {
		f.Add(file(no(p, ``), yes(``, p)), "ab. aé]")
	}
	f.Fuzz(func(t *testing.T, rules, text string) {
		if len(rules) > 2000 || len(text) > 200 || !utf8.ValidString(text) {
			return
		}
		r, _, err := Parse(strings.NewReader(rules))
		if err != nil {
			return
		}
		spans := r.Segmenter(lang.English).Spans(nil, text, nil)
		end := 0
		for _, sp := range append(spans, segment.Span{Start: len(text), End: len(text)}) {
			if sp.Start < end || sp.End < sp.Start || strings.TrimFunc(text[end:sp.Start], unicode.IsSpace) != "" {
				t.Fatalf("%v of %q", spans, text)
			}
			end = sp.End
		}
	})
}
