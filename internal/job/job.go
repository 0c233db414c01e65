package job

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"dragoman/align"
	"dragoman/internal/document"
	"dragoman/internal/embed"
	"dragoman/internal/lang"
	"dragoman/internal/segment"
	"dragoman/tm"
)

// A Request says which files to align and how. Paths is all it needs.
type Request struct {
	Paths     []string    // two or three language versions of one document, or one file that holds them all
	Langs     []lang.Code // their languages in the same order; empty: told by their script
	Encoding  string      // of all files; "" is detected
	Segmented bool        // each line that is not empty is one segment
	// Segmenter makes the cutter of sentences for a language; nil takes the
	// rules of package segment.
	Segmenter func(lang.Code) Segmenter
	Name      string // "" is taken from the file names
	Date      string // of the document, YYYY-MM-DD; may be ""
	Body      string // who issued it, such as IAEA; may be ""
	Aligner   align.Aligner
	// Embeddings, when set, asks a server of the user's for the meaning of
	// the sentences. With EmbeddingsOptional the work goes on without it
	// when the server cannot be had.
	Embeddings         *embed.Client
	EmbeddingsOptional bool
	// Progress, when set, is told the stage and, where a stage can say, how
	// much of it is done.
	Progress func(stage string, done, total int)
}

// A Result is an aligned document that nothing has stored yet.
type Result struct {
	Name  string
	Date  string
	Body  string
	Texts []Text // in the order of the request
	Beads []align.Bead
	notes []string // remarks of the job itself
}

// A Text is one language version with its segments.
type Text struct {
	*document.Text
	Segments []Segment
}

// A Segment is a sentence: a span of one paragraph, in bytes.
type Segment struct {
	Paragraph  int
	Start, End int
}

// SegmentText returns segment i as the original has it.
func (t Text) SegmentText(i int) string {
	s := t.Segments[i]
	return t.Paragraphs[s.Paragraph].Text[s.Start:s.End]
}

// Offset returns where segment i begins in the original file, in bytes; -1
// where that is not known.
func (t Text) Offset(i int) int64 {
	s := t.Segments[i]
	return t.OffsetOf(s.Paragraph, s.Start)
}

// Align reads, segments and aligns the files of a request. Errors name the
// file they are about.
func Align(ctx context.Context, req Request) (*Result, error) {
	texts, err := req.read(ctx)
	if err != nil {
		return nil, err
	}
	in := make([]align.Text, len(texts))
	for i, t := range texts {
		in[i] = t.forAlign()
	}
	res := &Result{Name: req.name(), Date: req.Date, Body: req.Body, Texts: texts}
	if err := req.embed(ctx, res); err != nil {
		return nil, err
	}
	req.progress("aligning", 0, 0)
	if res.Beads, err = req.Aligner.Align(ctx, in...); err != nil {
		return nil, err
	}
	return res, nil
}

func (req Request) name() string {
	if req.Name != "" {
		return req.Name
	}
	return Name(req.Paths)
}

func (req Request) progress(stage string, done, total int) {
	if req.Progress != nil {
		req.Progress(stage, done, total)
	}
}

// read reads and segments every file, and sees to it that there are two or
// three texts and no two of one language.
func (req Request) read(ctx context.Context) ([]Text, error) {
	var texts []Text
	for i, path := range req.Paths {
		req.progress("reading", i, len(req.Paths))
		opt := document.Options{Encoding: req.Encoding, Lines: req.Segmented}
		if i < len(req.Langs) && len(req.Paths) > 1 {
			opt.Lang = req.Langs[i]
		}
		if len(req.Paths) == 1 {
			docs, err := document.ReadAll(ctx, path, opt)
			if err != nil {
				return nil, err
			}
			for _, d := range docs {
				if len(req.Langs) == 0 || slices.Contains(req.Langs, d.Lang) {
					texts = append(texts, req.cut(d))
				}
			}
			continue
		}
		doc, err := document.Read(ctx, path, opt)
		if err != nil {
			return nil, err
		}
		texts = append(texts, req.cut(doc))
	}
	return texts, checkTexts(texts)
}

func (req Request) cut(doc *document.Text) Text {
	if req.Segmented {
		return lines(doc)
	}
	if req.Segmenter == nil {
		return Cut(doc, &segment.Segmenter{Lang: doc.Lang})
	}
	return Cut(doc, req.Segmenter(doc.Lang))
}

// checkTexts wants two or three texts, each in a language of its own.
func checkTexts(texts []Text) error {
	if n := len(texts); n < 2 || n > 3 {
		return fmt.Errorf("%d texts in the files given: a document has two or three language versions", n)
	}
	seen := map[lang.Code]string{}
	for _, t := range texts {
		if other, ok := seen[t.Lang]; ok {
			return &SameLanguageError{Lang: t.Lang, Paths: [2]string{other, t.Path}}
		}
		seen[t.Lang] = t.Path
	}
	return nil
}

// SameLanguageError reports two versions of one language.
type SameLanguageError struct {
	Lang  lang.Code
	Paths [2]string
}

func (e *SameLanguageError) Error() string {
	return fmt.Sprintf("%s and %s are both %s", e.Paths[0], e.Paths[1], e.Lang.Name())
}

// Hint says what to do about it.
func (e *SameLanguageError) Hint() string {
	return "give one file a language; if a language was told wrongly, name them in order: --langs zh,en"
}

// A Segmenter cuts a paragraph into sentences as segment.Segmenter does.
type Segmenter interface {
	Spans(dst []segment.Span, text string, breaks []int) []segment.Span
}

// Cut cuts the paragraphs of a text into segments.
func Cut(doc *document.Text, seg Segmenter) Text {
	t := Text{Text: doc}
	var spans []segment.Span
	for i, p := range doc.Paragraphs {
		spans = seg.Spans(spans[:0], p.Text, p.Breaks)
		for _, sp := range spans {
			t.Segments = append(t.Segments, Segment{i, sp.Start, sp.End})
		}
	}
	return t
}

// lines makes each paragraph one segment.
func lines(doc *document.Text) Text {
	t := Text{Text: doc}
	for i, p := range doc.Paragraphs {
		t.Segments = append(t.Segments, Segment{i, 0, len(p.Text)})
	}
	return t
}

// forAlign is the text as the aligner takes it.
func (t Text) forAlign() align.Text {
	out := align.Text{Lang: t.Lang, Segments: make([]align.Segment, len(t.Segments))}
	for i, s := range t.Segments {
		out.Segments[i] = align.Segment{
			Text:      t.SegmentText(i),
			Paragraph: s.Paragraph,
			Heading:   t.Paragraphs[s.Paragraph].Kind == document.Heading,
		}
	}
	return out
}

// Document shapes a result for the memory.
func (r *Result) Document() tm.Document {
	d := tm.Document{Name: r.Name, Date: r.Date, Body: r.Body}
	for _, t := range r.Texts {
		text := tm.Text{Lang: t.Lang, Path: absolute(t.Path), Hash: t.Hash, Encoding: t.Encoding}
		for i := range t.Paragraphs {
			text.Paragraphs = append(text.Paragraphs, t.paragraph(i))
		}
		d.Texts = append(d.Texts, text)
	}
	for _, b := range r.Beads {
		bead := tm.Bead{Confidence: b.Confidence, Reasons: b.Reasons}
		for i, sp := range b.Spans {
			var segs []tm.Segment
			for _, s := range r.Texts[i].Segments[sp.Start:sp.End] {
				segs = append(segs, tm.Segment{Paragraph: s.Paragraph, Start: s.Start, End: s.End})
			}
			bead.Segments = append(bead.Segments, segs)
		}
		d.Beads = append(d.Beads, bead)
	}
	return d
}

// paragraph shapes paragraph i for the memory, which counts offsets within it
// as bytes of the file. Where markup stands between them that would be wrong,
// and where the paragraph begins is told in words.
func (t Text) paragraph(i int) tm.Paragraph {
	p := t.Paragraphs[i]
	out := tm.Paragraph{Text: p.Text, Kind: p.Kind.String(), Place: p.Place, Offset: p.Offset}
	if p.Offset >= 0 && t.OffsetOf(i, len(p.Text)) < 0 {
		out.Place, out.Offset = cmp.Or(p.Place, fmt.Sprintf("byte %d", p.Offset)), -1
	}
	return out
}

// Langs names the languages, in order.
func (r *Result) Langs() []string {
	names := make([]string, len(r.Texts))
	for i, t := range r.Texts {
		names[i] = string(t.Lang)
	}
	return names
}

// Warnings are the readers' remarks, each with its file, and the job's own.
func (r *Result) Warnings() []string {
	out := slices.Clone(r.notes)
	for _, t := range r.Texts {
		for _, w := range t.Text.Warnings {
			if !strings.HasPrefix(w, t.Path) {
				w = t.Path + ": " + w
			}
			out = append(out, w)
		}
	}
	return out
}
