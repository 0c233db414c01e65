package document

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
)

// readRTF reads Rich Text. Bytes above ASCII are in the code page of their
// font, or the document's; \u characters are preferred to their stand-ins.
// Headers, footers, pictures, fields' instructions and deleted text are left
// out; footnotes come after the text, with their anchors.
func readRTF(ctx context.Context, src *source) (*content, error) {
	r := &rtf{ctx: ctx, data: src.data, page: cp1252, fonts: map[int]charset{}, cur: &builder{}}
	r.groups = []rtfGroup{{page: -1, skipAfterU: 1}}
	if err := r.run(); err != nil {
		return nil, err
	}
	r.endPara(len(r.data))
	c := &content{encoding: r.used}
	if r.deleted > 0 {
		c.warn("tracked changes read as accepted: %d deletions", r.deleted)
	}
	if len(r.groups) > 1 {
		c.warn("the file ends within a group: the end may be missing")
	}
	classify(r.paragraphs)
	c.add("", append(r.paragraphs, r.notes...))
	return c, nil
}

// rtfGroup is the state that a closing brace restores.
type rtfGroup struct {
	page       int // font number whose code page applies; -1 none
	skipAfterU int // \uc
	skip       bool
	note       bool
	fontTable  bool
	hidden     bool
}

type rtf struct {
	ctx    context.Context
	data   []byte
	groups []rtfGroup
	page   charset
	fonts  map[int]charset
	font   int // that the font table defines

	cur        *builder
	start      int    // of the first text in the file; -1 none yet
	raw        []byte // bytes not yet decoded
	used       string // the code page that was needed last; "" none
	surrogate  rune   // first half of a pair
	ignore     int    // stand-in characters to pass over
	kind       Kind
	table      bool
	paragraphs []Paragraph
	notes      []Paragraph
	outer      *rtfPara // the paragraph around a note
	pending    []int    // notes of the current paragraph
	places     []int
	deleted    int
}

type rtfPara struct {
	cur   *builder
	start int
	kind  Kind
	table bool
}

// maxRTFGroups bounds the nesting of groups; word processors use a dozen.
const maxRTFGroups = 2_000

func (r *rtf) top() *rtfGroup { return &r.groups[len(r.groups)-1] }

func (r *rtf) run() error {
	r.start = -1
	for i := 0; i < len(r.data); {
		switch c := r.data[i]; c {
		case '{':
			r.decode()
			if len(r.groups) > maxRTFGroups {
				return fault(fmt.Sprintf("byte %d", i), "", because(ErrTooLarge, "groups nest deeper than %d", maxRTFGroups))
			}
			r.groups = append(r.groups, *r.top())
			i++
		case '}':
			r.decode()
			r.closeGroup(i)
			i++
		case '\\':
			n, err := r.control(i)
			if err != nil {
				return err
			}
			i += n
		case '\r', '\n', 0:
			i++
		default:
			r.byte(c, i)
			i++
		}
	}
	return nil
}

func (r *rtf) closeGroup(at int) {
	g := *r.top()
	if len(r.groups) > 1 {
		r.groups = r.groups[:len(r.groups)-1]
	}
	if g.note && !r.top().note { // back from the note to the text it hangs on
		r.endPara(at)
		if o := r.outer; o != nil {
			r.cur, r.start, r.kind, r.table, r.outer = o.cur, o.start, o.kind, o.table, nil
		}
	}
	r.ignore = 0
}

// byte adds a byte of text.
func (r *rtf) byte(c byte, at int) {
	g := r.top()
	if r.ignore > 0 {
		r.ignore--
		return
	}
	if g.skip || g.hidden || g.fontTable {
		return
	}
	r.mark(at)
	r.raw = append(r.raw, c)
}

func (r *rtf) mark(at int) {
	if r.start < 0 {
		r.start = at
	}
}

// decode turns the bytes collected into text, in the code page of the font.
func (r *rtf) decode() {
	if len(r.raw) == 0 {
		return
	}
	page := r.page
	if p, ok := r.fonts[r.top().page]; ok {
		page = p
	}
	s := string(r.raw)
	if page.enc != nil && bytes.ContainsFunc(r.raw, func(c rune) bool { return c >= 0x80 }) {
		if out, err := page.enc.NewDecoder().Bytes(r.raw); err == nil {
			s, r.used = string(out), page.name
		}
	}
	r.raw = r.raw[:0]
	r.cur.write(strings.ToValidUTF8(s, "\uFFFD"))
}

// control reads the control word or symbol at i and returns its length.
func (r *rtf) control(i int) (int, error) {
	b := r.data[i+1:]
	if len(b) == 0 {
		return 1, nil
	}
	if b[0] == '\'' {
		if len(b) < 3 {
			return len(b) + 1, nil
		}
		if n, err := strconv.ParseUint(string(b[1:3]), 16, 8); err == nil {
			r.byte(byte(n), i)
		}
		return 4, nil
	}
	n := 0
	for n < len(b) && n < 32 && (b[n] >= 'a' && b[n] <= 'z' || b[n] >= 'A' && b[n] <= 'Z') {
		n++
	}
	if n == 0 {
		r.symbol(b[0], i)
		return 2, nil
	}
	word, arg, has := string(b[:n]), 0, false
	j := n
	if j < len(b) && b[j] == '-' {
		j++
	}
	for j < len(b) && j < n+11 && b[j] >= '0' && b[j] <= '9' {
		j++
	}
	if v, err := strconv.Atoi(string(b[n:j])); err == nil {
		arg, has = v, true
	}
	if j < len(b) && b[j] == ' ' {
		j++
	}
	if word == "bin" && arg > 0 { // raw bytes follow
		return 1 + j + min(arg, len(b)-j), nil
	}
	return 1 + j, r.word(word, arg, has, i)
}

// put adds text that stands for a control.
func (r *rtf) put(s string, at int) {
	g := r.top()
	if r.ignore > 0 {
		r.ignore--
		return
	}
	if g.skip || g.hidden || g.fontTable {
		return
	}
	r.decode()
	r.mark(at)
	r.cur.write(s)
}

func (r *rtf) symbol(c byte, at int) {
	switch c {
	case '\\', '{', '}':
		r.byte(c, at)
	case '~':
		r.put("\u00a0", at)
	case '-':
		r.put("\u00ad", at)
	case '_':
		r.put("\u2011", at)
	case '*':
		r.decode()
		r.top().skip = true
	case '\r', '\n':
		r.endPara(at)
	}
}

// rtfChars are the words that stand for a character.
func rtfChars(word string) string {
	switch word {
	case "emdash":
		return "—"
	case "endash":
		return "–"
	case "lquote":
		return "‘"
	case "rquote":
		return "’"
	case "ldblquote":
		return "“"
	case "rdblquote":
		return "”"
	case "bullet":
		return "•"
	case "tab":
		return "\t"
	case "emspace", "enspace", "qmspace":
		return " "
	case "zwj":
		return "\u200d"
	case "zwnj":
		return "\u200c"
	}
	return ""
}

func (r *rtf) word(word string, arg int, has bool, at int) error {
	if s := rtfChars(word); s != "" {
		r.put(s, at)
		return nil
	}
	g := r.top()
	on := !has || arg != 0
	switch word {
	case "par", "sect", "page":
		if err := r.ctx.Err(); err != nil {
			return err
		}
		r.endPara(at)
	case "cell", "nestcell":
		r.table = true
		r.endPara(at)
	case "line", "lbr":
		if !g.skip && !g.hidden {
			r.decode()
			r.cur.newline()
		}
	case "u":
		r.unicode(arg, at)
	case "uc":
		g.skipAfterU = max(0, min(arg, 16))
	case "ansicpg":
		if set, err := charsetByName("cp" + strconv.Itoa(arg)); err == nil {
			r.page = set
		} else if set, err := charsetByName("windows-" + strconv.Itoa(arg)); err == nil {
			r.page = set
		}
	case "f":
		r.decode()
		if g.fontTable {
			r.font = arg
		} else {
			g.page = arg
		}
	case "fcharset":
		if set, ok := fontCharset(arg); ok && g.fontTable {
			r.fonts[r.font] = set
		}
	case "fonttbl":
		g.fontTable = true
	case "deleted":
		r.decode()
		if g.hidden = on; on {
			r.deleted++
		}
	case "v":
		r.decode()
		g.hidden = on
	case "footnote":
		r.beginNote()
	default:
		r.layout(word, arg)
	}
	return nil
}

// layout handles the words that tell what a paragraph is, and the groups that
// are no text.
func (r *rtf) layout(word string, arg int) {
	switch word {
	case "pard":
		r.kind, r.table = Body, false
	case "intbl":
		r.table = true
	case "outlinelevel":
		if arg < 9 {
			r.kind = Heading
		}
	case "ls":
		if r.kind == Body && arg > 0 {
			r.kind = ListItem
		}
	case "colortbl", "stylesheet", "info", "pict", "object", "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf",
		"fldinst", "listtext", "pntext", "listtable", "listoverridetable", "revtbl", "rsidtbl", "generator", "themedata", "datastore", "latentstyles",
		"nonshppict", "xe", "tc", "bkmkstart", "bkmkend", "annotation", "atnid", "atnauthor", "mmathPr", "filetbl", "ftnsep", "ftnsepc", "aftnsep":
		r.top().skip = true
	case "shptxt", "shppict", "fldrslt", "ud": // text within groups that would be skipped
		r.top().skip = false
	}
}

// fontCharset is the code page of a font's character set.
func fontCharset(n int) (charset, bool) {
	for _, f := range []struct {
		n    int
		name string
	}{{0, "windows-1252"}, {134, "gbk"}, {136, "big5"}, {204, "windows-1251"}, {128, "shift_jis"}, {129, "euc-kr"}, {238, "windows-1250"}, {161, "windows-1253"}, {162, "windows-1254"}, {186, "windows-1257"}} {
		if f.n == n {
			set, err := charsetByName(f.name)
			return set, err == nil
		}
	}
	return charset{}, false
}

// unicode adds the UTF-16 unit that \u names and passes over its stand-ins.
func (r *rtf) unicode(arg, at int) {
	g := r.top()
	u := rune(uint16(arg))
	r.ignore = 0
	switch {
	case r.surrogate != 0:
		r.put(string(utf16.DecodeRune(r.surrogate, u)), at)
		r.surrogate = 0
	case u >= 0xD800 && u < 0xDC00:
		r.surrogate = u
	default:
		r.put(string(u), at)
	}
	r.ignore = g.skipAfterU
}

func (r *rtf) beginNote() {
	g := r.top()
	if n := len(r.groups); n > 1 && r.groups[n-2].skip || g.note || r.outer != nil {
		return
	}
	g.note, g.skip = true, false // some write \*\footnote
	r.decode()
	r.pending = append(r.pending, len(r.notes))
	r.places = append(r.places, r.cur.text.Len())
	r.outer = &rtfPara{r.cur, r.start, r.kind, r.table}
	r.cur, r.start, r.kind, r.table = &builder{}, -1, Footnote, false
}

// endPara ends the paragraph, which stands before the byte at.
func (r *rtf) endPara(at int) {
	r.decode()
	if g := r.top(); g.skip {
		return
	}
	r.cur.kind = r.kind
	if r.table && r.kind != Footnote {
		r.cur.kind = TableCell
	}
	p, ok := r.cur.paragraph()
	p.Offset = int64(min(max(r.start, 0), at))
	note := r.outer != nil
	switch {
	case !ok:
	case note:
		p.Kind = Footnote
		r.notes = append(r.notes, p)
	default:
		for i, n := range r.pending {
			if n < len(r.notes) {
				r.notes[n].Anchor = &Anchor{len(r.paragraphs), min(r.places[i], len(p.Text))}
			}
		}
		r.paragraphs = append(r.paragraphs, p)
	}
	if !note {
		r.pending, r.places = nil, nil
	}
	r.cur, r.start = &builder{}, -1
}
