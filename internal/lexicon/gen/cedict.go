package main

import (
	"encoding/json"
	"maps"
	"regexp"
	"strings"
	"unicode"

	"dragoman/internal/lang"
	"dragoman/internal/normal"
)

// cedictEntry is one line of CC-CEDICT.
type cedictEntry struct {
	Traditional, Simplified, Pinyin string
	English                         []string
}

var (
	parenthesis = regexp.MustCompile(`\([^()]*\)|\[[^\[\]]*\]`)
	// crossRef is a gloss that sends the reader to another word.
	crossRef = regexp.MustCompile(`\b(?:variant of|abbr\. (?:for|of|to)|see(?: also)?|same as|equivalent to|also written|also called|also known as|short for|contraction of|=) ([\p{Han}]+)(?:\|([\p{Han}]+))?`)
	// noGloss is a gloss that says something about the word, not what it means.
	noGloss = regexp.MustCompile(`^(CL:|surname |radical |Kangxi radical|pr\. |also pr\. |Taiwan pr\. |classifier |used in |see |also written|bound form$|erhua variant|particle |interrogative particle|old variant|Japanese variant|variant of|\d)`)
)

// readCedict gives the glosses of each Chinese word. A word that is only a
// reference to another takes over the other's glosses.
func readCedict(b []byte) (map[string][]gloss, []cedictEntry, error) {
	var entries []cedictEntry
	if err := json.Unmarshal(b, &entries); err != nil {
		return nil, nil, err
	}
	words := make(map[string][]gloss)
	refs := make(map[string][]string)
	for _, e := range entries {
		if !allHan(e.Simplified) {
			continue // with Latin letters, digits, punctuation
		}
		w := normal.Key(lang.Chinese, e.Simplified)
		gs, rs := cedictGlosses(e.English)
		words[w] = append(words[w], gs...)
		refs[w] = append(refs[w], rs...)
	}
	own := maps.Clone(words) // one step only: a reference to a reference stays empty
	for w, rs := range refs {
		if len(own[w]) > 0 {
			continue
		}
		for _, r := range rs {
			words[w] = append(words[w], own[r]...)
		}
	}
	for w, gs := range words {
		if len(gs) == 0 {
			delete(words, w)
		}
	}
	return words, entries, nil
}

// cedictGlosses cleans the definitions of an entry and finds its references.
func cedictGlosses(defs []string) (gs []gloss, refs []string) {
	var long gloss
	for _, d := range defs {
		for _, m := range crossRef.FindAllStringSubmatch(d, -1) {
			refs = append(refs, normal.Key(lang.Chinese, m[1])) // traditional or common form: one key
		}
		if strings.HasPrefix(d, "CL:") {
			continue
		}
		for d != "" {
			s := parenthesis.ReplaceAllString(d, " ")
			if s == d {
				break
			}
			d = s
		}
		d = crossRef.ReplaceAllString(d, "; ")
		for _, part := range strings.FieldsFunc(d, func(r rune) bool { return r == ';' || r == ',' }) {
			part = strings.TrimSpace(part)
			if part == "" || noGloss.MatchString(part) {
				continue
			}
			g := stems(lang.English, part)
			if len(g) > maxGlossWords {
				if long == nil {
					long = g[:maxGlossWords]
				}
				continue
			}
			if len(g) > 0 {
				gs = append(gs, g)
			}
		}
	}
	if len(gs) == 0 && long != nil {
		gs = append(gs, long)
	}
	return gs, refs
}

// maxGlossWords is the number of content words above which a gloss explains a
// word rather than translates it.
const maxGlossWords = 6

func allHan(s string) bool {
	for _, r := range s {
		if !unicode.Is(unicode.Han, r) {
			return false
		}
	}
	return s != ""
}
