package document

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/clipperhouse/displaywidth"

	"dragoman/internal/lang"
)

// show writes paragraphs one a line: kind, text with ⏎ for line ends and ⏐ at
// breaks.
func show(ps []Paragraph) string {
	var b strings.Builder
	for _, p := range ps {
		s := p.Text
		for _, at := range slices.Backward(p.Breaks) {
			s = s[:at] + "⏐" + s[at:]
		}
		fmt.Fprintf(&b, "%s: %s\n", p.Kind, strings.NewReplacer("\r\n", "⏎", "\n", "⏎", "\r", "⏎", "\u2028", "⏎", "\u0085", "⏎").Replace(s))
	}
	return b.String()
}

func parseAs(t testing.TB, name, data string, opt Options) *Text {
	t.Helper()
	got, err := Parse(t.Context(), name, []byte(data), opt)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return got
}

func TestPlainLayout(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"blank lines and heading marks", "\n## Title of it\n\nA paragraph.\n\n\n\nAnother one\nwrapped softly.\n",
			"heading: Title of it\nbody: A paragraph.\nbody: Another one⏎wrapped softly.\n"},
		{"heading without a blank line", "# One\nText of it.\n## Two ##\nMore text.\n",
			"heading: One\nbody: Text of it.\nheading: Two\nbody: More text.\n"},
		{"hard breaks", "Para one.\n\nLi Song  \nAmbassador\\\nPermanent Representative\n\nPara two.\n",
			"body: Para one.\naddress: Li Song  ⏎⏐Ambassador\\⏎⏐Permanent Representative\nbody: Para two.\n"},
		{"enumerators in one block", "1. 第一项内容；\n2. 第二项内容；\n（三）第三项。\n\n四、结尾的话。\n",
			"list item: 1. 第一项内容；⏎⏐2. 第二项内容；⏎⏐（三）第三项。\nlist item: 四、结尾的话。\n"},
		{"bullets and letters", "Стороны будут:\n– первое;\n– второе;\nа) третье;\nб) четвертое.\n\nКонец текста.\n",
			"body: Стороны будут:⏎⏐– первое;⏎⏐– второе;⏎⏐а) третье;⏎⏐б) четвертое.\nbody: Конец текста.\n"},
		{"a year is no enumerator", "The Treaty was signed in\n1968. It entered into force later.\n",
			"body: The Treaty was signed in⏎1968. It entered into force later.\n"},
		{"one paragraph a line, no blank lines",
			"联合声明\n双方重申军备控制是加强国际安全与稳定的重要手段，破坏国际安全与稳定的行为同时也阻碍了军控领域的努力。\n双方一贯反对此类破坏全球战略安全与稳定的政策，并重申恪守有关声明，特别是有关的原则。\n双方坚信，推动上述工作将极大改善国际安全环境，为营造有利于军控裁军进程的良好氛围带来重大助力。\n双方愿继续积极密切协调，深化务实合作。\n",
			"heading: 联合声明\nbody: 双方重申军备控制是加强国际安全与稳定的重要手段，破坏国际安全与稳定的行为同时也阻碍了军控领域的努力。\nbody: 双方一贯反对此类破坏全球战略安全与稳定的政策，并重申恪守有关声明，特别是有关的原则。\nbody: 双方坚信，推动上述工作将极大改善国际安全环境，为营造有利于军控裁军进程的良好氛围带来重大助力。\nbody: 双方愿继续积极密切协调，深化务实合作。\n"},
		{"address block of bare lines", "Vienna\nInternational Atomic Energy Agency\nDirector General\n\nExcellency,\n\nI have the honour to refer to the letter of the Permanent Mission of 21 May 2025.\n\nAccept, Excellency, the assurances of my highest consideration.\n\nLi Song\nAmbassador\n\nVienna, 21 May 2025\n",
			"address: Vienna⏎⏐International Atomic Energy Agency⏎⏐Director General\naddress: Excellency,\nbody: I have the honour to refer to the letter of the Permanent Mission of 21 May 2025.\nbody: Accept, Excellency, the assurances of my highest consideration.\nsignature: Li Song⏎⏐Ambassador\nsignature: Vienna, 21 May 2025\n"},
		{"drawn lines", "One thing.\n\n---\n\nAnother thing.\n* * *\nLast thing.\n", "body: One thing.\nbody: Another thing.\nbody: Last thing.\n"},
		{"page breaks", "One thing.\fAnother thing.", "body: One thing.\nbody: Another thing.\n"},
		{"line ends of all kinds", "a b\r\nc\rd\u2028e\u0085f\r\n\r\ng h\r\ri", "body: a b⏎c⏎d⏎e⏎f\nbody: g h\nbody: i\n"},
		{"outer white space of all kinds", "\u3000\u3000双方\u00a0\n\n\t\u2003重申 \n", "body: 双方\nbody: 重申\n"},
		{"all capitals", "INTRODUCTION\n\nThe two sides note the following.\n\nI. General\n\nThe end of it.\n",
			"heading: INTRODUCTION\nbody: The two sides note the following.\nheading: I. General\nbody: The end of it.\n"},
		{"chapters", "第一章 总则\n\n第一条 本条例适用于各缔约国。\n\nСтатья 2\n\nСтороны договорились.\n",
			"heading: 第一章 总则\nbody: 第一条 本条例适用于各缔约国。\nheading: Статья 2\nbody: Стороны договорились.\n"},
	}
	for _, tt := range tests {
		got := parseAs(t, "x.txt", tt.in, Options{Lang: lang.English})
		if s := show(got.Paragraphs); s != tt.want {
			t.Errorf("%s:\ngot\n%swant\n%s", tt.name, s, tt.want)
		}
	}
}

func TestLines(t *testing.T) {
	got := parseAs(t, "x.txt", "One. Two.\n\n## three\n  1. four  \nfive", Options{Lines: true})
	if want := "body: One. Two.\nbody: ## three\nbody: 1. four\nbody: five\n"; show(got.Paragraphs) != want {
		t.Errorf("got\n%swant\n%s", show(got.Paragraphs), want)
	}
}

func TestWarnings(t *testing.T) {
	got := parseAs(t, "x.txt", "One\rtwo \u200Bthree\u200B and\x07 fo\u00ADur.\n", Options{})
	want := "1 lone carriage returns taken for line ends|1 × U+0007 (control character) kept|1 × U+00AD (soft hyphen) kept|2 × U+200B (zero-width space) kept"
	if s := strings.Join(got.Warnings, "|"); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
}

// TestNUL: a stray NUL in a long text is kept and told of.
func TestNUL(t *testing.T) {
	text := strings.Repeat("The two sides agree. ", 100)
	got := parseAs(t, "x.txt", text+"\x00"+text, Options{})
	if w := strings.Join(got.Warnings, "|"); w != "1 × U+0000 (control character) kept" {
		t.Errorf("warnings %q", w)
	}
}

// TestStatementOffsets checks in every encoding that each paragraph, and each
// break within it, is where it is said to be in the file.
func TestStatementOffsets(t *testing.T) {
	for _, tt := range []struct {
		set  charset
		name string
		n    int
	}{
		{utf8Set, "zh.txt", 37}, {gb18030, "zh.txt", 37}, {utf16LE, "zh.txt", 37}, {utf16BE, "zh.txt", 37},
		{big5, "zh-Hant.txt", 37}, {cp1251, "ru.txt", 0}, {koi8r, "ru.txt", 0}, {ibm866, "ru.txt", 0}, {cp1252, "en.txt", 0},
	} {
		raw := encode(t, tt.set, strings.ReplaceAll(statement(t, tt.name), "\n", "\r\n"))
		got := parseAs(t, tt.name, string(raw), Options{Encoding: tt.set.name})
		if tt.n > 0 && len(got.Paragraphs) != tt.n {
			t.Errorf("%s %s: %d paragraphs, want %d", tt.set.name, tt.name, len(got.Paragraphs), tt.n)
		}
		for i, p := range got.Paragraphs {
			for _, at := range append([]int{0}, p.Breaks...) {
				want := encode(t, tt.set, p.Text[at:])
				off := got.OffsetOf(i, at)
				if off < 0 || !strings.HasPrefix(string(raw[off:]), string(want)) {
					t.Fatalf("%s %s: paragraph %d is not at byte %d", tt.set.name, tt.name, i, off)
				}
			}
		}
	}
}

// wrap breaks s into lines of at most columns, between words or Han
// characters, with no comma or full stop at the start of a line.
func wrap(s string, columns int, first string) string {
	var lines []string
	cur := first
	flush := func() { lines, cur = append(lines, strings.TrimRight(cur, " ")), "" }
	for _, w := range chunks(s) {
		if displaywidth.String(cur+strings.TrimRight(w, " ")) > columns && strings.TrimSpace(cur) != "" {
			flush()
		}
		cur += w
	}
	flush()
	return strings.Join(lines, "\n")
}

// chunks are the pieces between which a line may break.
func chunks(s string) (out []string) {
	start := 0
	runes := []rune(s)
	for i := 1; i < len(runes); i++ {
		a, b := runes[i-1], runes[i]
		if a == ' ' && b != ' ' || (unicode.Is(unicode.Han, a) || unicode.Is(unicode.Han, b)) && !unicode.IsPunct(b) && !strings.ContainsRune("“‘《（", a) && a != ' ' {
			out = append(out, string(runes[start:i]))
			start = i
		}
	}
	return append(out, string(runes[start:]))
}

// TestUnwrap wraps our own texts in several ways and scores the paragraph
// ends that are found against the true ones, as a golden table.
func TestUnwrap(t *testing.T) {
	var table strings.Builder
	fmt.Fprintf(&table, "%-8s %-24s %7s %9s %6s %6s\n", "text", "written", "columns", "precision", "recall", "F1")
	for _, name := range []string{"zh.txt", "en.txt", "ru.txt"} {
		var paras []string
		for _, p := range parseAs(t, name, statement(t, name), Options{}).Paragraphs {
			paras = append(paras, strings.Join(strings.Fields(p.Text), " "))
		}
		for _, way := range []struct{ name, first, sep string }{
			{"blank lines", "", "\n\n"}, {"first-line indent", "    ", "\n"}, {"nothing between", "", "\n"},
		} {
			for _, columns := range []int{60, 76, 100} {
				var b strings.Builder
				for _, p := range paras {
					b.WriteString(wrap(p, columns, way.first) + way.sep)
				}
				got := parseAs(t, name, b.String(), Options{})
				p, r := endScore(paras, got.Paragraphs)
				fmt.Fprintf(&table, "%-8s %-24s %7d %9.2f %6.2f %6.2f\n", name, way.name, columns, p, r, 2*p*r/(p+r))
			}
		}
		got := parseAs(t, name, strings.Join(paras, "\n"), Options{})
		p, r := endScore(paras, got.Paragraphs)
		fmt.Fprintf(&table, "%-8s %-24s %7s %9.2f %6.2f %6.2f\n", name, "one paragraph a line", "", p, r, 2*p*r/(p+r))
	}
	golden(t, "unwrap.txt", table.String())
}

// endScore compares paragraph ends, counted in characters that are no space.
func endScore(want []string, got []Paragraph) (precision, recall float64) {
	ends := func(texts []string) map[int]bool {
		m, n := map[int]bool{}, 0
		for _, s := range texts {
			for _, f := range strings.Fields(s) {
				n += len(f)
			}
			m[n] = true
		}
		return m
	}
	var texts []string
	for _, p := range got {
		texts = append(texts, p.Text)
	}
	w, g := ends(want), ends(texts)
	hit := 0
	for n := range g {
		if w[n] {
			hit++
		}
	}
	return float64(hit) / float64(len(g)), float64(hit) / float64(len(w))
}

func FuzzPlain(f *testing.F) {
	f.Add([]byte(statement(f, "zh.txt")[:1500]))
	f.Add([]byte("## a \\\n b\r\rc  \n1. d\n\x85\xE2\x80\xA8"))
	f.Add([]byte("# \n00"))
	f.Add([]byte("Vienna\nAgency\n\n　　甲\n　　乙"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, opt := range []Options{{Lang: "en", Encoding: "utf-8"}, {Lang: "en", Encoding: "utf-8", Lines: true}} {
			got, err := Parse(t.Context(), "x.txt", data, opt)
			if err != nil {
				continue
			}
			checkParagraphs(t, got)
			for _, p := range got.Paragraphs {
				if !strings.HasPrefix(string(data[p.Offset:]), p.Text) {
					t.Fatalf("%q is not at byte %d", p.Text, p.Offset)
				}
			}
		}
	})
}

// checkParagraphs tests what holds for every format.
func checkParagraphs(t *testing.T, x *Text) {
	t.Helper()
	for _, p := range x.Paragraphs {
		if p.Text == "" || strings.TrimSpace(p.Text) != p.Text {
			t.Errorf("paragraph %q has outer white space or nothing", p.Text)
		}
		last := 0
		for _, b := range p.Breaks {
			if b <= last || b >= len(p.Text) {
				t.Errorf("break %d after %d in %q", b, last, p.Text)
			}
			last = b
		}
		if p.Offset < 0 && p.Place == "" {
			t.Errorf("%q has no place", p.Text)
		}
	}
}
