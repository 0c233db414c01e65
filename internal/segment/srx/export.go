package srx

import (
	"bufio"
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dragoman/data/abbrev"
)

// Export writes the rules of package segment as SRX 2.0, so that a CAT tool
// cuts where dragoman cuts, with the user's own abbreviations. The patterns keep
// to what ICU, Java and .NET read alike: no look-around, no \b, no flags.
//
// What rules cannot say is left out: see "Limits" in the package comment.
func Export(w io.Writer, own []string) error {
	out := bufio.NewWriter(w)
	fmt.Fprint(out, xml.Header+`<srx xmlns="http://www.lisa.org/srx20" version="2.0">
  <header segmentsubflows="yes" cascade="yes">
    <formathandle type="start" include="no"/>
    <formathandle type="end" include="yes"/>
    <formathandle type="isolated" include="no"/>
  </header>
  <body>
    <languagerules>
`)
	for _, l := range languages {
		lists, err := readLists(l.lists...)
		if err != nil {
			return fmt.Errorf("export segmentation rules: %w", err)
		}
		e := exporter{out: out, lists: lists, own: own}
		fmt.Fprintf(out, "      <languagerule languagerulename=%q>\n", l.name)
		l.write(&e)
		fmt.Fprint(out, "      </languagerule>\n")
	}
	fmt.Fprint(out, "    </languagerules>\n    <maprules>\n")
	for _, l := range languages {
		fmt.Fprintf(out, "      <languagemap languagepattern=%q languagerulename=%q/>\n", l.pattern, l.name)
	}
	fmt.Fprint(out, "    </maprules>\n  </body>\n</srx>\n")
	return out.Flush()
}

// languages are the sets of rules that Export writes. With cascade="yes" a
// Chinese text takes its own rules first and then those for Latin words.
var languages = []struct {
	name, pattern string
	lists         []string
	write         func(*exporter)
}{
	{"Chinese", "[Zz][Hh].*", []string{"zh"}, (*exporter).chinese},
	{"Russian", "[Rr][Uu].*", []string{"ru"}, (*exporter).russian},
	{"English", "([Ee][Nn]|[Zz][Hh]).*", []string{"en"}, (*exporter).english},
	{"Other", "([A-DF-QS-Ya-df-qs-y]|[Ee][^Nn]|[Rr][^Uu]|[Zz][^Hh]).*", []string{"common"}, (*exporter).others},
}

// exporter writes the rules of a language.
type exporter struct {
	out   *bufio.Writer
	lists map[string][]string // words by section
	own   []string
}

func readLists(names ...string) (map[string][]string, error) {
	lists := map[string][]string{}
	for _, name := range names {
		sections, err := abbrev.Read(name)
		if err != nil {
			return nil, err
		}
		for _, s := range sections {
			lists[s.Name] = append(lists[s.Name], s.Words...)
		}
	}
	return lists, nil
}

// Parts of patterns.
const (
	space   = `[\s\u00A0\u3000]`
	edgeOf  = `(?:^|[^\p{L}\p{M}\p{Nd}.-])` // before an abbreviation
	opening = "[\"'`“‘«„(\\[]"
	closing = `["'”’»)\]]`
	mark    = `(?:\[\p{Nd}{1,3}\]|[\u00B9\u00B2\u00B3\u2070-\u2079])`
	romans  = `[IVXLCDM]`
	hanzi   = `[\u2E80-\u2FFF\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF]`
	dashes  = `[—–-]`
)

// none stands for the words of an empty list: rules with it are not written.
const none = "\x00"

// rule writes one rule, with a comment on the first of a kind.
func (e *exporter) rule(comment string, breaks bool, before, after string) {
	if strings.Contains(before+after, none) {
		return
	}
	if comment != "" {
		fmt.Fprintf(e.out, "        <!-- %s -->\n", comment)
	}
	answer := "no"
	if breaks {
		answer = "yes"
	}
	fmt.Fprintf(e.out, "        <rule break=%q><beforebreak>%s</beforebreak><afterbreak>%s</afterbreak></rule>\n", answer, escape(before), escape(after))
}

func (e *exporter) stay(comment, before, after string) { e.rule(comment, false, before, after) }
func (e *exporter) cut(comment, before, after string)  { e.rule(comment, true, before, after) }

var escapeXML = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

func escape(s string) string { return escapeXML.Replace(s) }

// words returns the alternatives of the words of a section, as they may be
// written.
func (e *exporter) words(sections ...string) string {
	var list []string
	for _, s := range sections {
		list = append(list, e.lists[s]...)
	}
	return alternatives(list)
}

// without returns the words of a section that are not in others.
func (e *exporter) without(section string, others ...string) []string {
	return slices.DeleteFunc(slices.Clone(e.lists[section]), func(w string) bool {
		return slices.ContainsFunc(others, func(o string) bool { return slices.Contains(e.lists[o], w) })
	})
}

// alternatives writes each word in lower case, with a capital and in capitals;
// one with a capital not in lower case.
func alternatives(words []string) string {
	var forms []string
	for _, w := range words {
		w = strings.TrimSuffix(strings.Join(strings.Fields(w), "_"), ".")
		if w == "" {
			continue
		}
		first, size := utf8.DecodeRuneInString(w)
		forms = append(forms, w)
		if len(w) > size { // a single capital is an initial
			forms = append(forms, string(unicode.ToUpper(first))+w[size:], strings.ToUpper(w))
		}
	}
	// The longer first, for engines that take the first alternative that fits.
	slices.SortFunc(forms, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b))
	})
	forms = slices.Compact(forms)
	for i, f := range forms {
		forms[i] = quote(f)
	}
	if len(forms) == 0 {
		return none
	}
	return "(?:" + strings.Join(forms, "|") + ")"
}

// quote writes a word of a list as a pattern: a full stop within it may have a
// space behind it, "_" is a space.
func quote(w string) string {
	var b strings.Builder
	for _, r := range w {
		switch {
		case r == '.':
			b.WriteString(`\.` + space + `?`)
		case r == '_':
			b.WriteString(space + `+`)
		case strings.ContainsRune(`\+*?()[]{}|^$-`, r):
			b.WriteString(`\` + string(r))
		default:
			b.WriteRune(r)
		}
	}
	return strings.TrimSuffix(b.String(), space+"?")
}

// starters returns the words that open sentences, with a capital, and what may
// stand before and behind them.
func (e *exporter) starters() string {
	var forms []string
	for _, w := range e.lists["starter"] {
		first, size := utf8.DecodeRuneInString(w)
		forms = append(forms, quote(string(unicode.ToUpper(first))+w[size:]))
	}
	slices.Sort(forms)
	return space + `+` + opening + `?(?:` + strings.Join(slices.Compact(forms), "|") + `)[^\p{L}.'’-]`
}

// brackets keeps together what a bracket opened in mid-sentence holds.
func (e *exporter) brackets() {
	e.stay("inside a bracket opened in the sentence", `[^.!?\s]`+space+`*[(（][^()（）]{0,200}`, `[^()（）]{0,200}[)）]`)
}

// brands keeps names with a mark of exclamation in their sentence.
func (e *exporter) brands() {
	e.cut("names with a mark of exclamation", edgeOf+e.words("brand")+`!`, e.starters())
	e.stay("", edgeOf+e.words("brand")+`!`, space)
}

// enumerators keeps numbers at the head of a segment with what follows.
func (e *exporter) enumerators() {
	number := `(?:\p{Nd}{1,4}(?:\.\p{Nd}{1,3})*|\p{L}|` + romans + `{1,6}|[ivx]{1,5})`
	e.stay("numbers and letters that count items or headings stay with what follows",
		`^[\s"“«(\[#*•–—-]*`+number+`\.`, space)
	item := space + `*\p{Nd}{1,3}\.` + space + `+`
	e.cut("an item of a list begins a segment", `[^\p{Nd}][;；]`, item+`(?:[\p{Lu}«“]|`+hanzi+`|[а-яё])`)
	e.cut("", `[^\p{Nd}][,，]`, item+`\p{Lu}`)
	e.cut("", `[^\p{Nd}][,:，：]`, space+`*1\.`+space+`+(?:\p{Lu}|`+hanzi+`)`)
	e.stay("", `(?:[.!?;:,]`+closing+`*|[。！？；：，])`+space+`+`+`\p{Nd}{1,3}(?:\.\p{Nd}{1,3})*\.`, space)
	e.stay("", `^[\s#*"“«]*`+e.words("heading")+`\.?`+space+`+`+number+`\.`, space)
}

// abbreviations writes the rules that classes of words make.
func (e *exporter) abbreviations() {
	if len(e.own) > 0 {
		e.stay("the user's own abbreviations", edgeOf+alternatives(e.own)+`\.`, `\s`)
	}
	upper := space + `+` + opening + `?[\p{Lu}\p{Lt}]`
	label := space + `+(?:[\p{Nd}№§#(]|[«“"]\p{L}[»”"]|` + romans + `{1,8}[^\p{L}\p{M}]|[B-HJ-Z][^\p{L}\p{M}]|\p{Ll}[.)])`
	e.stay("words that never end a sentence", edgeOf+e.words("title")+`\.`, space)
	e.stay("words that belong to the number behind them", edgeOf+e.words("number")+`\.`, label)
	e.cut("words that end a sentence only before a word that opens one",
		edgeOf+alternatives(append(e.without("guarded"), e.without("number", "word")...))+`\.`+closing+`*`, e.starters())
	e.stay("", edgeOf+alternatives(append(e.without("guarded"), e.without("number", "word", "unit", "tail")...))+`\.`+closing+`*`, space)
	e.cut("words that end a sentence before a capital", edgeOf+alternatives(e.without("tail", "temporal"))+`\.`, upper)
	e.stay("", edgeOf+alternatives(e.without("tail", "temporal"))+`\.`, space)
}

// initials keeps initials together.
func (e *exporter) initials() {
	e.cut("a letter that labels something may end a sentence, an initial does not",
		edgeOf+e.words("refer")+space+`+\p{Lu}\.`, space+`+`+opening+`?\p{Lu}[^.]`)
}

// generic writes the breaks at Western marks.
func (e *exporter) generic(cyrillic bool) {
	if !cyrillic {
		e.stay("a reporting clause", `[!?]["”’']`, space+`(?:\p{Lu}[\p{L}.'’-]*`+space+`){1,3}`+e.words("say")+`[^\p{L}]`)
	} else {
		author := space + `+[—–]` + space + `+`
		e.stay("a reporting clause", `[!?…]»?`, space+`+`+dashes+`{1,2}`+space+`*\p{Ll}`)
		e.stay("", `«[^«»]{0,200}[!?…]`, `[^«».]{0,150}»,?`+author+`\p{Ll}`)
		e.stay("", `«[^«»]{0,200}[.!?…]`, author+`\p{Lu}[^«»]{0,200}»`)
		e.stay("", `^`+space+`*[—–][^\n]{0,200}[!?…,]`+author+`\p{Ll}[^\n]{0,150}\.`, author)
		e.cut("a line of dialogue", `[.!?…]+`, space+`+`+dashes+`{1,2}`+space+`+\p{Lu}`)
	}
	e.cut("marks of sentences before a capital or a number", `[.!?…]+`+closing+`*`+mark+`*`, space+`+[¿¡]?`+opening+`*[¿¡]?[\p{Lu}\p{Lt}\p{Nd}]`)
	e.cut("", `(?:[!?]{2,}|[?])`, space+`+\p{Ll}`)
	e.cut("an item in brackets", `[.;!?]`, space+`+\([\p{Ll}ivx]{1,3}\)`+space+`+\p{Lu}`)
	e.cut("faces", `[:;=]-?\)+`, space+`+\p{Lu}`)
	e.cut("a mark of a list between spaces", space, `[•‣⁃▪●■◦]`+space)
}

// careless writes the breaks before a small letter, behind words of length
// characters, or behind a short everyday word and before one that opens.
func (e *exporter) careless(length int) {
	e.cut("careless writing", fmt.Sprintf(`[^\p{L}\p{M}]\p{Ll}{%d,}`, length)+space+`?[.!]`, space+`+(?:i|\p{Ll}{2,})[^\p{L}.)]`)
	e.cut("", `(?:^|[^\p{L}\p{M}.-])(?:`+strings.Join(e.without("short"), "|")+`)\.`, space+`+(?:`+strings.Join(e.without("starter"), "|")+`)[^\p{L}.]`)
}

func (e *exporter) english() {
	e.brackets()
	e.enumerators()
	times := edgeOf + e.words("unit") + `\.`
	zones := alternatives(e.without("zone"))
	e.stay("the time of day goes on", times, space+`+`+zones+`[^\p{L}]`)
	e.stay("", times, space+`+[\p{Ll}\p{Nd}]`)
	e.abbreviations()
	e.initials()
	e.cut("", `\p{Ll}`+space+`+\p{Lu}\.`, e.starters())
	e.cut("", `[^\p{L}.]`+space+`*I\.`, e.starters())
	e.stay("", edgeOf+`(?:\p{Lu}\.`+space+`?)*\p{Lu}\.`, space)
	e.brands()
	e.generic(false)
	e.careless(4)
}

func (e *exporter) russian() {
	e.brackets()
	e.enumerators()
	year := `(?:г|гг|в|вв|н\.` + space + `?э)\.`
	e.stay("a phrase of time that opens the sentence",
		`(?:^|[\p{L}\p{Nd}]{3}[.!?…]["»)]?`+space+`+)(?:(?:[ВКСОИ]|\p{Nd}[\p{Nd}\p{L}–-]*|`+romans+`[IVXLCDM–-]*|`+alternatives(e.without("temporal"))+`\.?)`+space+`+)+`+year, space)
	for _, j := range e.lists["join"] {
		one, two, _ := strings.Cut(j, ":")
		e.stay("", edgeOf+quote(one)+`\.`, space+`+`+two)
	}
	e.cut("units behind a number end a sentence before a capital",
		`(?:[\p{Nd}%IVX]|\p{Nd}-\p{Ll}{1,3}|тыс\.?|млн\.?|млрд\.?|трлн\.?|кв\.|куб\.)`+space+`*`+e.words("unit")+`\.`, space+`+`+opening+`?\p{Lu}`)
	e.cut("", edgeOf+`(?:до`+space+`)?н\.`+space+`?э\.`, space+`+`+opening+`?\p{Lu}`)
	e.cut("", edgeOf+`(?:т\.`+space+`?[дп]|и`+space+`+(?:др|пр))\.`, space+`+`+opening+`?\p{Lu}`)
	e.stay("", edgeOf+e.words("unit")+`\.`, space)
	e.abbreviations()
	e.initials()
	e.cut("", edgeOf+`(?:\p{Lu}\.`+space+`?)*\p{Lu}\.`, e.starters())
	e.cut("", `\p{Ll}`+space+`+[IVX]\.`, space+`+\p{Lu}`)
	e.stay("", edgeOf+`(?:\p{Lu}\.`+space+`?)*\p{Lu}\.`, space)
	e.cut("the word for I", edgeOf+`я\.`, space)
	e.stay("a small letter is always an abbreviation", edgeOf+`(?:\p{Ll}\.`+space+`?)*\p{Ll}\.`, space)
	e.generic(true)
	e.cut("brackets as smiles", `\){2,}`, space+`+\p{Lu}`)
	e.careless(5)
}

func (e *exporter) others() {
	e.brackets()
	e.enumerators()
	e.stay("ordinals", `[^\p{L}\p{Nd}.]\p{Nd}{1,2}\.`, space+`+`+e.words("ordinal")+`[^\p{L}]`)
	e.abbreviations()
	e.stay("", edgeOf+`(?:\p{Lu}\.`+space+`?)*\p{Lu}\.`, space)
	e.generic(false)
}

func (e *exporter) chinese() {
	e.enumerators()
	closers := `["”’」』）》】〉〕)\]]`
	e.stay("no end before marks that go on", `[。！？｡]`+closers+`*`, `[，、；：,;:)）」』’》】—。！？｡”"…]`)
	e.stay("", `[。！？｡]`+closers+`*`, `(?:\[\p{Nd}{1,3}\]|[\u00B9\u00B2\u00B3\u2460-\u2473])`)
	e.stay("a reporting clause", `[！？]["”’」』]`, `[^，。；！？：“”「」"\n]{1,40}`+alternatives(e.lists["reporting"])+`[，。！；]`)
	e.stay("", `。["”’」』]`, `[^据據，。；！？：“”「」"\n][^，。；！？：“”「」"\n]{0,40}`+alternatives(e.lists["reporting"])+`[。！；]`)
	e.stay("a quotation that is part of a phrase", `[！？]["”’」』]`, alternatives(e.lists["attached"]))
	e.stay("", hanzi+`[“「][^“”「」。！？]{0,20}[！？][”」]`, hanzi)
	e.stay("", hanzi+`[“「][^“”「」。，！？]{1,12}[！？]`, `[^“”「」。，！？]{1,20}[”」]`+hanzi)
	e.stay("titles", `《[^《》\n]{0,40}[。！？]`, `[^《》\n]{0,40}》`)
	e.stay("", `[。！？]》`, `[、，]|`+hanzi)
	e.stay("inside a bracket opened in the sentence", `[^。！？\s]（[^（）\n]{0,120}[。！？]`, `[^（）\n]{0,120}）`)
	e.cut("marks of sentences", `[。！？｡]+`+closers+`*(?:\[\p{Nd}{1,3}\]|[\u00B9\u00B2\u00B3\u2460-\u2473])*`, ``)
	e.cut("", `[^\p{Nd}]．`, `[^\p{Nd}]`)
	e.cut("", hanzi+`[.!?]+["”]?`, `\s*`+hanzi)
}
