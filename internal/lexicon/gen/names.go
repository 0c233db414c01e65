package main

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode"
)

var (
	syllable = regexp.MustCompile(`^([a-z]+|u:|lu:e?|nu:e?)[1-5]?$`)
	// palladius is a line of the test data that holds one syllable without a tone.
	palladius = regexp.MustCompile(`(?m)^([a-zü]+)\t([а-яё]+)$`)
	// rule is a transcription rule: Cyrillic letters, a context, Han characters.
	rule = regexp.MustCompile(`(?m)^[а-яё][^→]*→ *([\p{Han}]+) *;`)
)

// nameTables makes the tables under data/names.
func nameTables(entries []cedictEntry, packages map[string]map[string][]byte) map[string][]byte {
	cldr := packages["unicode-cldr-core 41-0.1"]
	readings := mainReadings(entries)
	return map[string][]byte{
		"names/pinyin.txt":        readingTable(readings),
		"names/palladius.tsv":     palladiusTable(cldr["ru-t-zh-Latn-pinyin.txt"], readings),
		"names/transcription.txt": transcriptionTable(cldr["ru-zh.xml"]),
	}
}

// mainReadings gives for each simplified character the syllable that it has in
// most words.
func mainReadings(entries []cedictEntry) map[rune]string {
	counts := make(map[rune]map[string]int)
	for _, e := range entries {
		chars, syllables := []rune(e.Simplified), strings.Fields(strings.ToLower(e.Pinyin))
		if len(chars) != len(syllables) {
			continue
		}
		for i, c := range chars {
			m := syllable.FindStringSubmatch(syllables[i])
			if m == nil || !unicode.Is(unicode.Han, c) {
				continue
			}
			if counts[c] == nil {
				counts[c] = make(map[string]int)
			}
			counts[c][strings.ReplaceAll(m[1], "u:", "v")]++
		}
	}
	out := make(map[rune]string)
	for c, syllables := range counts {
		for _, s := range sortedKeys(syllables) {
			if syllables[s] > syllables[out[c]] {
				out[c] = s
			}
		}
	}
	return out
}

func readingTable(readings map[rune]string) []byte {
	bySyllable := make(map[string][]rune)
	for _, c := range sortedKeys(readings) {
		bySyllable[readings[c]] = append(bySyllable[readings[c]], c)
	}
	var b bytes.Buffer
	for _, s := range sortedKeys(bySyllable) {
		fmt.Fprintf(&b, "%s\t%s\n", s, string(bySyllable[s]))
	}
	return b.Bytes()
}

func palladiusTable(test []byte, readings map[rune]string) []byte {
	known := make(map[string]bool)
	for _, s := range readings {
		known[s] = true
	}
	rows := make(map[string]string)
	for _, m := range palladius.FindAllSubmatch(test, -1) {
		if s := strings.ReplaceAll(string(m[1]), "ü", "v"); known[s] {
			rows[s] = string(m[2])
		}
	}
	var b bytes.Buffer
	for _, s := range sortedKeys(rows) {
		fmt.Fprintf(&b, "%s\t%s\n", s, rows[s])
	}
	return b.Bytes()
}

// transcriptionTable lists the characters that the rules write names with.
func transcriptionTable(rules []byte) []byte {
	set := make(map[rune]bool)
	for _, m := range rule.FindAllSubmatch(rules, -1) {
		for _, c := range string(m[1]) {
			set[c] = true
		}
	}
	return []byte(string(sortedKeys(set)) + "\n")
}
