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
	r := &cueReader{d: d}
	for i, l := range lines {
		s := d.text[l.start:l.end]
		next := ""
		if i+1 < len(lines) && lines[i+1].after == 0 {
			next = d.text[lines[i+1].start:lines[i+1].end]
		}
		m := cueTime.FindStringSubmatch(s)
		switch {
		case m != nil:
			r.begin(m[1])
		case l.after > 0 || cueTime.MatchString(next): // between cues: a number, a name, a note
			r.in = false
		case r.in:
			r.line(strings.TrimSpace(cueMarks.ReplaceAllString(s, "")), l.start)
		}
	}
	r.flush()
	if r.total == 0 {
		return nil, fault("", "", because(ErrFormat, "no cues: no line like 00:00:01,000 --> 00:00:02,000"))
	}
	c := &content{encoding: d.set.name}
	c.add("", r.paragraphs)
	return c, nil
}

// A cueReader joins cues.
type cueReader struct {
	d          *decoded
	paragraphs []Paragraph
	b          *builder // of the sentence begun; nil before the first cue
	start      int      // of its text
	joined     int      // cues in it
	total      int
	in         bool // within the text of a cue
}

// begin begins a cue, and a paragraph where the one before ends a sentence.
func (r *cueReader) begin(time string) {
	r.in = true
	r.total++
	if r.b == nil || r.joined >= maxCues || terminated(strings.TrimSpace(r.b.text.String())) {
		r.flush()
		r.b, r.joined = &builder{place: "cue at " + time}, 0
	} else {
		r.b.write("\n")
	}
	r.joined++
}

// line adds a line of a cue that stands at the offset at.
func (r *cueReader) line(s string, at int) {
	if s == "" {
		return
	}
	speaker := strings.ContainsRune("-–—♪", []rune(s)[0])
	switch {
	case r.b.text.Len() == 0:
		r.start = at
	case speaker:
		r.b.newline()
	case !strings.HasSuffix(r.b.text.String(), "\n"):
		r.b.write("\n")
	}
	r.b.write(s)
}

func (r *cueReader) flush() {
	if r.b == nil {
		return
	}
	if p, ok := r.b.paragraph(); ok {
		p.Offset = r.d.origin(r.start)
		r.paragraphs = append(r.paragraphs, p)
	}
	r.b = nil
}
