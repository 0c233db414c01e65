package tm

import (
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"dragoman/internal/tmx"
)

// toolName is how exports name the program; what they say of units in their
// own properties is taken back only from a file that names it.
const toolName = "dragoman"

// The properties in which an export keeps what TMX has no place for. Rows and
// paragraphs are counted from 1 there, for people read them.
const (
	propDocument   = "x-document"
	propDate       = "x-date"
	propRow        = "x-row"
	propConfidence = "x-confidence"
	propStatus     = "x-status"
	propReason     = "x-reason"
	propFile       = "x-file"
	propParagraph  = "x-paragraph"
	propOffset     = "x-offset"
)

// foreign goes before the name of a property that came from elsewhere and
// bears one of our names.
const foreign = "x-foreign-"

func isOurs(name string) bool {
	switch name {
	case propDocument, propDate, propRow, propConfidence, propStatus, propReason, propFile, propParagraph, propOffset:
		return true
	}
	return strings.HasPrefix(name, foreign)
}

// attribute is one attribute of a unit or variant that has no field of its own.
type attribute struct {
	name  string
	value *string
}

// rest lists the attributes that a unit and a variant both may have.
func rest(m *tmx.Meta) []attribute {
	return []attribute{
		{"o-encoding", &m.Encoding}, {"datatype", &m.DataType}, {"usagecount", &m.UsageCount},
		{"lastusagedate", &m.LastUsed}, {"creationtool", &m.Tool}, {"creationtoolversion", &m.ToolVersion}, {"o-tmf", &m.Format},
	}
}

// dated lists the attributes for which a unit has fields, but a variant none.
func dated(m *tmx.Meta) []attribute {
	return []attribute{
		{"creationdate", &m.Created}, {"creationid", &m.CreatedBy}, {"changedate", &m.Changed}, {"changeid", &m.ChangedBy},
	}
}

func takeAttributes(as []attribute) (ps []Property) {
	for _, a := range as {
		if *a.value != "" {
			ps = append(ps, Property{Name: a.name, Value: *a.value})
		}
	}
	return ps
}

func giveAttributes(ps []Property, as []attribute) {
	for _, p := range ps {
		if i := slices.IndexFunc(as, func(a attribute) bool { return a.name == p.Name }); i >= 0 {
			*as[i].value = p.Value
		}
	}
}

func takeNotes(ns []tmx.Note) (ps []Property) {
	for _, n := range ns {
		ps = append(ps, Property{Value: n.Text, Lang: n.Lang, Encoding: n.Encoding})
	}
	return ps
}

func giveNotes(ps []Property) (ns []tmx.Note) {
	for _, p := range ps {
		ns = append(ns, tmx.Note{Text: p.Value, Lang: p.Lang, Encoding: p.Encoding})
	}
	return ns
}

func giveProps(ps []Property) (xs []tmx.Prop) {
	for _, p := range ps {
		name := p.Name
		if isOurs(name) {
			name = foreign + name
		}
		xs = append(xs, tmx.Prop{Type: name, Text: p.Value, Lang: p.Lang, Encoding: p.Encoding})
	}
	return xs
}

// takeProps keeps the properties that ours does not claim.
func takeProps(xs []tmx.Prop, ours func(name, value string) bool) (ps []Property) {
	for _, x := range xs {
		if ours != nil {
			if ours(x.Type, x.Text) {
				continue
			}
			x.Type = strings.TrimPrefix(x.Type, foreign)
		}
		ps = append(ps, Property{Name: x.Type, Value: x.Text, Lang: x.Lang, Encoding: x.Encoding})
	}
	return ps
}

// readUnit makes a unit of one in an exchange file; its variants have the
// languages as tags only. ours tells that this program wrote the file.
func readUnit(x *tmx.Unit, h *tmx.Header, ours bool) *record {
	r := &record{named: true, Unit: Unit{
		TUID: x.ID, Row: -1, Confidence: 1, Status: Imported, SrcLang: x.SrcLang,
		Created: x.Created, CreatedBy: x.CreatedBy, Changed: x.Changed, ChangedBy: x.ChangedBy,
		Notes: takeNotes(x.Notes),
	}}
	if r.SrcLang == "" {
		r.SrcLang = h.SrcLang
	}
	if x.DataType == "" && h.DataType != "plaintext" {
		x.DataType = h.DataType
	}
	segType := x.SegType
	if segType == "" && h.SegType != "sentence" {
		segType = h.SegType
	}
	r.Attrs = takeAttributes(append(rest(&x.Meta), attribute{"segtype", &segType}))
	var unitProp, variantProp func(string, string) bool
	if ours {
		unitProp = r.takeOurs
	}
	r.Props = takeProps(x.Props, unitProp)
	for i := range x.Variants {
		v := &x.Variants[i]
		w := Variant{Tag: v.Lang, Text: v.Text, Raw: v.Raw, Paragraph: -1, Offset: -1,
			Notes: takeNotes(v.Notes), Attrs: takeAttributes(append(rest(&v.Meta), dated(&v.Meta)...))}
		if ours {
			variantProp = w.takeOurs
		}
		w.Props = takeProps(v.Props, variantProp)
		r.Variants = append(r.Variants, w)
	}
	if r.Document != "" && r.Row >= 0 && r.TUID == madeTUID(r.Document, r.Row) {
		r.named = false
	}
	return r
}

// takeOurs takes back what an export said of a unit. A value that cannot be
// read stays a property.
func (r *record) takeOurs(name, value string) bool {
	var err error
	switch name {
	case propDocument:
		r.Document = value
	case propDate:
		r.Date = value
	case propStatus:
		if value != Draft && value != Reviewed && value != Imported {
			return false
		}
		r.Status = value
	case propReason:
		r.Reasons = append(r.Reasons, value)
	case propConfidence:
		var c float64
		if c, err = strconv.ParseFloat(value, 64); err == nil && c >= 0 && c <= 1 {
			r.Confidence = c
		}
	case propRow:
		var n int
		if n, err = strconv.Atoi(value); err == nil {
			r.Row = n - 1
		}
	default:
		return false
	}
	return err == nil
}

func (v *Variant) takeOurs(name, value string) bool {
	switch name {
	case propFile:
		v.Path = value
	case propParagraph:
		n, err := strconv.Atoi(value)
		if err != nil || n < 1 {
			return false
		}
		v.Paragraph = n - 1
	case propOffset:
		n, err := strconv.ParseInt(value, 10, 64)
		if err != nil || n < 0 {
			return false
		}
		v.Offset = n
	default:
		return false
	}
	return true
}

// ourProps says in properties what TMX has no place for.
func ourProps(u *Unit) (ps []tmx.Prop) {
	add := func(name, value string) { ps = append(ps, tmx.Prop{Type: name, Text: value}) }
	if u.Document != "" {
		add(propDocument, u.Document)
		if u.Date != "" {
			add(propDate, u.Date)
		}
		add(propRow, strconv.Itoa(u.Row+1))
	}
	add(propStatus, u.Status)
	add(propConfidence, strconv.FormatFloat(u.Confidence, 'f', -1, 64))
	for _, r := range u.Reasons {
		add(propReason, r)
	}
	return append(ps, giveProps(u.Props)...)
}

func (opt *ExportOptions) variantProps(v *Variant) (ps []tmx.Prop) {
	add := func(name, value string) { ps = append(ps, tmx.Prop{Type: name, Text: value}) }
	if v.Path != "" {
		file := v.Path
		if !opt.All { // folders tell about the machine, not about the text
			file = path.Base(filepath.ToSlash(file))
		}
		add(propFile, file)
	}
	if v.Paragraph >= 0 {
		add(propParagraph, strconv.Itoa(v.Paragraph+1))
	}
	if v.Offset >= 0 {
		add(propOffset, strconv.FormatInt(v.Offset, 10))
	}
	return append(ps, giveProps(v.Props)...)
}

// writeUnit makes a unit for an exchange file.
func writeUnit(u *Unit, opt *ExportOptions) tmx.Unit {
	x := tmx.Unit{ID: u.TUID, Notes: giveNotes(u.Notes), Props: ourProps(u)}
	giveAttributes(u.Attrs, append(rest(&x.Meta), attribute{"segtype", &x.SegType}))
	x.Created, x.CreatedBy, x.Changed, x.ChangedBy = u.Created, u.CreatedBy, u.Changed, u.ChangedBy
	for i := range u.Variants {
		v := &u.Variants[i]
		y := tmx.Variant{Lang: opt.tag(v), Text: v.Text, Raw: v.Raw, Notes: giveNotes(v.Notes), Props: opt.variantProps(v)}
		giveAttributes(v.Attrs, append(rest(&y.Meta), dated(&y.Meta)...))
		x.Variants = append(x.Variants, y)
	}
	x.SrcLang = opt.source(u)
	return x
}
