package tm

import (
	"context"
	"fmt"
	"io"
	"slices"
	"unicode/utf8"

	"golang.org/x/text/language"

	"dragoman/internal/lang"
	"dragoman/internal/tmx"
)

// ExportOptions say what to export, and how.
type ExportOptions struct {
	Filter
	// Tags are the language tags to write (zh: "zh-CN"). A language that is not
	// named keeps the tag it came with, or its code when it was aligned here.
	Tags map[lang.Code]string
	// Source is the source language of every unit that has it; empty leaves
	// each unit its own.
	Source lang.Code
	// All keeps units of one language too, and the folders of the files: a copy
	// of the memory rather than a file for others.
	All bool
	// ToolVersion is the version of the program, for the header.
	ToolVersion string
}

// ExportStats tells what was exported and what was left out.
type ExportStats struct {
	Units    int
	Variants map[lang.Code]int
	Left     []Skipped // units the filter left out, by reason
	Warnings []string  // what had to be changed, or will trouble others
}

// longSegment is the length in characters beyond which Trados refuses a
// segment.
const longSegment = 2000

// Export writes the units that pass the filter as TMX 1.4, all languages of a
// unit together, by document and row. Equal memories give equal files.
func (m *Memory) Export(ctx context.Context, w io.Writer, opt ExportOptions) (ExportStats, error) {
	st := ExportStats{Variants: map[lang.Code]int{}}
	err := m.read(ctx, func(s *session) error {
		ids, left, err := s.filter(opt.Filter)
		if err != nil {
			return err
		}
		st.Left = left
		return s.export(w, ids, &opt, &st)
	})
	if err != nil {
		return st, fmt.Errorf("export: %w", err)
	}
	return st, nil
}

func (s *session) export(w io.Writer, ids []int64, opt *ExportOptions, st *ExportStats) error {
	out := tmx.NewWriter(w)
	err := out.WriteHeader(tmx.Header{
		SegType: "sentence", AdminLang: "en", SrcLang: "*all*",
		Meta: tmx.Meta{Tool: toolName, ToolVersion: opt.ToolVersion, DataType: "plaintext", Format: toolName},
	})
	if err != nil {
		return err
	}
	alone, long := 0, 0
	for u, err := range s.units(ids) {
		if err != nil {
			return err
		}
		if !opt.languages(&u) || len(u.Variants) < 2 && !opt.All {
			alone++
			continue
		}
		for _, v := range u.Variants {
			st.Variants[v.Lang]++
			if utf8.RuneCountInString(v.Text) > longSegment {
				long++
			}
		}
		if err := out.Write(writeUnit(&u, opt)); err != nil {
			return err
		}
		st.Units++
	}
	st.Left = appendSkipped(st.Left, "has text in one language only", alone)
	if long > 0 {
		st.Warnings = append(st.Warnings, fmt.Sprintf("%d texts are longer than %d characters, which Trados refuses", long, longSegment))
	}
	for _, x := range out.Warnings() {
		st.Warnings = append(st.Warnings, x.String())
	}
	return out.Close()
}

// tag is the language tag written for a variant: the one asked for, or the one
// it came with in canonical form. One that is no tag by the rules of XML gives
// way to the code.
func (opt *ExportOptions) tag(v *Variant) string {
	if t := opt.Tags[v.Lang]; t != "" {
		return t
	}
	t, err := language.Raw.Parse(v.Tag)
	if err != nil || t == language.Und {
		return string(v.Lang)
	}
	return t.String()
}

// source is the source language written for a unit: the tag of one of its
// variants, or nothing, which is any.
func (opt *ExportOptions) source(u *Unit) string {
	code := opt.Source
	if code == lang.Unknown {
		var err error
		if code, err = lang.Parse(u.SrcLang); err != nil {
			return ""
		}
	}
	i := slices.IndexFunc(u.Variants, func(v Variant) bool { return v.Lang == code })
	if i < 0 {
		return ""
	}
	return opt.tag(&u.Variants[i])
}
