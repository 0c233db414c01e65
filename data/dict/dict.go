package dict

import _ "embed"

// The vocabularies, in the format that package
// dragoman/internal/lexicon/vocab reads.
var (
	//go:embed zh.words
	ChineseWords string
	//go:embed en.words
	EnglishWords string
	//go:embed ru.words
	RussianWords string
)

// The gloss lists, one file a source and pair, in the format of the same package.
var (
	//go:embed cedict.zh-en
	CedictChineseEnglish string
	//go:embed mueller.en-ru
	MuellerEnglishRussian string
	//go:embed pivot.zh-ru
	PivotChineseRussian string
	//go:embed cldr.zh-en
	CLDRChineseEnglish string
	//go:embed cldr.zh-ru
	CLDRChineseRussian string
	//go:embed cldr.en-ru
	CLDREnglishRussian string
	//go:embed terms.zh-en
	TermsChineseEnglish string
	//go:embed terms.zh-ru
	TermsChineseRussian string
	//go:embed terms.en-ru
	TermsEnglishRussian string
)

// The phrases of the vocabularies as sequences of words.
var (
	//go:embed en.phrases
	EnglishPhrases string
	//go:embed ru.phrases
	RussianPhrases string
)

// Tables of our own.
var (
	// EnglishForms lists irregular forms and British spellings: form, tab,
	// canonical form.
	//go:embed english.tsv
	EnglishForms string
	// RussianForms lists forms with a fleeting vowel: form, tab, dictionary form.
	//go:embed russian.tsv
	RussianForms string
	// Stop lists words without content: language, tab, words.
	//go:embed stop.txt
	Stop string
)

// Numerals lists the words of numbers, months and the like: language, class,
// value, words.
//
//go:embed numerals.tsv
var Numerals string
