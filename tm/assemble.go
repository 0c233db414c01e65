package tm

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
)

// assemble is the text of segments: neighbours in a paragraph are the exact
// span of the original from the first to the last; others are joined by a
// space within a paragraph and by a newline between paragraphs.
func assemble(paragraph func(number int) string, segments []Segment) string {
	var b strings.Builder
	for i := 0; i < len(segments); {
		s := segments[i]
		p := paragraph(s.Paragraph)
		end := s.End
		j := i + 1
		for ; j < len(segments); j++ {
			n := segments[j]
			if n.Paragraph != s.Paragraph || n.Start < end || strings.TrimSpace(p[end:n.Start]) != "" {
				break
			}
			end = n.End
		}
		b.WriteString(p[s.Start:end])
		if j < len(segments) {
			if segments[j].Paragraph == s.Paragraph {
				b.WriteByte(' ')
			} else {
				b.WriteByte('\n')
			}
		}
		i = j
	}
	return b.String()
}

// packSegments packs paragraph, start and length of each segment.
func packSegments(segments []Segment) []byte {
	ns := make([]int64, 0, 3*len(segments))
	for _, s := range segments {
		ns = append(ns, int64(s.Paragraph), int64(s.Start), int64(s.End-s.Start))
	}
	return appendNumbers([]byte{}, ns)
}

func unpackSegments(b []byte) ([]Segment, error) {
	ns, err := readNumbers(nil, b)
	if err != nil {
		return nil, err
	}
	if len(ns)%3 != 0 {
		return nil, damaged("segment")
	}
	segments := make([]Segment, 0, len(ns)/3)
	for ; len(ns) > 0; ns = ns[3:] {
		segments = append(segments, Segment{int(ns[0]), int(ns[1]), int(ns[1] + ns[2])})
	}
	return segments, nil
}

// originalLength is the number of bytes that text took in its original file,
// -1 when that cannot be told.
func originalLength(name, text string) int64 {
	name = strings.ToLower(name)
	switch name {
	case "", "utf-8", "us-ascii", "ascii":
		return int64(len(text))
	case "utf-32", "utf-32le", "utf-32be":
		return 4 * int64(utf8.RuneCountInString(text))
	}
	enc, err := htmlindex.Get(name)
	if err != nil {
		return -1
	}
	s, err := encoding.ReplaceUnsupported(enc.NewEncoder()).String(text)
	if err != nil {
		return -1
	}
	return int64(len(s))
}
