package job

import (
	"path/filepath"
	"regexp"
	"strings"

	"dragoman/internal/lang"
)

// langPart matches a language code set off by punctuation at either end of a
// file name: report_zh, report.en-GB, ru-report.
var langPart = regexp.MustCompile(`^([A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?)(?:[._ -]+|$)|(?:^|[._ -]+)([A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?)$`)

// Name derives a document's name from the names of its files: what is left of
// them without extension and language code; the longest, where they differ;
// the folder's name, where nothing is left.
func Name(paths []string) string {
	best := ""
	for _, p := range paths {
		if stem := stem(p); len(stem) > len(best) {
			best = stem
		}
	}
	if best != "" {
		return best
	}
	dir := filepath.Base(filepath.Dir(absolute(paths[0])))
	if dir == "." || dir == string(filepath.Separator) {
		return "document"
	}
	return dir
}

func stem(path string) string {
	base := filepath.Base(path)
	base = strings.TrimSuffix(base, filepath.Ext(base))
	m := langPart.FindStringSubmatchIndex(base)
	if m == nil {
		return base
	}
	code := base[max(m[2], m[4]):max(m[3], m[5])]
	c, err := lang.Parse(code)
	if err != nil || (c != lang.Chinese && c != lang.English && c != lang.Russian) {
		return base
	}
	return strings.Trim(base[:m[0]]+base[m[1]:], "._- ")
}

// absolute is the path as the memory keeps it, so that it still means the same
// file from another folder.
func absolute(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}
