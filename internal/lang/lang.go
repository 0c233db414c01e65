package lang

// Code names a language: "zh", "en", "ru", or the lower-case primary subtag
// of another language ("de"). The empty Code is unknown.
type Code string

// The languages that have a lexicon and a segmenter of their own.
const (
	Unknown Code = ""
	Chinese Code = "zh"
	English Code = "en"
	Russian Code = "ru"
)
