package lexicon

import (
	"strconv"
	"strings"
	"sync"

	"dragoman/data/dict"
	"dragoman/internal/lang"
)

// numeral is what a word of English or Russian is in a value.
type numeral struct {
	class class
	value int64
}

type class uint8

const (
	noClass      class = iota
	unit               // 1 to 9
	teen               // 10 to 19
	ten                // 20, 30 … 90
	hundred            // 100, 200 … 900 in one word
	scale              // hundred (English), thousand, million …
	part               // half, third, quarter as nouns
	month              // value 1 to 12
	weekday            // value 1 to 7
	percentClass       // per cent as one word
	label              // article, chapter: a number follows
	and                // hundred and five
	am                 // before noon
	pm                 // after noon
	hourClass          // 15 ч.
	minuteClass        // 05 мин.
	century            // XX век
	decade             // the s of 1990s, the х of 1990-х
	decadeWord         // nineties
	decadeYear         // годов after a decade
	suffix             // the th of 58th, the й of 58-й
	ordinal      = 0x80
)

var classNames = map[string]class{
	"unit": unit, "teen": teen, "ten": ten, "hundred": hundred, "scale": scale,
	"ord-unit": unit | ordinal, "ord-teen": teen | ordinal, "ord-ten": ten | ordinal,
	"ord-hundred": hundred | ordinal, "ord-scale": scale | ordinal,
	"part": part, "month": month, "weekday": weekday, "percent": percentClass, "label": label,
	"and": and, "am": am, "pm": pm, "hour": hourClass, "minute": minuteClass, "century": century,
	"decade": decade, "decade-word": decadeWord, "decade-year": decadeYear, "suffix": suffix,
}

// endings of the classes of words that the table abbreviates.
var endings = map[string][]string{
	"A": {"ый", "ой", "ого", "ому", "ым", "ом", "ая", "ую", "ое", "ые", "ых", "ыми"},
	"B": {"ий", "ьего", "ьему", "ьим", "ьем", "ья", "ьей", "ью", "ье", "ьи", "ьих", "ьими"},
	"N": {"ь", "я", "ю", "ем", "е"},
	"M": {"", "а", "у", "ом", "е", "ы", "и", "ов", "ам", "ами", "ах"},
	"F": {"", "и", "ью", "ей", "ям", "ями", "ях"},
}

// numerals gives the words of English and of Russian. A word may belong to
// several classes (м is a minute and an ending): it then has one entry a class.
var numerals = sync.OnceValue(func() map[lang.Code]map[string][]numeral {
	m := map[lang.Code]map[string][]numeral{lang.English: {}, lang.Russian: {}}
	for line := range strings.Lines(dict.Numerals) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) != 4 || strings.HasPrefix(line, "#") {
			continue
		}
		v, _ := strconv.ParseInt(f[2], 10, 64)
		n := numeral{classNames[f[1]], v}
		for w := range strings.FieldsSeq(f[3]) {
			stem, class, ok := strings.Cut(w, "/")
			if !ok {
				add(m[lang.Code(f[0])], w, n)
				continue
			}
			if class == "F" {
				stem = strings.TrimSuffix(stem, "ь")
				add(m[lang.Code(f[0])], stem+"ь", n)
			}
			for _, e := range endings[class] {
				if e != "" || class != "F" {
					add(m[lang.Code(f[0])], stem+e, n)
				}
			}
		}
	}
	return m
})

func add(m map[string][]numeral, w string, n numeral) { m[w] = append(m[w], n) }

// amount is a number in decimal: m × 10^e.
type amount struct {
	m int64
	e int
}

// maxDigits is the number of digits an amount can hold.
const maxDigits = 18

// parseAmount reads "1000000" or "3.5"; more digits than an amount holds, or
// more than one point, are no amount.
func parseAmount(s string) (amount, bool) {
	whole, frac, _ := strings.Cut(s, ".")
	frac = strings.TrimRight(frac, "0")
	if len(whole)+len(frac) > maxDigits || strings.Contains(frac, ".") {
		return amount{}, false
	}
	m, err := strconv.ParseInt(whole+frac, 10, 64)
	return amount{m, -len(frac)}, err == nil
}

// times multiplies with a power of ten.
func (a amount) times(scale int64) amount {
	for ; scale >= 10; scale /= 10 {
		a.e++
	}
	return a
}

// whole is the amount as a whole number, if it is one below 10^18.
func (a amount) whole() (int64, bool) {
	m := a.m
	for range a.e {
		if m > 1e17 {
			return 0, false
		}
		m *= 10
	}
	return m, a.e >= 0
}

// String is the canonical form: no leading and no trailing zeros.
func (a amount) String() string {
	s := strconv.FormatInt(a.m, 10)
	if a.m == 0 {
		return "0"
	}
	if a.e >= 0 {
		return s + strings.Repeat("0", a.e)
	}
	if n := len(s) + a.e; n > 0 {
		s = s[:n] + "." + s[n:]
	} else {
		s = "0." + strings.Repeat("0", -n) + s
	}
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}
