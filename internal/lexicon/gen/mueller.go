package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"maps"
	"regexp"
	"strings"
	"unicode"

	"dragoman/internal/lang"
)

var (
	phonetics = regexp.MustCompile(`\[[^\]]*\]`)
	// senses separate the meanings of an entry: 1) 1> а) _I ;
	senses = regexp.MustCompile(`(?:^|\s)\d+[>.)]|(?:^|\s)[а-я]\)|_[IVX]+\b|;`)
	labels = regexp.MustCompile(`_[\p{L}-]+\.?:?`)
	// example is an English phrase and its translation inside a sense.
	example = regexp.MustCompile(`^([A-Za-z][A-Za-z' ,.~-]*?)\s+(\p{Cyrillic}.*)$`)
	// same is an entry that sends the reader to another: "= stabilizer".
	same = regexp.MustCompile(`=\s+([A-Za-z' -]+)`)
)

// phrase is an English phrase and its Russian translation, as stems.
type phrase struct{ en, ru gloss }

// readMueller gives the glosses of each English word (key) and the phrases: the
// entries of several words and the examples inside the entries.
func readMueller(index, dictionary []byte) (map[string][]gloss, []phrase, error) {
	z, err := gzip.NewReader(bytes.NewReader(dictionary))
	if err != nil {
		return nil, nil, err
	}
	text, err := io.ReadAll(z)
	if err != nil {
		return nil, nil, err
	}
	words := make(map[string][]gloss)
	refs := make(map[string][]string)
	var phrases []phrase
	for line := range strings.Lines(string(index)) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(f) < 3 || strings.HasPrefix(f[0], "00") {
			continue
		}
		at, n := base64(f[1]), base64(f[2])
		if at+n > len(text) {
			return nil, nil, fmt.Errorf("mueller7.index: entry %q ends at %d of %d", f[0], at+n, len(text))
		}
		head := stems(lang.English, f[0])
		gs, ps, ref := muellerEntry(f[0], string(text[at:at+n]))
		phrases = append(phrases, ps...)
		switch {
		case len(head) == 1:
			words[head[0]] = append(words[head[0]], gs...)
			if ref != "" {
				refs[head[0]] = append(refs[head[0]], stems(lang.English, ref)...)
			}
		case len(head) > 1:
			for _, g := range gs {
				phrases = append(phrases, phrase{head, g})
			}
		}
	}
	follow(words, refs)
	return words, phrases, nil
}

// follow gives words that only refer to one other the glosses of that, and drops
// those that are left without.
func follow(words map[string][]gloss, refs map[string][]string) {
	own := maps.Clone(words)
	for w, rs := range refs {
		if len(own[w]) == 0 && len(rs) == 1 {
			words[w] = append(words[w], own[rs[0]]...)
		}
	}
	maps.DeleteFunc(words, func(_ string, gs []gloss) bool { return len(gs) == 0 })
}

// muellerEntry takes an entry apart.
func muellerEntry(head, body string) (gs []gloss, ps []phrase, ref string) {
	first, rest, _ := strings.Cut(body, "\n")
	if strings.EqualFold(strings.TrimSpace(first), strings.TrimSpace(head)) {
		body = rest
	}
	body = phonetics.ReplaceAllString(body, " ")
	body = strings.Join(strings.Fields(body), " ")
	if m := same.FindStringSubmatch(body); m != nil {
		ref = m[1]
	}
	for _, s := range senses.Split(body, -1) {
		s = labels.ReplaceAllString(s, " ")
		s = parenthesis.ReplaceAllString(s, "")
		s = strings.Trim(strings.Join(strings.Fields(s), " "), " ,.:")
		if !cyrillic(s) {
			continue
		}
		if strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Latin, r) }) {
			if m := example.FindStringSubmatch(s); m != nil {
				ps = addPhrase(ps, m[1], m[2])
			}
			continue
		}
		for part := range strings.SplitSeq(s, ",") {
			if g := stems(lang.Russian, part); len(g) > 0 && len(g) <= maxRussianWords {
				gs = append(gs, g)
			}
		}
	}
	return gs, ps, ref
}

// maxRussianWords is the number of content words above which a Russian gloss is
// an explanation.
const maxRussianWords = 4

func addPhrase(ps []phrase, en, ru string) []phrase {
	e, r := stems(lang.English, en), stems(lang.Russian, ru)
	if len(e) == 0 || len(r) == 0 || len(e) > 2*maxGlossWords || len(r) > 2*maxGlossWords {
		return ps
	}
	return append(ps, phrase{e, r})
}

func cyrillic(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) })
}

// base64 reads a number of a dictd index.
func base64(s string) int {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	n := 0
	for _, r := range s {
		n = n*64 + max(strings.IndexRune(alphabet, r), 0)
	}
	return n
}
