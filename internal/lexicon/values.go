package lexicon

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dragoman/internal/lang"
	"dragoman/internal/normal"
)

// Kind tells what a Value is.
type Kind uint8

// The kinds of values, with examples of their keys.
const (
	Number   Kind = iota // 58, 3.5, 1000000; years and days too
	Percent              // 80%
	Fraction             // 2/3
	Month                // m05
	Weekday              // w1 (Monday) to w7
	Time                 // 15:05
	Ordinal              // 58
	Article              // 103: the number of an article, a chapter, a list item
	Symbol               // A/RES/75/240
	Period               // c20 (a century), 90s (a decade)
)

// Value is something that is the same in every language.
type Value struct {
	Start, End int
	Kind       Kind
	Key        string // values are the same when their keys are, whatever their kinds
}

// Values appends the values of a sentence to dst, by Start. A date gives its
// parts one by one: the number of the year, the month, the number of the day. In
// a language without a table of number words only figures, symbols and marked
// numbers are found.
func Values(dst []Value, l lang.Code, text string) []Value {
	return values(dst, l, text, normal.Tokens(nil, l, text))
}

// values is Values with the tokens at hand.
func values(dst []Value, l lang.Code, text string, toks []normal.Token) []Value {
	r := reader{l: l, text: text, toks: toks, dst: dst, first: len(dst), words: numerals()[l]}
	symbols := symbols(text)
	for i := 0; i < len(toks); {
		if len(symbols) > 0 && toks[i].Start >= symbols[0].Start {
			s := symbols[0]
			r.dst = append(r.dst, s)
			for symbols = symbols[1:]; i < len(toks) && toks[i].Start < s.End; i++ {
			}
			continue
		}
		var next int
		switch {
		case isDigit(toks[i].Key):
			next = r.figure(i)
		case l == lang.Chinese:
			next = r.han(i)
		default:
			next = r.word(i)
		}
		i = max(next, i+1)
	}
	return r.dst
}

// reader is one pass over a sentence. Its methods look at token i and give the
// token after what they have read, or i where they have read nothing.
type reader struct {
	l     lang.Code
	text  string
	toks  []normal.Token
	dst   []Value
	first int
	words map[string][]numeral
}

// put adds the value that tokens i to j-1 make up.
func (r *reader) put(i, j int, k Kind, key string) int {
	r.dst = append(r.dst, Value{r.toks[i].Start, r.toks[j-1].End, k, key})
	return j
}

// gap is the text before token i, after the token before it.
func (r *reader) gap(i int) string {
	switch {
	case i >= len(r.toks):
		return r.text[r.toks[len(r.toks)-1].End:]
	case i == 0:
		return r.text[:r.toks[0].Start]
	case r.toks[i].Start < r.toks[i-1].End:
		return "" // parts of one compatibility character
	}
	return r.text[r.toks[i-1].End:r.toks[i].Start]
}

// near tells whether only white space or one hyphen is before token i.
func (r *reader) near(i int) bool {
	if i >= len(r.toks) {
		return false
	}
	g := strings.TrimSpace(r.gap(i))
	return g == "" || isDash(g)
}

// spaced tells whether nothing but white space is before token i.
func (r *reader) spaced(i int) bool {
	return i < len(r.toks) && strings.TrimSpace(r.gap(i)) == ""
}

func isDash(s string) bool {
	return s == "-" || s == "‐" || s == "‑" || s == "–" || s == "—"
}

// is gives the value of token i in a class of words.
func (r *reader) is(i int, c class) (int64, bool) {
	if i < 0 || i >= len(r.toks) {
		return 0, false
	}
	for _, n := range r.words[r.toks[i].Key] {
		if n.class == c {
			return n.value, true
		}
	}
	return 0, false
}

// key is the key of token i, or "".
func (r *reader) key(i int) string {
	if i < 0 || i >= len(r.toks) {
		return ""
	}
	return r.toks[i].Key
}

// figure reads what begins with a number in figures.
func (r *reader) figure(i int) int {
	if r.l == lang.Chinese {
		return r.hanFigure(i)
	}
	for _, read := range []func(int) int{r.figureDate, r.figureTime, r.figureFraction, r.figureOrdinal} {
		if j := read(i); j > i {
			return j
		}
	}
	a, ok := parseAmount(r.toks[i].Key)
	if !ok {
		return r.put(i, i+1, Number, r.toks[i].Key)
	}
	j := i + 1
	scaled := int64(1)
	for r.near(j) {
		s, ok := r.is(j, scale)
		if !ok {
			break
		}
		a, scaled = a.times(s), scaled*s
		j++
	}
	return r.amount(i, j, a, scaled, r.kindBefore(i))
}

// amount puts a number and what follows it: a sign or a word for per cent. A
// number before it in a range (2-3 million, 80 to 90 per cent) shares both.
func (r *reader) amount(i, j int, a amount, scaled int64, k Kind) int {
	percent := false
	switch rest := r.gap(j); {
	case strings.HasPrefix(strings.TrimSpace(rest), "%"), strings.HasPrefix(strings.TrimSpace(rest), "％"):
		percent = true
	case r.spaced(j) && r.key(j) == "per" && r.key(j+1) == "cent":
		percent = true
		j += 2
	case r.spaced(j):
		if _, percent = r.is(j, percentClass); percent {
			j++
		}
	}
	if scaled > 1 || percent {
		r.share(i, scaled, percent)
	}
	if percent {
		return r.put(i, j, Percent, a.String()+"%")
	}
	return r.put(i, j, k, a.String())
}

// share gives the number before token i the scale and the per cent of the number
// at i, if the two are a range.
func (r *reader) share(i int, scaled int64, percent bool) {
	if len(r.dst) == r.first {
		return
	}
	v := &r.dst[len(r.dst)-1]
	a, ok := parseAmount(v.Key)
	if v.Kind != Number || !ok || v.End > r.toks[i].Start || !isDigit(r.text[v.End-1:]) {
		return
	}
	switch strings.TrimSpace(r.text[v.End:r.toks[i].Start]) {
	case "-", "–", "—", "~", "～", "to", "до", "至", "到":
		v.Key = a.times(scaled).String()
		if percent {
			v.Kind, v.Key = Percent, v.Key+"%"
		}
	}
}

// kindBefore is Article after a label (Article 5), else Number.
func (r *reader) kindBefore(i int) Kind {
	if _, ok := r.is(i-1, label); ok && i > 0 {
		return Article
	}
	return Number
}

// figureDate reads 21.05.2025 and 2025-05-21.
func (r *reader) figureDate(i int) int {
	if p := strings.Split(r.toks[i].Key, "."); len(p) == 3 {
		if len(p[0]) == 4 {
			p[0], p[2] = p[2], p[0]
		}
		if y, d, m := number(p[2]), number(p[0]), number(p[1]); len(p[2]) == 4 && d >= 1 && d <= 31 && m >= 1 && m <= 12 {
			r.put(i, i+1, Number, amount{y, 0}.String())
			r.put(i, i+1, Month, monthKey(m))
			return r.put(i, i+1, Number, amount{d, 0}.String())
		}
		return i
	}
	if len(r.toks[i].Key) != 4 || !isDash(strings.TrimSpace(r.gap(i+1))) || !isDash(strings.TrimSpace(r.gap(i+2))) {
		return i
	}
	m, d := r.key(i+1), r.key(i+2)
	if len(m) != 2 || len(d) != 2 || number(m) < 1 || number(m) > 12 || number(d) < 1 || number(d) > 31 {
		return i
	}
	r.put(i, i+1, Number, r.toks[i].Key)
	r.put(i+1, i+2, Month, monthKey(number(m)))
	return r.put(i+2, i+3, Number, amount{number(d), 0}.String())
}

// number reads a whole number below a million, or gives -1.
func number(s string) int64 {
	if s == "" || len(s) > 6 {
		return -1
	}
	n := int64(0)
	for _, c := range s {
		if c < '0' || c > '9' {
			return -1
		}
		n = n*10 + int64(c-'0')
	}
	return n
}

func monthKey(m int64) string { return "m" + string(rune('0'+m/10)) + string(rune('0'+m%10)) }

func timeKey(h, m int64) string {
	return string([]rune{'0' + rune(h/10), '0' + rune(h%10), ':', '0' + rune(m/10), '0' + rune(m%10)})
}

// figureTime reads 15:05, 3.05 p.m., 15 ч. 05 м.
func (r *reader) figureTime(i int) int {
	h, m, _ := strings.Cut(r.toks[i].Key, ".")
	hour, minute := number(h), number(m)
	if m == "" {
		minute = 0
	}
	if hour < 0 || hour > 24 || minute < 0 || minute > 59 {
		return i
	}
	j := i + 1
	if g := r.gap(j); m == "" && (g == ":" || g == "：") && len(r.key(j)) == 2 && number(r.key(j)) >= 0 && number(r.key(j)) < 60 {
		minute = number(r.key(j))
		j++
	}
	if r.spaced(j) && hour <= 12 {
		_, isAm := r.is(j, am)
		if add, isPm := r.is(j, pm); isAm || isPm {
			return r.put(i, j+1, Time, timeKey(hour%12+add, minute))
		}
	}
	if j > i+1 {
		return r.put(i, j, Time, timeKey(hour, minute))
	}
	if _, ok := r.is(j, hourClass); ok && m == "" && r.spaced(j) {
		next := number(r.key(j + 1))
		if _, ok := r.is(j+2, minuteClass); ok && next >= 0 && next < 60 {
			return r.put(i, j+3, Time, timeKey(hour, next))
		}
	}
	return i
}

// figureFraction reads 2/3.
func (r *reader) figureFraction(i int) int {
	if i+1 < len(r.toks) && r.toks[i+1].Start == r.toks[i].Start {
		return r.fraction(i, i+2, number(r.toks[i].Key), number(r.toks[i+1].Key)) // ½
	}
	if r.gap(i+1) != "/" || r.gap(i+2) == "/" || strings.HasSuffix(r.gap(i), "/") || i+1 >= len(r.toks) {
		return i
	}
	return r.fraction(i, i+2, number(r.toks[i].Key), number(r.toks[i+1].Key))
}

// fraction puts a proper fraction with small parts.
func (r *reader) fraction(i, j int, n, d int64) int {
	if n < 1 || n >= d || d > 100 {
		return i
	}
	return r.put(i, j, Fraction, amount{n, 0}.String()+"/"+amount{d, 0}.String())
}

// figureOrdinal reads 58th, 58-й, 20th century, 1990s, 1990-х годов.
func (r *reader) figureOrdinal(i int) int {
	n, j := number(r.toks[i].Key), i+1
	if n < 0 || j >= len(r.toks) || strings.Trim(r.gap(j), "-‐‑–'’") != "" {
		return i
	}
	if _, ok := r.is(j, decade); ok && n%10 == 0 && n > 0 {
		_, years := r.is(j+1, decadeYear)
		if r.l == lang.English || years {
			return r.put(i, j+1, Period, amount{n % 100, 0}.String()+"s")
		}
	}
	if _, ok := r.is(j, suffix); !ok {
		return i
	}
	if _, ok := r.is(j+1, century); ok {
		return r.put(i, j+2, Period, "c"+r.toks[i].Key)
	}
	return r.put(i, j+1, Ordinal, amount{n, 0}.String())
}

// word reads what begins with a word of English or Russian.
func (r *reader) word(i int) int {
	if j := r.roman(i); j > i {
		return j
	}
	if r.words == nil {
		return i
	}
	if _, ok := r.words[r.toks[i].Key]; !ok && r.toks[i].Key != "a" && r.toks[i].Key != "an" {
		return i
	}
	if m, ok := r.is(i, month); ok && r.isMonth(i) {
		return r.put(i, i+1, Month, monthKey(m))
	}
	if d, ok := r.is(i, weekday); ok && (d != 3 || r.l != lang.Russian || r.key(i-1) == "в") { // среда is mostly the environment
		return r.put(i, i+1, Weekday, amount{d, 0}.prefixed("w"))
	}
	if d, ok := r.is(i, decadeWord); ok {
		return r.put(i, i+1, Period, amount{d, 0}.String()+"s")
	}
	return r.spelt(i)
}

func (a amount) prefixed(p string) string { return p + a.String() }

// isMonth guards against may and march: a month has a capital in English, and
// these two also a number beside them or a word before them that months have.
func (r *reader) isMonth(i int) bool {
	if r.l != lang.English {
		return true
	}
	if !isUpper(r.text[r.toks[i].Start:]) {
		return false
	}
	switch r.toks[i].Key {
	case "may", "march", "mar":
		return isDigit(r.key(i-1)) || isDigit(r.key(i+1)) || r.ordinalBefore(i) ||
			beforeMonth[r.key(i-1)] && i > 0
	}
	return true
}

// ordinalBefore tells whether "8th" or "8th of" is before token i.
func (r *reader) ordinalBefore(i int) bool {
	if r.key(i-1) == "of" {
		i--
	}
	_, ok := r.is(i-1, suffix)
	return ok
}

var beforeMonth = map[string]bool{"in": true, "of": true, "since": true, "by": true, "until": true, "from": true,
	"to": true, "and": true, "early": true, "late": true, "mid": true, "during": true, "last": true, "next": true}

func isUpper(s string) bool {
	c, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(c)
}

// spelt reads a number in words and what follows it.
func (r *reader) spelt(i int) int {
	if d, ok := r.is(i, part); ok {
		if _, after := r.is(i-1, suffix); after || d == 4 && r.wasOrdinal(i) {
			return i // the third quarter of a year
		}
		return r.fraction(i, i+1, 1, d)
	}
	n, ord, j := r.cardinal(i)
	if j == i {
		return i
	}
	if d, ok := r.denominator(j, n); ok && !ord && n < d {
		return r.fraction(i, j+1, n, d)
	}
	switch {
	case ord:
		return r.speltOrdinal(i, j, n)
	case j == i+1 && n == 1, r.toks[i].Key == "a" && j == i+1:
		return i // one, a: hardly ever a number
	}
	return r.amount(i, j, amount{n, 0}, 1, r.kindBefore(i))
}

// wasOrdinal tells whether the last value is an ordinal that ends just before
// token i.
func (r *reader) wasOrdinal(i int) bool {
	n := len(r.dst)
	return n > r.first && r.dst[n-1].Kind == Ordinal && i > 0 && r.dst[n-1].End == r.toks[i-1].End
}

// denominator reads thirds after two, third after one or a, пятых after две.
func (r *reader) denominator(j int, n int64) (int64, bool) {
	if !r.near(j) {
		return 0, false
	}
	if d, ok := r.is(j, part); ok {
		return d, true
	}
	d, ok := r.is(j, unit|ordinal)
	if !ok {
		d, ok = r.is(j, teen|ordinal)
	}
	switch k := r.toks[j].Key; {
	case r.l == lang.Russian:
		ok = ok && (n == 1 && strings.HasSuffix(k, "ая") || n > 1 && strings.HasSuffix(k, "ых"))
	default:
		ok = ok && n == 1 && d > 2
	}
	return d, ok
}

// speltOrdinal puts an ordinal, or the century or decade that it counts.
func (r *reader) speltOrdinal(i, j int, n int64) int {
	if _, ok := r.is(j, century); ok && r.spaced(j) {
		return r.put(i, j+1, Period, amount{n, 0}.prefixed("c"))
	}
	if _, ok := r.is(j, decadeYear); ok && r.spaced(j) && r.l == lang.Russian && n%10 == 0 && n < 100 &&
		(strings.HasSuffix(r.toks[j-1].Key, "ые") || strings.HasSuffix(r.toks[j-1].Key, "ых")) {
		return r.put(i, j+1, Period, amount{n, 0}.String()+"s")
	}
	return r.put(i, j, Ordinal, amount{n, 0}.String())
}

// cardinal reads the longest number in words: two hundred and fifty-eighth,
// сто третья.
func (r *reader) cardinal(i int) (n int64, ord bool, next int) {
	s := sum{room: 1000, top: 1e15}
	j := i
	if k := r.key(i); k == "a" || k == "an" {
		if _, ok := r.is(i+1, part); ok {
			return 1, false, i + 1
		}
		if _, ok := r.is(i+1, scale); !ok {
			return 0, false, i
		}
		s.below, j = 1, i+1
	}
	for ; j < len(r.toks) && (j == i || r.near(j)); j++ {
		if r.joins(i, j) {
			continue
		}
		var ok bool
		if v, o, small := r.small(j); small {
			ok, ord = s.add(v), o
		} else if v, o, big := r.scale(j); big {
			ok, ord = s.multiply(v, o), o
		}
		if !ok {
			ord = false
			break
		}
		if ord {
			j++
			break
		}
	}
	if s.total+s.below == 0 {
		return 0, false, i
	}
	return s.total + s.below, ord, j
}

// sum is a number in words as far as it was read.
type sum struct {
	total int64 // in whole thousands, millions …
	below int64 // what the next of these multiplies
	room  int64 // the value below which the next word may still be
	top   int64 // the value below which the next of these may still be
}

// add adds a word below the scales.
func (s *sum) add(v int64) bool {
	if v >= s.room {
		return false
	}
	s.below += v
	switch {
	case v >= 100:
		s.room = 100
	case v >= 20:
		s.room = 10
	default:
		s.room = 0
	}
	return true
}

// multiply takes in hundred, thousand, million. Without a number before it only
// an ordinal counts: thousandth.
func (s *sum) multiply(v int64, ord bool) bool {
	if s.below == 0 && !ord || v >= s.top {
		return false
	}
	if v == 100 {
		s.below, s.room = max(s.below, 1)*100, 100
		return true
	}
	s.total += max(s.below, 1) * v
	s.below, s.room, s.top = 0, 1000, v
	return true
}

// joins tells whether token j is the "and" inside a number that began at i.
func (r *reader) joins(i, j int) bool {
	if _, ok := r.is(j, and); !ok || j == i || !r.near(j+1) || !r.hundredBefore(j-1) {
		return false
	}
	_, _, ok := r.small(j + 1)
	return ok
}

// scale is hundred, thousand, million or an ordinal of them.
func (r *reader) scale(i int) (v int64, ord, ok bool) {
	if v, ok = r.is(i, scale); ok {
		return v, false, true
	}
	v, ok = r.is(i, scale|ordinal)
	return v, ok, ok
}

// hundredBefore tells whether token i is a word after which "and" goes on with
// the number.
func (r *reader) hundredBefore(i int) bool {
	_, ok := r.is(i, scale)
	return ok
}

// small is a number word below the scales.
func (r *reader) small(i int) (v int64, ord, ok bool) {
	if i >= len(r.toks) {
		return 0, false, false
	}
	for _, n := range r.words[r.toks[i].Key] {
		if c := n.class &^ ordinal; c >= unit && c <= hundred {
			return n.value, n.class&ordinal != 0, true
		}
	}
	return 0, false, false
}

// roman reads a Roman numeral: with a label before it (Article IV), a century
// after it, at the head of a list item, or of two letters I, V, X and more.
func (r *reader) roman(i int) int {
	s := r.text[r.toks[i].Start:r.toks[i].End]
	n := romanValue(s)
	if n == 0 {
		return i
	}
	if _, ok := r.is(i+1, century); ok && r.spaced(i+1) {
		return r.put(i, i+2, Period, amount{n, 0}.prefixed("c"))
	}
	if _, ok := r.is(i-1, label); ok && r.spaced(i) {
		return r.put(i, i+1, Article, amount{n, 0}.String())
	}
	if g := r.gap(i + 1); i == 0 && (strings.HasPrefix(g, ".") || strings.HasPrefix(g, ")") || strings.HasPrefix(g, "．")) {
		return r.put(i, i+1, Article, amount{n, 0}.String())
	}
	if utf8.RuneCountInString(s) >= 2 && !strings.ContainsAny(s, "LCDM") && s != "XI" {
		return r.put(i, i+1, Number, amount{n, 0}.String())
	}
	return i
}

// romanValue is the value of a well-formed Roman numeral below 400 in capitals,
// else 0. The Cyrillic letters that look alike count.
func romanValue(s string) int64 {
	n, last := int64(0), int64(1000)
	for _, c := range s {
		v := int64(0)
		switch c {
		case 'I', 'І':
			v = 1
		case 'V':
			v = 5
		case 'X', 'Х':
			v = 10
		case 'L':
			v = 50
		case 'C', 'С':
			v = 100
		default:
			return 0
		}
		n += v
		if last < v {
			n -= 2 * last
		}
		last = v
	}
	if n > 0 && n < 400 && toRoman(n) == strings.NewReplacer("І", "I", "Х", "X", "С", "C").Replace(s) {
		return n
	}
	return 0
}

func toRoman(n int64) string {
	var b strings.Builder
	for _, d := range []struct {
		v int64
		s string
	}{{100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= d.v; n -= d.v {
			b.WriteString(d.s)
		}
	}
	return b.String()
}
