// Package abbrev carries the word lists of the sentence segmenter: the
// abbreviations, sentence openers and other classes of words it asks about,
// one file a language. Their form and origin are told in README.md.
package abbrev

import "embed"

// Files holds en.txt, ru.txt, zh.txt and common.txt.
//
//go:embed *.txt
var Files embed.FS
