// Package names embeds the tables that bring names of three scripts together.
// README.md beside it is their passport.
package names

import _ "embed"

var (
	// Readings lists the Han characters of each pinyin syllable: syllable, tab,
	// characters. A character stands with its most usual reading only.
	//go:embed pinyin.txt
	Readings string
	// Palladius lists the Cyrillic form of each pinyin syllable.
	//go:embed palladius.tsv
	Palladius string
	// Common is those of them that ordinary words are written with too.
	//go:embed common.txt
	Common string
	// Surnames is the common surnames of one character, without those that are
	// function words or numerals as well.
	//go:embed surnames.txt
	Surnames string
	// Transcription is the Han characters that Russian names are written with.
	//go:embed transcription.txt
	Transcription string
	// Foreign is further characters that names of other languages are written with.
	//go:embed foreign.txt
	Foreign string
	// Sounds lists how letters sound: language, letters, sounds.
	//go:embed sounds.tsv
	Sounds string
)
