package document

import (
	"context"
	"regexp"
	"strings"
)

var (
	cueTime  = regexp.MustCompile(`^\s*((?:\d+:)?\d{1,2}:\d{2}[,.]\d{1,3})\s*-->\s*(?:\d+:)?\d{1,2}:\d{2}[,.]\d{1,3}`)
	cueMarks = regexp.MustCompile(`</?[a-zA-Z][^<>]*>|<\d[\d:.]*>|\{\\[^{}]*\}`)
)

// maxCues is how many cues one sentence may run over. Longer runs without a
// full stop are subtitles written without any.
const maxCues = 6

// readSubtitles reads SubRip (.srt) and WebVTT (.vtt). Cues are joined until a
// sentence ends; the lines of a dialogue are segments.
func readSubtitles(_ context.Context, src *source) (*content, error) {
	d, err := src.decode("")
	if err != nil {
		return nil, err
	}
	lines, _ := cutLines(d.text)
	c := &content{encoding: d.set.name}
	var ps []Paragraph
	var b *builder
	start, cues, cueSeen := 0, 0, 0
	flush := func() {
		if b == nil {
			return
		}
		if p, ok := b.paragraph(); ok {
			p.Offset = d.origin(start)
			ps = append(ps, p)
		}
		b = nil
	}
	in := false // within the text of a cue
	for i, l := range lines {
		s := d.text[l.start:l.end]
		if m := cueTime.FindStringSubmatch(s); m != nil {
			in = true
			cueSeen++
			if b == nil || cues >= maxCues || terminated(strings.TrimSpace(b.text.String())) {
				flush()
				b, cues = &builder{place: "cue at " + m[1]}, 0
			} else {
				b.write("\n")
			}
			cues++
			continue
		}
		if l.after > 0 || !in {
			in = false
			continue
		}
		if i+1 < len(lines) && lines[i+1].after == 0 && cueTime.MatchString(d.text[lines[i+1].start:lines[i+1].end]) {
			in = false // the number or name of a cue that no blank line sets off
			continue
		}
		at := l.start
		s = strings.TrimSpace(cueMarks.ReplaceAllString(s, ""))
		switch {
		case b == nil || s == "":
			continue
		case b.text.Len() == 0:
			start = at
		case strings.HasPrefix(s, "-") || strings.HasPrefix(s, "–") || strings.HasPrefix(s, "—") || strings.HasPrefix(s, "♪"):
			b.newline()
		case !strings.HasSuffix(b.text.String(), "\n"):
			b.write("\n")
		}
		b.write(s)
	}
	flush()
	if cueSeen == 0 {
		return nil, fault("", "", because(ErrFormat, "no cues: no line like 00:00:01,000 --> 00:00:02,000"))
	}
	c.add("", ps)
	return c, nil
}
