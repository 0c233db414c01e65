package srx

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"dragoman/internal/lang"
	"dragoman/internal/segment"
)

// file wraps rules, in lines, into a rules file for every language.
func file(rules ...string) string {
	return `<srx version="2.0"><header cascade="yes"/><body><languagerules><languagerule languagerulename="A">` + "\n" +
		strings.Join(rules, "\n") + "\n" +
		`</languagerule></languagerules><maprules><languagemap languagepattern=".*" languagerulename="A"/></maprules></body></srx>`
}

func yes(before, after string) string { return written("yes", before, after) }
func no(before, after string) string  { return written("no", before, after) }

func written(breaks, before, after string) string {
	esc := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	return fmt.Sprintf(`<rule break=%q><beforebreak>%s</beforebreak><afterbreak>%s</afterbreak></rule>`, breaks, esc.Replace(before), esc.Replace(after))
}

func parsed(t testing.TB, text string) (*Rules, []Problem) {
	t.Helper()
	rules, problems, err := Parse(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return rules, problems
}

func cutBy(r *Rules, l lang.Code, text string) string {
	var out []string
	for _, sp := range r.Segmenter(l).Spans(nil, text, nil) {
		out = append(out, text[sp.Start:sp.End])
	}
	return strings.Join(out, "|")
}

func TestSegment(t *testing.T) {
	stop := yes(`[.?!]+`, `\s`)
	for _, c := range []struct {
		name  string
		rules []string
		text  string
		want  string
	}{
		{"no rules", nil, "A. B.", "A. B."},
		{"break", []string{stop}, "A. B! C", "A.|B!|C"},
		{"space inside the rule", []string{yes(`[.?!]\s`, ``)}, "A. B! C", "A.|B!|C"},
		{"exception first", []string{no(`\bDr\.`, `\s`), stop}, "Dr. A. B", "Dr. A.|B"},
		{"exception too late", []string{stop, no(`\bDr\.`, `\s`)}, "Dr. A. B", "Dr.|A.|B"},
		{"overlapping exceptions", []string{no(`\b\p{Lu}\.`, `\s`), stop}, "J. R. R. Tolkien. He", "J. R. R. Tolkien.|He"},
		{"boundary is of Unicode", []string{no(`\bул\.`, `\s`), stop}, "На ул. Мира. Вул. Там", "На ул. Мира.|Вул.|Там"},
		{"runs", []string{yes(`[！？。]`, ``)}, "啊！！！好。是吗？！不", "啊！！！|好。|是吗？！|不"},
		{"runs by one rule", []string{yes(`[！？。]+`, ``)}, "啊！！！好。是吗？！不", "啊！！！|好。|是吗？！|不"},
		{"runs before an exception", []string{no(`！”`, `他`), yes(`[！？。]”?`, ``)}, "啊！”他说！”我", "啊！”他说！”|我"},
		{"empty before", []string{yes(``, `[•▪]\s`)}, "a • b ▪ c", "a|• b|▪ c"},
		{"beginning of the text", []string{no(`^\s*\d+\.`, `\s`), stop}, "1. A. 2. B", "1. A.|2.|B"},
		{"end of the text", []string{yes(`;`, `.{3}$`)}, "a;bcd;efg", "a;bcd;|efg"},
		{"case", []string{no(`(?i)\betc\.`, `\s`), stop}, "a ETC. b. c Etc. d", "a ETC. b.|c Etc. d"},
		{"case in Cyrillic", []string{no(`\b(?i:им)\.`, `\s`), stop}, "ИМ. А. Им. Б", "ИМ. А.|Им. Б"},
		{"look behind", []string{no(`(?<!\p{L})[А-Я]\.`, `\s`), stop}, "А. Б. США. В", "А. Б. США.|В"},
		{"look ahead", []string{yes(`\.`, `\s(?!He)`)}, "A. B. He. C", "A.|B. He.|C"},
		{"look ahead in before", []string{yes(`\.(?= [BC])`, ``)}, "A. B. D. C", "A.|B. D.|C"},
		{"intersection", []string{yes(`[\p{L}&&[^b]]\.`, ``)}, "a.b.c.d", "a.|b.c.|d"},
		{"difference", []string{yes(`[\p{L}--[b]]\.`, ``)}, "a.b.c.d", "a.|b.c.|d"},
		{"quoted", []string{yes(`\Q.*\E`, ``)}, "a.b.*c", "a.b.*|c"},
		{"lines", []string{yes(`$`, ``)}, "a\nb", "a\nb"},
		{"lines, many", []string{yes(`(?m)$`, ``)}, "a\nb", "a|b"},
		{"astral", []string{yes(`[\x{1F600}-\x{1F64F}]`, ``), yes(``, `\U00020000`)}, "a😀b𠀀c", "a😀|b|𠀀c"},
		{"blank line", nil, "a\n\nb", "a|b"},
		{"unbounded", []string{no(`\(.*`, `.*\)`), stop}, "a (b. c) d. e", "a (b. c) d.|e"},
	} {
		rules, problems := parsed(t, file(c.rules...))
		if len(problems) > 0 {
			t.Errorf("%s: %v", c.name, problems)
		}
		if got := cutBy(rules, lang.English, c.text); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestProblems(t *testing.T) {
	for _, c := range []struct {
		rule    string
		reason  string
		dropped bool
	}{
		{yes(`(`, ``), "group without its end", true},
		{yes(`a)`, ``), `unexpected ")"`, true},
		{yes(`[a`, ``), "class without its end", true},
		{yes(`*`, ``), "nothing to repeat", true},
		{yes(`(a)\1`, ``), "reference back", true},
		{yes(``, `\p{Klingon}`), "unknown property", true},
		{yes(`\y`, ``), "unknown escape", true},
		{yes(`\X`, ``), `\X is not known`, true},
		{yes(`(?q)a`, ``), "unknown flag", true},
		{yes(`a{3,2}`, ``), "wrong way round", true},
		{yes(`[b-a]`, ``), "wrong way round", true},
		{yes(`((a{900}){900}){900}`, ``), "repetitions too large", true},
		{yes(`.++\.`, ``), "possessive", false},
		{yes(`(?>a|ab)\.`, ``), "atomic", false},
		{yes(`a{0,5000}`, ``), "more than a thousand", false},
	} {
		_, problems := parsed(t, file(no(`Mr\.`, ``), c.rule))
		if len(problems) != 1 || problems[0].Line != 3 || !strings.Contains(problems[0].Reason, c.reason) || problems[0].Dropped != c.dropped {
			t.Errorf("%s: %v, want %q", c.rule, problems, c.reason)
		}
	}
}

func TestParse(t *testing.T) {
	for _, c := range []struct{ name, text, err string }{
		{"empty", "", "no <srx> element"},
		{"other", "<tmx/>", "not a file of segmentation rules"},
		{"torn", "<srx><body>", "unexpected EOF"},
		{"no maps", `<srx><body/></srx>`, "no language"},
		{"entity", `<!DOCTYPE srx [<!ENTITY a "b">]><srx>&a;</srx>`, "invalid character entity"},
		{"encoding", `<?xml version="1.0" encoding="klingon"?><srx/>`, "unknown encoding"},
	} {
		if _, _, err := Parse(strings.NewReader(c.text)); err == nil || !strings.Contains(err.Error(), c.err) {
			t.Errorf("%s: %v, want %q", c.name, err, c.err)
		}
	}
	plain := file(yes(`[。!]`, ``))
	var wide bytes.Buffer
	wide.WriteString("\xff\xfe")
	for _, u := range utf16.Encode([]rune(`<?xml version="1.0" encoding="UTF-16"?>` + plain)) {
		wide.Write([]byte{byte(u), byte(u >> 8)})
	}
	for name, text := range map[string]string{
		"UTF-16":  wide.String(),
		"mark":    "\ufeff" + plain,
		"1251":    `<?xml version="1.0" encoding="windows-1251"?>` + file(yes("[\xe6!]", ``)),
		"version": strings.Replace(plain, "2.0", "1.0", 1),
	} {
		rules, problems := parsed(t, text)
		if got := cutBy(rules, "", "a!b"); got != "a!|b" || len(problems) > 0 {
			t.Errorf("%s: %q, %v", name, got, problems)
		}
	}
}

// TestLanguages reads which rules a language takes.
func TestLanguages(t *testing.T) {
	data, err := os.ReadFile("testdata/plain.srx")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		cascade string
		lang    lang.Code
		want    []string
	}{
		{"yes", lang.Russian, []string{"Lines", "Russian", "Default"}},
		{"yes", lang.Chinese, []string{"Lines", "Chinese", "Default"}},
		{"yes", lang.English, []string{"Lines", "English", "Default"}},
		{"yes", "de", []string{"Lines", "Default"}},
		{"", "de", []string{"Lines", "Default"}}, // OmegaT does not say it and means yes
		{"no", lang.Russian, []string{"Lines"}},
	} {
		rules, problems := parsed(t, strings.Replace(string(data), `cascade="yes"`, `cascade="`+c.cascade+`"`, 1))
		if slices.ContainsFunc(problems, func(p Problem) bool { return p.Dropped }) {
			t.Errorf("%v", problems)
		}
		_, key := rules.rulesFor(c.lang)
		if got := strings.Split(strings.TrimSuffix(key, "\x00"), "\x00"); !slices.Equal(got, c.want) {
			t.Errorf("%s, cascade %s: %q, want %q", c.lang, c.cascade, got, c.want)
		}
	}
}

func TestPlain(t *testing.T) {
	data, err := os.ReadFile("testdata/plain.srx")
	if err != nil {
		t.Fatal(err)
	}
	rules, _ := parsed(t, string(data))
	for _, c := range []struct {
		lang       lang.Code
		text, want string
	}{
		{"ru", "В 2001 г. Россия. Он. «Да!» — сказал А. Б. Петров. Ул. Мира.", "В 2001 г. Россия.|Он.|«Да!» — сказал А. Б. Петров.|Ул. Мира."},
		{"en", "Mr. Li saw No. 5. “It is so.” He left... and J. Smith spoke. • One", "Mr. Li saw No. 5.|“It is so.”|He left... and J. Smith spoke.|• One"},
		{"zh", "他问：“好吗？”她问道。《你好！世界》上映。完！！！好", "他问：“好吗？”她问道。|《你好！世界》上映。|完！！！|好"},
		{"de", "Er kam. Er ging. er", "Er kam.|Er ging. er"},
	} {
		if got := cutBy(rules, c.lang, c.text); got != c.want {
			t.Errorf("%s: %q, want %q", c.lang, got, c.want)
		}
	}
}

func TestBreaks(t *testing.T) {
	rules, _ := parsed(t, file(yes(`\.`, ` `)))
	got := rules.Segmenter("en").Spans(nil, "a. b\nc d", []int{5})
	if want := []segment.Span{{Start: 0, End: 2}, {Start: 3, End: 4}, {Start: 5, End: 8}}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
