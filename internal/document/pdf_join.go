package document

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// dividedShare: a text that divides words does so at 8 to 20 line ends of
	// a hundred; with fewer than 3 the hyphens are its own.
	dividedShare = 3
	// dividedTimes is how many times more hyphens than chance puts there must
	// be at the ends of lines, if words are divided.
	dividedTimes = 2
	hyphens      = "-‐"
)

// habits is how a text writes what the end of a line hides.
type habits struct {
	words    map[string]bool // the words within its lines, compounds with their hyphens
	divides  bool            // words are divided at the ends of lines
	chinese  bool            // most letters are Han
	distance bool            // there is a space between Chinese and other letters
}

// habitsOf reads the habits of a text off the insides of its lines.
func habitsOf(lines []pageLine) habits {
	h := habits{words: map[string]bool{}}
	var ends, wraps, within, words int // wraps are the line ends within a sentence
	var m mixture
	divided := false
	for i, l := range lines {
		m.count(l.text)
		if i > 0 && opensLower(l.text) && !terminated(lines[i-1].text) {
			wraps++
			if divided {
				ends++
			}
		}
		fields := strings.Fields(l.text)
		words += len(fields)
		if divided && len(fields) > 0 {
			fields = fields[1:]
		}
		if divided = endsInHyphen(l.text); divided {
			fields = fields[:max(0, len(fields)-1)]
		}
		for _, w := range fields {
			if w = foldWord(w); w != "" {
				within += strings.Count(w, "-")
				h.words[w] = true
			}
		}
	}
	h.divides = ends*100 > dividedShare*wraps && ends*(within+words) > dividedTimes*wraps*within
	h.chinese, h.distance = m.han*2 > m.letters, m.apart > m.close
	return h
}

// A mixture counts how Chinese and other letters stand side by side.
type mixture struct{ han, letters, close, apart int }

func (m *mixture) count(s string) {
	const none, han, other = 0, 1, 2
	last, space := none, false
	for _, r := range s {
		class := none
		switch {
		case unicode.Is(unicode.Han, r):
			class = han
			m.han++
			m.letters++
		case unicode.IsLetter(r):
			class = other
			m.letters++
		case unicode.IsDigit(r):
			class = other
		case unicode.IsSpace(r):
			space = true
			continue
		}
		if class+last == han+other && class != none && last != none {
			if space {
				m.apart++
			} else {
				m.close++
			}
		}
		last, space = class, false
	}
}

// join puts lines together: Chinese without a space, divided words without the
// hyphen, others with a space.
func (h habits) join(lines []pageLine, out *leftOut) string {
	var b strings.Builder
	for i, l := range lines {
		if i == 0 {
			b.WriteString(l.text)
			continue
		}
		before := lines[i-1].text
		left, _ := utf8.DecodeLastRuneInString(before)
		right, _ := utf8.DecodeRuneInString(l.text)
		switch {
		case strings.ContainsRune(hyphens, left):
			if strings.HasSuffix(strings.TrimRight(before, hyphens), " ") || !unicode.IsLetter(right) && !unicode.IsDigit(right) {
				b.WriteByte(' ') // a dash
			} else if h.divided(before, l.text) {
				s := strings.TrimRight(b.String(), hyphens)
				b.Reset()
				b.WriteString(s)
				out.hyphens++
			}
		case h.apart(left, right):
			b.WriteByte(' ')
		}
		b.WriteString(l.text)
	}
	return b.String()
}

// apart reports whether a space belongs between two lines.
func (h habits) apart(left, right rune) bool {
	switch l, r := unspaced(left), unspaced(right); {
	case l && r, l && eitherWay(right), eitherWay(left) && r:
		return false
	case eitherWay(left) && eitherWay(right):
		return !h.chinese
	case l || r:
		return h.distance
	}
	return true
}

// divided reports whether the hyphen between two lines only divides a word. The
// text itself is asked: does it have the word with the hyphen, or without, or
// both halves as words; else whether it divides words at all.
func (h habits) divided(before, after string) bool {
	left, right := lastWord(strings.TrimRight(before, hyphens)), firstWord(after)
	a, _ := utf8.DecodeLastRuneInString(left)
	b, _ := utf8.DecodeRuneInString(right)
	if !unicode.IsLetter(a) || !unicode.IsLetter(b) || unicode.IsUpper(a) != unicode.IsUpper(b) {
		return false // a number, or a name: Russo-Chinese
	}
	left, right = foldWord(left), foldWord(right)
	switch {
	case h.words[left+"-"+right]:
		return false
	case h.words[left+right]:
		return true
	case h.words[left] && h.words[right]:
		return false
	}
	return h.divides
}

func endsInHyphen(s string) bool {
	cut := strings.TrimRight(s, hyphens)
	r, _ := utf8.DecodeLastRuneInString(cut)
	return len(cut) < len(s) && unicode.IsLetter(r)
}

// foldWord is the key of a word: small letters, one kind of hyphen, no
// punctuation around it.
func foldWord(w string) string {
	w = strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) })
	return strings.ToLower(strings.ReplaceAll(w, "‐", "-"))
}

func wordEnd(r rune) bool { return !unicode.IsLetter(r) && !strings.ContainsRune(hyphens, r) }

func lastWord(s string) string {
	if i := strings.LastIndexFunc(s, wordEnd); i >= 0 {
		_, n := utf8.DecodeRuneInString(s[i:])
		s = s[i+n:]
	}
	return s
}

func firstWord(s string) string {
	if i := strings.IndexFunc(s, wordEnd); i >= 0 {
		s = s[:i]
	}
	return s
}
