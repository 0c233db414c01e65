package tmx

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// keptWarnings is how many warnings of each rule are kept, so that a file with a
// million faults of one kind neither fills memory nor hides the others.
const keptWarnings = 20

// journal keeps the first warnings of each rule and counts all.
type journal struct {
	kept   []Warning
	counts []Count
}

func (j *journal) add(w Warning) {
	i, found := slices.BinarySearchFunc(j.counts, w.Rule, func(c Count, r Rule) int { return cmp.Compare(c.Rule, r) })
	if !found {
		j.counts = slices.Insert(j.counts, i, Count{Rule: w.Rule, Level: w.Level})
	}
	j.counts[i].N++
	if j.counts[i].N <= keptWarnings {
		j.kept = append(j.kept, w)
	}
}

// fail makes an error of a finding.
func (p place) fail(rule Rule, format string, args ...any) *SyntaxError {
	return &SyntaxError{Line: p.line, Column: p.col, Offset: p.off, Rule: rule, Err: message(format, args...)}
}

// maxMessage is the longest message, in bytes: what a file holds may be quoted in it.
const maxMessage = 300

func message(format string, args ...any) error {
	err := fmt.Errorf(format, args...)
	if s := err.Error(); len(s) > maxMessage && errors.Unwrap(err) == nil {
		return errors.New(strings.ToValidUTF8(s[:maxMessage], "") + "…")
	}
	return err
}
