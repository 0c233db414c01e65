package document

import (
	"cmp"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dragoman/internal/lang"
)

// A Group is the files that are one document in several languages.
type Group struct {
	Name  string // what the files' names have in common
	Files []File // at least two, zh en ru first, then by code
}

// A File is a language version of a document by its name; what it holds has
// not been looked at.
type File struct {
	Path string
	Lang lang.Code
}

// Pair groups files that are versions of one document by their names.
// Directories are searched for files of the formats that can be read. The
// language is told by the name (report_zh.docx, report.zh-CN.docx,
// en_report.txt, zh.txt), by the folder (zh/report.docx) or, where nothing
// else speaks, by the single letter of United Nations files (A_80_1_E.pdf).
// The extension need not agree: report_zh.pdf goes with report_en.docx.
// Rest are the files without a partner. The order of paths does not matter.
func Pair(paths ...string) (groups []Group, rest []string, err error) {
	var files []candidate
	seen := map[string]bool{}
	for _, root := range paths {
		found, err := list(root)
		if err != nil {
			return nil, nil, named(root, err)
		}
		for _, f := range found {
			if !seen[f.path] {
				seen[f.path] = true
				files = append(files, f)
			}
		}
	}
	slices.SortFunc(files, func(a, b candidate) int { return cmp.Compare(a.path, b.path) })
	groups, rest = group(files)
	if len(rest) > 1 { // what is left may follow the single-letter habit
		var left []candidate
		for _, f := range files {
			if slices.Contains(rest, f.path) && f.letter() {
				left = append(left, f)
			}
		}
		more, _ := group(left)
		for _, g := range more {
			groups = append(groups, g)
			rest = slices.DeleteFunc(rest, func(p string) bool {
				return slices.ContainsFunc(g.Files, func(f File) bool { return f.Path == p })
			})
		}
	}
	slices.SortFunc(groups, func(a, b Group) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Files[0].Path, b.Files[0].Path))
	})
	return groups, rest, nil
}

// A candidate is a file with the language its name tells.
type candidate struct {
	path string
	root string // the directory that was given; "" for a file
	key  string // what versions of one document share
	name string // the key for people
	ext  string
	lang lang.Code
}

// list returns the files of a directory, or the file itself.
func list(root string) ([]candidate, error) {
	info, err := os.Stat(root)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return []candidate{newCandidate(root, "")}, nil
	}
	var out []candidate
	err = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case path != root && (strings.HasPrefix(d.Name(), ".") || strings.HasPrefix(d.Name(), "~$")):
			if d.IsDir() {
				return filepath.SkipDir
			}
		case d.Type().IsRegular() && Known(path):
			out = append(out, newCandidate(path, root))
		}
		return nil
	})
	return out, err
}

func newCandidate(path, root string) candidate {
	path = filepath.Clean(path)
	c := candidate{path: path, root: root, ext: strings.ToLower(filepath.Ext(path))}
	stem := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	dir := filepath.Dir(path)
	c.lang, c.name = nameLang(stem)
	rel := dir
	if root != "" {
		if r, err := filepath.Rel(root, dir); err == nil {
			rel = r
		}
	}
	parts := strings.Split(filepath.ToSlash(rel), "/")
	for i, part := range slices.Backward(parts) {
		code, others := nameLang(part)
		if code == lang.Unknown || others != "" || c.lang != lang.Unknown && c.lang != code {
			continue
		}
		c.lang = code
		parts = slices.Delete(parts, i, i+1)
		break
	}
	c.key = strings.Join(parts, "/") + "/" + strings.ToLower(c.name)
	if c.name == "" { // zh.txt: the folder is the name
		abs, err := filepath.Abs(dir)
		if err == nil {
			c.name = filepath.Base(abs)
		}
	}
	return c
}

// nameLang finds the language in a file's name and returns what is left of it.
// The end of the name is looked at first, then its beginning; tags of up to
// three parts are tried before shorter ones.
func nameLang(stem string) (lang.Code, string) {
	isSep := func(r rune) bool { return strings.ContainsRune("._- ()[]（）", r) }
	words := strings.FieldsFunc(stem, isSep)
	for n := min(3, len(words)); n > 0; n-- {
		if code, ok := tagged(words[len(words)-n:]); ok {
			at := strings.LastIndex(stem, words[len(words)-n])
			if n > 1 { // the parts may repeat: find the place from the end
				at = len(stem)
				for _, w := range slices.Backward(words[len(words)-n:]) {
					at = strings.LastIndex(stem[:at], w)
				}
			}
			return code, strings.TrimRightFunc(stem[:at], isSep)
		}
	}
	for n := min(3, len(words)-1); n > 0; n-- {
		if code, ok := tagged(words[:n]); ok {
			at := 0
			for _, w := range words[:n] {
				at += strings.Index(stem[at:], w) + len(w)
			}
			return code, strings.TrimLeftFunc(stem[at:], isSep)
		}
	}
	return lang.Unknown, stem
}

// tagged reports whether words are the parts of a language tag. Parts after
// the first must look like a script or a region, and codes that are words of
// file names (no, is, it, in …) count only for the three languages of the house.
func tagged(words []string) (lang.Code, bool) {
	for _, w := range words[1:] {
		if len(w) != 2 && len(w) != 3 && len(w) != 4 || strings.ToLower(w) == w && len(w) == 4 {
			return lang.Unknown, false
		}
		if l := strings.ToLower(w); len(w) == 3 && l != "chs" && l != "cht" && strings.Trim(l, "0123456789") != "" {
			return lang.Unknown, false
		}
	}
	if len(words[0]) < 2 {
		return lang.Unknown, false
	}
	code, err := lang.Parse(words[0])
	if err != nil {
		return lang.Unknown, false
	}
	for i := range words[1:] { // "st_zh" is a Chinese text called st, not Sotho
		if other, ok := tagged(words[i+1 : i+2]); ok && ofTheHouse(other) && other != code {
			return lang.Unknown, false
		}
	}
	if ofTheHouse(code) {
		return code, true
	}
	common := []string{"is", "it", "no", "in", "to", "so", "as", "or", "my", "an", "be", "am", "id", "pa", "he", "si", "na", "os", "new", "old", "and", "the", "for", "all", "day", "her", "his"}
	known := len(words[0]) == 2 || len(words[0]) > 4 || len(words) > 1
	return code, known && !slices.Contains(common, strings.ToLower(words[0]))
}

func ofTheHouse(l lang.Code) bool {
	return l == lang.Chinese || l == lang.English || l == lang.Russian
}

// letter reads the last word as the single letter of United Nations files.
func (c *candidate) letter() bool {
	stem := strings.TrimSuffix(filepath.Base(c.path), filepath.Ext(c.path))
	at := strings.LastIndexAny(stem, "_-. ")
	if at < 1 || len(stem)-at != 2 {
		return false
	}
	code, ok := map[string]lang.Code{"c": lang.Chinese, "e": lang.English, "r": lang.Russian, "f": "fr", "s": "es", "a": "ar"}[strings.ToLower(stem[at+1:])]
	c.lang, c.name = code, stem[:at]
	c.key = filepath.ToSlash(filepath.Dir(c.path)) + "/" + strings.ToLower(c.name)
	return ok
}

// group makes groups of files with one key. Where a language is there twice,
// files of the same format stay together.
func group(files []candidate) (groups []Group, rest []string) {
	byKey := map[string][]candidate{}
	var keys []string
	for _, f := range files {
		if f.lang == lang.Unknown {
			rest = append(rest, f.path)
			continue
		}
		if byKey[f.key] == nil {
			keys = append(keys, f.key)
		}
		byKey[f.key] = append(byKey[f.key], f)
	}
	for _, key := range keys {
		left := byKey[key]
		for len(left) > 0 {
			var g Group
			g, left = takeGroup(left)
			if len(g.Files) < 2 {
				for _, f := range g.Files {
					rest = append(rest, f.Path)
				}
				continue
			}
			groups = append(groups, g)
		}
	}
	slices.Sort(rest)
	return groups, rest
}

// takeGroup takes one file of each language, first those of the commonest
// extension.
func takeGroup(files []candidate) (Group, []candidate) {
	count := map[string]int{}
	for _, f := range files {
		count[f.ext]++
	}
	slices.SortStableFunc(files, func(a, b candidate) int {
		return cmp.Or(-cmp.Compare(count[a.ext], count[b.ext]), cmp.Compare(a.ext, b.ext), cmp.Compare(a.path, b.path))
	})
	g := Group{Name: files[0].name}
	var left []candidate
	for _, f := range files {
		if slices.ContainsFunc(g.Files, func(x File) bool { return x.Lang == f.lang }) {
			left = append(left, f)
			continue
		}
		g.Files = append(g.Files, File{f.path, f.lang})
	}
	order := []lang.Code{lang.Russian, lang.English, lang.Chinese} // −1 for the others, which come last
	slices.SortFunc(g.Files, func(a, b File) int {
		return cmp.Or(-cmp.Compare(slices.Index(order, a.Lang), slices.Index(order, b.Lang)), cmp.Compare(a.Lang, b.Lang))
	})
	return g, left
}
