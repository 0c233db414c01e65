package document

import (
	"regexp"
	"strings"
)

var enumerator = regexp.MustCompile(`^(?:\d{1,3}[.)、]|[(（][\p{L}\d]{1,4}[)）]|[一二三四五六七八九十]+、|[a-zа-я]\)|[•–—*-] )\s*`)

// plain cuts text into paragraphs at blank lines.
func plain(text string, lines bool) []Paragraph {
	var out []Paragraph
	var breaks []int
	start, end, hard := -1, 0, false
	flush := func() {
		if start < 0 {
			return
		}
		p := Paragraph{Text: text[start:end], Offset: int64(start), Breaks: breaks}
		if body := strings.TrimLeft(p.Text, "#"); len(body) < len(p.Text) && strings.HasPrefix(body, " ") {
			body = strings.TrimSpace(body)
			p.Offset += int64(len(p.Text) - len(body))
			p.Text, p.Kind = body, Heading
		}
		out = append(out, p)
		start, breaks = -1, nil
	}
	for pos := 0; pos < len(text); {
		n := strings.IndexByte(text[pos:], '\n')
		next := pos + n + 1
		if n < 0 {
			next = len(text)
		}
		line := text[pos:next]
		body := strings.TrimSpace(line)
		at := pos + strings.Index(line, body)
		switch {
		case body == "":
			flush()
		case start < 0:
			start = at
		case lines:
			flush()
			start = at
		case hard || enumerator.MatchString(body):
			breaks = append(breaks, at-start)
		}
		if body != "" {
			end = at + len(body)
			hard = strings.HasSuffix(strings.TrimRight(line, "\r\n"), "  ")
		}
		pos = next
	}
	flush()
	return out
}
