package job

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"dragoman/align"
	"dragoman/internal/lang"
	"dragoman/tm"
)

// ConflictError says that storing a document would lose something that the
// memory holds under its name.
type ConflictError struct {
	Name   string
	Reason string
}

func (e *ConflictError) Error() string {
	return fmt.Sprintf("the memory holds another %q: %s", e.Name, e.Reason)
}

// Hint says what to do about it.
func (e *ConflictError) Hint() string {
	return "nothing was stored; --name NAME keeps both, --replace puts the new one in its place"
}

// UnrelatedError says that texts do not look like versions of one document.
type UnrelatedError struct {
	Share float64 // see align.Related
}

func (e *UnrelatedError) Error() string {
	return fmt.Sprintf("the texts do not look like versions of one document: about %.0f %% of the sentences have a counterpart", 100*e.Share)
}

// Hint says what to do about it.
func (e *UnrelatedError) Hint() string {
	return "nothing was stored; look at the rows with --dry-run --format table, store them all the same with --force"
}

// Check returns an *UnrelatedError for texts that are not versions of one
// document.
func (r *Result) Check() error {
	if share := align.Related(r.Beads); share < RelatedFrom {
		return &UnrelatedError{share}
	}
	return nil
}

// Store puts an aligned document into the memory. Unless replace is set, a
// document that only shares its name with a stored one, or that lacks one of
// its languages, is refused with a *ConflictError.
func (r *Result) Store(ctx context.Context, m *tm.Memory, replace bool) (tm.Stored, error) {
	doc := r.Document()
	if !replace {
		if err := conflict(ctx, m, doc); err != nil {
			return tm.Stored{}, err
		}
	}
	return m.Put(ctx, doc)
}

// Known tells whether the memory holds the document of a request in just these
// versions, so that aligning it again would change nothing.
func Known(ctx context.Context, m *tm.Memory, req Request) (bool, error) {
	texts, err := req.read(ctx)
	if err != nil {
		return false, err
	}
	doc := tm.Document{Name: req.name(), Date: req.Date, Body: req.Body}
	for _, t := range texts {
		doc.Texts = append(doc.Texts, tm.Text{Lang: t.Lang, Path: absolute(t.Path), Hash: t.Hash, Encoding: t.Encoding})
	}
	return m.Unchanged(ctx, doc)
}

// conflict compares a document with the stored one of its name.
func conflict(ctx context.Context, m *tm.Memory, doc tm.Document) error {
	old, err := m.Document(ctx, doc.Name)
	if errors.Is(err, tm.ErrNoDocument) {
		return nil
	} else if err != nil {
		return err
	}
	known, langs := map[string]bool{}, map[lang.Code]bool{}
	for _, t := range doc.Texts {
		known[t.Path], known[t.Hash], langs[t.Lang] = true, true, true
	}
	if !slices.ContainsFunc(old.Texts, func(t tm.Text) bool { return known[t.Path] || known[t.Hash] }) {
		return &ConflictError{doc.Name, "it came from " + folder(old)}
	}
	var lacking []string
	for _, t := range old.Texts {
		if !langs[t.Lang] {
			lacking = append(lacking, t.Lang.Name())
		}
	}
	if len(lacking) > 0 {
		return &ConflictError{doc.Name, "it has " + strings.Join(lacking, " and ") + " too"}
	}
	return nil
}

func folder(d tm.Document) string {
	if len(d.Texts) == 0 {
		return "elsewhere"
	}
	return d.Texts[0].Path
}
