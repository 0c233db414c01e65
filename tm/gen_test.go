package tm

import (
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"strings"

	"dragoman/internal/lang"
)

// generator makes units that look like sentences of resolutions. Half are
// joined from the halves of two of 3,000 base sentences, a fifth fill slots of
// templates, the rest are near-duplicates. The same seed gives the same units.
type generator struct {
	*rand.Rand
	words map[lang.Code][]string
	base  [][]string
	last  [][]string // recent rows, for near-duplicates
}

// The size of the vocabulary of each language; the n-th word is drawn about in
// proportion to 1/n. Chinese words have one to three of 2,500 characters.
const generatedWords = 20_000

func newGenerator(seed uint64) *generator {
	once := &generator{Rand: rand.New(rand.NewPCG(99, 1)), words: map[lang.Code][]string{}} // one vocabulary for all seeds
	once.vocabulary()
	for range 3000 {
		once.base = append(once.base, []string{
			once.sentence("zh", 12+once.IntN(24)), once.sentence("en", 8+once.IntN(26)), once.sentence("ru", 7+once.IntN(24))})
	}
	once.Rand = rand.New(rand.NewPCG(seed, 1))
	return once
}

func (g *generator) vocabulary() {
	en := strings.Fields("the of and to in its that on for with states international nuclear security council")
	ru := strings.Fields("и в на о с по что к для государства безопасности ядерного международной совета также")
	zh := strings.Fields("的 国 和 全 安全 核 国际 不 约 会 武器 战略 稳定 大 组织 和平 发展 决议 条约 人 世界 中 关系 责任 机构")
	for len(en) < generatedWords {
		en = append(en, syllables(g.Rand, "b c d f g l m n p r s t v", "a e i o u", strings.Fields("e s ed ing ion al")))
		ru = append(ru, syllables(g.Rand, "б в г д з к л м н п р с т", "а е и о у ы", strings.Fields("а ов ого ение ения ыми")))
		var word strings.Builder
		for range 1 + (g.IntN(10)+7)/8 {
			f := g.Float64()
			word.WriteRune(rune(0x4e00 + 2*int(2500*f*f)))
		}
		zh = append(zh, word.String())
	}
	g.words["en"], g.words["ru"], g.words["zh"] = en, ru, zh
}

func syllables(r *rand.Rand, consonants, vowels string, endings []string) string {
	c, v := strings.Fields(consonants), strings.Fields(vowels)
	var b strings.Builder
	for range 1 + r.IntN(3) {
		b.WriteString(c[r.IntN(len(c))] + v[r.IntN(len(v))])
	}
	return b.String() + c[r.IntN(len(c))] + endings[r.IntN(len(endings))]
}

// word draws with a probability of about 1/rank.
func (g *generator) word(l lang.Code) string {
	ws := g.words[l]
	return ws[int(math.Pow(float64(len(ws)), g.Float64()))-1]
}

// row is one unit: zh, en, ru.
func (g *generator) row() []string {
	row := make([]string, 3)
	a, b := g.base[g.IntN(len(g.base))], g.base[g.IntN(len(g.base))]
	kind := g.IntN(10)
	for i, l := range zhEnRu {
		switch {
		case kind < 5 || len(g.last) == 0:
			row[i] = firstHalf(l, a[i]) + secondHalf(l, b[i])
		case kind < 7:
			row[i] = g.template(l, a[i])
		}
	}
	if row[0] == "" {
		near := g.last[g.IntN(len(g.last))]
		for i, l := range zhEnRu {
			row[i] = g.edit(l, near[i])
		}
	}
	if len(g.last) < 1000 {
		g.last = append(g.last, row)
	} else {
		g.last[g.IntN(len(g.last))] = row
	}
	return row
}

func firstHalf(l lang.Code, s string) string {
	if l == lang.Chinese {
		r := []rune(s)
		return string(r[:len(r)/2])
	}
	w := strings.Fields(s)
	return strings.Join(w[:len(w)/2], " ") + " "
}

func secondHalf(l lang.Code, s string) string {
	if l == lang.Chinese {
		r := []rune(s)
		return string(r[len(r)/2:])
	}
	w := strings.Fields(s)
	return strings.Join(w[len(w)/2:], " ")
}

// template opens as resolutions do, with a number and a year.
func (g *generator) template(l lang.Code, rest string) string {
	number, year := 1+g.IntN(2800), 1946+g.IntN(80)
	switch l {
	case lang.Chinese:
		return fmt.Sprintf("回顾其%d年第%d号决议，", year, number) + secondHalf(l, rest)
	case lang.Russian:
		return fmt.Sprintf("ссылаясь на свою резолюцию %d (%d), ", number, year) + secondHalf(l, rest)
	}
	return fmt.Sprintf("Recalling its resolution %d (%d), ", number, year) + secondHalf(l, rest)
}

func (g *generator) sentence(l lang.Code, n int) string {
	var b strings.Builder
	for i := range n {
		switch {
		case i > 0 && l != lang.Chinese:
			b.WriteByte(' ')
		case i > 0 && i%8 == 0 && l == lang.Chinese:
			b.WriteString("，")
		}
		if g.IntN(40) == 0 {
			fmt.Fprint(&b, 1945+g.IntN(80))
		} else {
			b.WriteString(g.word(l))
		}
	}
	if l == lang.Chinese {
		return b.String() + "。"
	}
	return b.String() + "."
}

// edit changes one to four words of a sentence.
func (g *generator) edit(l lang.Code, s string) string {
	sep := " "
	if l == lang.Chinese {
		sep = ""
	}
	words := strings.Split(s, sep)
	for range 1 + g.IntN(4) {
		words[g.IntN(len(words))] = g.word(l)
	}
	return strings.Join(words, sep)
}

// document makes a document of n units.
func (g *generator) document(name string, n int) Document {
	rows := make([][]string, n)
	for i := range rows {
		rows[i] = g.row()
	}
	return document(name, fmt.Sprintf("%d-%02d-%02d", 1990+g.IntN(36), 1+g.IntN(12), 1+g.IntN(28)), zhEnRu, rows...)
}

// tmx streams a file of n units.
func (g *generator) tmx(n int) io.Reader {
	r, w := io.Pipe()
	go func() {
		fmt.Fprint(w, `<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4"><header creationtool="generator" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" srclang="en" datatype="plaintext"/><body>`)
		var err error
		for range n {
			row := g.row()
			if _, err = fmt.Fprintf(w, "<tu><tuv xml:lang=\"zh\"><seg>%s</seg></tuv><tuv xml:lang=\"en\"><seg>%s</seg></tuv><tuv xml:lang=\"ru\"><seg>%s</seg></tuv></tu>\n", row[0], row[1], row[2]); err != nil {
				return
			}
		}
		fmt.Fprint(w, "</body></tmx>")
		w.Close()
	}()
	return r
}
