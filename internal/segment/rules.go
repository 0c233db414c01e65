package segment

import (
	"maps"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"dragoman/data/abbrev"
	"dragoman/internal/lang"
)

// class is a set of the sections of the word lists in which a word stands.
type class uint32

const (
	title       class = 1 << iota // never ends a sentence when a word follows
	number                        // belongs to the number behind it
	word                          // …but is an everyday word when none follows
	unit                          // belongs to the number before it
	guarded                       // ends a sentence only before a starter
	tail                          // ends a sentence before a capital
	refer                         // takes a letter or numeral as label
	heading                       // with a number opens a heading
	starter                       // opens sentences
	say                           // reports speech
	brand                         // a name written with "!"
	short                         // a short everyday word
	conjunction                   // begins a clause behind a comma
	temporal                      // stands in phrases of time that open a sentence
	own                           // the user's: never ends a sentence
	zone                          // goes on behind the time of day
	ordinal                       // follows an ordinal number written with a full stop

	abbreviation = own | title | number | unit | guarded | tail
)

var sections = map[string]class{
	"title": title, "number": number, "word": word, "unit": unit,
	"guarded": guarded, "tail": tail, "refer": refer, "heading": heading,
	"starter": starter, "say": say, "brand": brand, "short": short,
	"temporal": temporal, "conjunction": conjunction, "ordinal": ordinal, "zone": zone,
}

// classes are those of a word as it is written with a small first letter, and
// with a capital one.
type classes struct{ small, capital class }

// rules are the data of one language. They are never changed once made.
type rules struct {
	words map[string]classes // by folded word, without its final full stop
	joins map[string]bool    // "долл США": a full stop between the two ends nothing

	// Chinese words stand in running text, so they are not looked up by token.
	say       map[string]bool // what a reporting clause ends in, one or two characters
	objects   []string        // what may stand behind the verb in it
	attached  []string        // what ties a quotation to the sentence that goes on behind it
	continued []string        // what carries it on behind ……
	foreign   map[rune]bool   // characters that write foreign names
	questions map[rune]bool   // characters that make a question

	phrases  bool // the user has abbreviations of several words
	dialogue bool // speech is opened by a dash
	smiles   bool // a bracket that closes nothing is a smile
	careless bool // sentences may open with a small letter
}

// load returns the rules of a language, made once.
func load(l lang.Code) *rules {
	switch l {
	case lang.Chinese:
		return chinese()
	case lang.English:
		return english()
	case lang.Russian:
		return russian()
	}
	return common()
}

var (
	chinese = sync.OnceValue(func() *rules { return read("en", "zh") })
	english = sync.OnceValue(func() *rules { return read("en") })
	russian = sync.OnceValue(func() *rules { return read("ru") })
	common  = sync.OnceValue(func() *rules { return read("common") })
)

// read makes rules of the named word lists. The lists are part of the program:
// a fault in them is a broken invariant.
func read(names ...string) *rules {
	r := &rules{
		words: map[string]classes{}, joins: map[string]bool{},
		say: map[string]bool{}, foreign: map[rune]bool{}, questions: map[rune]bool{},
	}
	for _, name := range names {
		sections, err := abbrev.Read(name)
		if err != nil {
			panic("segment: " + err.Error())
		}
		for _, section := range sections {
			for _, w := range section.Words {
				r.add(section.Name, w)
			}
		}
	}
	return r
}

// add enters one word of a section.
func (r *rules) add(section, w string) {
	switch section {
	case "join":
		r.joins[strings.Replace(w, ":", " ", 1)] = true
	case "reporting":
		r.say[w] = true
	case "object":
		r.objects = append(r.objects, w)
	case "attached":
		r.attached = append(r.attached, w)
	case "continuing":
		r.continued = append(r.continued, w)
	case "transliteration":
		for _, c := range w {
			r.foreign[c] = true
		}
	case "question":
		for _, c := range w {
			r.questions[c] = true
		}
	case "habit":
		r.dialogue = r.dialogue || w == "dialogue"
		r.smiles = r.smiles || w == "smiles"
		r.careless = r.careless || w == "careless"
	default:
		c, ok := sections[section]
		if !ok {
			panic("segment: no section " + section)
		}
		r.enter(w, c)
	}
}

// enter adds class c to a word: to every spelling of it when it is written in
// lower case, otherwise to those with a capital.
func (r *rules) enter(w string, c class) {
	w = strings.TrimSuffix(strings.ReplaceAll(w, "_", ""), ".")
	key := strings.ToLower(w)
	e := r.words[key]
	if key == w {
		e.small |= c
	}
	e.capital |= c
	r.words[key] = e
}

// with returns a copy of r in which the abbreviations given end no sentence.
func (r *rules) with(abbreviations []string) *rules {
	mine := *r
	mine.words = maps.Clone(r.words)
	for _, w := range abbreviations {
		w = strings.TrimSpace(w)
		name := strings.Join(strings.Fields(w), "")
		if strings.Trim(name, ".") != "" {
			mine.enter(name, own)
			mine.phrases = mine.phrases || name != w
		}
	}
	return &mine
}

// longest is the longest word looked up, in bytes: the longest entry of the
// lists has 30, and longer words are no abbreviations.
const longest = 48

// key is a folded word, built in place so that looking it up allocates nothing.
type key struct {
	buf [longest + utf8.UTFMax]byte
	n   int
}

// add appends w in lower case, with a straight apostrophe.
func (k *key) add(w string) {
	for i := 0; i < len(w) && k.n < longest; {
		b := w[i]
		if b < utf8.RuneSelf {
			if b-'A' < 26 {
				b += 'a' - 'A'
			}
			k.buf[k.n] = b
			k.n++
			i++
			continue
		}
		c, size := utf8.DecodeRuneInString(w[i:])
		i += size
		if c == '’' {
			c = '\''
		}
		k.n += utf8.EncodeRune(k.buf[k.n:], unicode.ToLower(c))
	}
}

// find returns the classes of a folded word that was written with a capital or
// a small first letter.
func (r *rules) find(k *key, capital bool) class {
	if k.n >= longest {
		return 0
	}
	e := r.words[string(k.buf[:k.n])]
	if capital {
		return e.capital
	}
	return e.small
}

// class returns the classes of a word as it stands in the text.
func (r *rules) class(w string) class {
	var k key
	k.add(w)
	c, _ := utf8.DecodeRuneInString(w)
	return r.find(&k, isUpper(c))
}
