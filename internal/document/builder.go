package document

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A builder collects the text of one paragraph.
type builder struct {
	text   strings.Builder
	breaks []int
	kind   Kind
	place  string
}

func (b *builder) write(s string) { b.text.WriteString(s) }

// newline ends a line within the paragraph: a new segment begins.
func (b *builder) newline() {
	b.text.WriteByte('\n')
	b.breaks = append(b.breaks, b.text.Len())
}

// paragraph returns what was collected, outer white space trimmed; ok is
// false where there is nothing.
func (b *builder) paragraph() (p Paragraph, ok bool) {
	s := b.text.String()
	left := strings.TrimLeftFunc(s, unicode.IsSpace)
	cut := len(s) - len(left)
	s = strings.TrimRightFunc(left, unicode.IsSpace)
	p = Paragraph{Text: s, Kind: b.kind, Offset: -1, Place: b.place}
	for _, at := range b.breaks {
		at -= cut
		for at >= 0 && at < len(s) { // to the first letter of the line
			r, n := utf8.DecodeRuneInString(s[at:])
			if !unicode.IsSpace(r) {
				break
			}
			at += n
		}
		if at > 0 && at < len(s) && (len(p.Breaks) == 0 || p.Breaks[len(p.Breaks)-1] < at) {
			p.Breaks = append(p.Breaks, at)
		}
	}
	return p, s != ""
}
