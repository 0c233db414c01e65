package lexicon

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"dragoman/internal/lang"
)

// Glossary is a person's own list of terms.
type Glossary struct {
	Name  string // of the file
	terms []term
}

// Len is the number of terms that exist in two languages or more.
func (g *Glossary) Len() int { return len(g.terms) }

// ReadGlossary reads a list of terms in UTF-8. What it holds tells its form:
//
//   - a table with commas, semicolons or tabs, whose first line names the
//     languages of its columns (zh, en-US, Russian …; other columns are passed
//     over); spellings within a cell are separated by |
//   - lines of CEDICT: 裁軍 裁军 [cai2 jun1] /disarmament/
//   - TBX, versions 2 and 3: term entries with a language section each
//
// Errors begin with the name and the line.
func ReadGlossary(r io.Reader, name string) (*Glossary, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if line := firstInvalid(data); line > 0 {
		return nil, fmt.Errorf("%s:%d: not valid UTF-8", name, line)
	}
	g := &Glossary{Name: name}
	text := strings.TrimSpace(string(data))
	switch {
	case text == "":
		return nil, fmt.Errorf("%s: the glossary is empty", name)
	case strings.HasPrefix(text, "<"):
		g.terms, err = readTBX(data)
	case cedictLine.MatchString(firstLine(text)):
		g.terms, err = readCedictLines(data)
	default:
		g.terms, err = readTable(data)
	}
	var at *lineError
	switch {
	case errors.As(err, &at):
		return nil, fmt.Errorf("%s:%d: %w", name, at.line, at.err)
	case err != nil:
		return nil, fmt.Errorf("%s: %w", name, err)
	case len(g.terms) == 0:
		return nil, fmt.Errorf("%s: no term in two of the languages zh, en and ru", name)
	}
	return g, nil
}

// lineError is an error at a line of a glossary.
type lineError struct {
	line int
	err  error
}

func (e *lineError) Error() string { return e.err.Error() }

// firstInvalid is the number of the first line that is not UTF-8, or 0.
func firstInvalid(data []byte) int {
	if utf8.Valid(data) {
		return 0
	}
	n := 0
	for line := range bytes.Lines(data) {
		n++
		if !utf8.Valid(line) {
			break
		}
	}
	return n
}

// firstLine is the first line that is no comment.
func firstLine(text string) string {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			return line
		}
	}
	return ""
}

// addTerm adds a term if it exists in two languages.
func addTerm(terms []term, t term) []term {
	n := 0
	for _, s := range t {
		if len(s) > 0 {
			n++
		}
	}
	if n < 2 {
		return terms
	}
	return append(terms, t)
}

// spellings takes the variants of a term apart.
func spellings(s string) []string {
	var out []string
	for v := range strings.SplitSeq(s, "|") {
		if v = strings.TrimSpace(v); v != "" {
			out = append(out, v)
		}
	}
	return out
}

// readTable reads a table whose first line names the languages.
func readTable(data []byte) ([]term, error) {
	r := csv.NewReader(bytes.NewReader(data))
	r.Comment = '#'
	r.LazyQuotes = true
	r.FieldsPerRecord = -1
	r.Comma = delimiter(firstLine(string(data)))
	head, err := r.Read()
	if err != nil {
		return nil, csvError(err)
	}
	columns, err := languageColumns(head)
	if err != nil {
		line, _ := r.FieldPos(0)
		return nil, &lineError{line, err}
	}
	var terms []term
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return terms, nil
		}
		if err != nil {
			return nil, csvError(err)
		}
		var t term
		for c, i := range columns {
			if c >= len(row) {
				line, _ := r.FieldPos(0)
				return nil, &lineError{line, fmt.Errorf("%d columns, but %s is column %d of the first line", len(row), codes[i], c+1)}
			}
			t[i] = append(t[i], spellings(row[c])...)
		}
		terms = addTerm(terms, t)
	}
}

func csvError(err error) error {
	var p *csv.ParseError
	if errors.As(err, &p) {
		return &lineError{p.Line, p.Err}
	}
	return err
}

// delimiter is what separates the columns of the first line.
func delimiter(line string) rune {
	for _, d := range "\t;" {
		if strings.ContainsRune(line, d) {
			return d
		}
	}
	return ','
}

// languageColumns gives the language of each column that has one.
func languageColumns(head []string) (map[int]int, error) {
	columns := make(map[int]int)
	seen := make(map[int]bool)
	for c, h := range head {
		l, err := lang.Parse(strings.TrimSpace(h))
		if err != nil {
			continue
		}
		if i, ok := index(l); ok {
			columns[c] = i
			seen[i] = true
		}
	}
	if len(seen) < 2 {
		return nil, fmt.Errorf("the first line must name two of the languages zh, en and ru, not %q", strings.Join(head, ", "))
	}
	return columns, nil
}

// cedictLine is a line of CEDICT: traditional, simplified, pinyin, glosses.
var cedictLine = regexp.MustCompile(`^(\S+) (\S+) \[[^\]]*\] /(.*)/\s*$`)

func readCedictLines(data []byte) ([]term, error) {
	var terms []term
	s := bufio.NewScanner(bytes.NewReader(data))
	s.Buffer(nil, 1<<20)
	n := 0
	for s.Scan() {
		n++
		line := strings.TrimSpace(s.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		m := cedictLine.FindStringSubmatch(line)
		if m == nil {
			return nil, &lineError{n, errors.New("not a line of the form 裁軍 裁军 [cai2 jun1] /disarmament/")}
		}
		t := term{zh: {m[2]}}
		for g := range strings.SplitSeq(m[3], "/") {
			if g = strings.TrimSpace(remarks.ReplaceAllString(g, "")); g != "" && !strings.HasPrefix(g, "CL:") {
				t[en] = append(t[en], strings.TrimPrefix(g, "to "))
			}
		}
		terms = addTerm(terms, t)
	}
	return terms, s.Err()
}

// remarks are what a gloss says about the word.
var remarks = regexp.MustCompile(`\([^()]*\)`)

// readTBX reads the terms of a TBX file; the elements have other names in
// version 2 (termEntry, langSet) and version 3 (conceptEntry, langSec).
func readTBX(data []byte) ([]term, error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	s := tbx{language: -1}
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return s.terms, nil
		}
		if err == nil {
			err = s.token(tok)
		}
		if err != nil {
			line, _ := d.InputPos()
			return nil, &lineError{line, err}
		}
	}
}

// tbx is how far a TBX file was read.
type tbx struct {
	terms    []term
	term     term
	root     string
	language int // of the section, -1 outside and of other languages
	inTerm   bool
	text     strings.Builder
}

func (s *tbx) token(tok xml.Token) error {
	switch e := tok.(type) {
	case xml.StartElement:
		if s.root == "" {
			if s.root = e.Name.Local; s.root != "martif" && s.root != "tbx" {
				return fmt.Errorf("<%s> is not the start of a TBX file", s.root)
			}
		}
		switch e.Name.Local {
		case "termEntry", "conceptEntry":
			s.term = term{}
		case "langSet", "langSec":
			s.language = languageOf(e.Attr)
		case "term":
			s.inTerm = true
			s.text.Reset()
		}
	case xml.CharData:
		if s.inTerm {
			s.text.Write(e)
		}
	case xml.EndElement:
		s.end(e.Name.Local)
	}
	return nil
}

func (s *tbx) end(element string) {
	switch element {
	case "term":
		if s.inTerm && s.language >= 0 {
			s.term[s.language] = append(s.term[s.language], spellings(s.text.String())...)
		}
		s.inTerm = false
	case "langSet", "langSec":
		s.language = -1
	case "termEntry", "conceptEntry":
		s.terms = addTerm(s.terms, s.term)
		s.term = term{}
	}
}

// languageOf is the index of the language that xml:lang names, or -1.
func languageOf(attrs []xml.Attr) int {
	for _, a := range attrs {
		if a.Name.Local != "lang" {
			continue
		}
		if l, err := lang.Parse(a.Value); err == nil {
			if i, ok := index(l); ok {
				return i
			}
		}
	}
	return -1
}
