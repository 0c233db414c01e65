package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/urfave/cli/v2"

	"dragoman/internal/document"
	"dragoman/internal/job"
	"dragoman/tm"
)

// isBatch tells whether the operands of align are more than one document: a
// folder, or more files than a document has versions.
func isBatch(paths []string) bool {
	for _, p := range paths {
		if info, err := os.Stat(p); err == nil && info.IsDir() {
			return true
		}
	}
	return len(paths) > 3
}

// runBatch pairs files by their names and aligns each document; one bad file
// never stops the rest. With --dry-run only the pairing is shown.
func (s *streams) runBatch(c *cli.Context, req job.Request, format string) error {
	if format != "summary" || req.Name != "" || len(req.Langs) > 0 {
		return usageHint("--format, --name and --langs are for one document",
			"without them, folders and many files are aligned, each document by its name")
	}
	groups, rest, err := document.Pair(req.Paths...)
	if err != nil {
		return err
	}
	switch {
	case c.Bool("dry-run"):
		s.printPairing(groups, rest)
		return nil
	case len(groups) == 0:
		return withHint(fmt.Errorf("no documents: of %s none is a version of another by its name", plural(len(rest), "file")),
			"versions are told by their names: report_zh.docx, report_en.docx, or zh/report.docx, en/report.docx")
	}
	m, err := s.openMemory(c.Context, tm.Options{Create: true})
	if err != nil {
		return err
	}
	defer m.Close()
	failed := s.alignGroups(c, m, groups, req)
	if err := keepAbbreviations(c, m); err != nil && c.Context.Err() == nil {
		return err
	}
	if c.Context.Err() != nil {
		return c.Context.Err()
	}
	for _, p := range rest {
		s.warnf("%s has no partner", p)
	}
	s.printf("%s aligned, %d failed; %s without a partner. Memory: %s\n",
		plural(len(groups)-len(failed), "document"), len(failed), plural(len(rest), "file"), s.settings.memory.value)
	if len(failed) > 0 {
		return &codedError{fmt.Errorf("%d of %s could not be aligned: %s", len(failed), plural(len(groups), "document"),
			strings.Join(failed, ", ")), exitPartly}
	}
	return m.Close()
}

// alignGroups aligns and stores one document after the other and returns the
// names of those that failed. A document that is stored is not touched by an
// interrupt, so that the same command goes on where it stopped.
func (s *streams) alignGroups(c *cli.Context, m *tm.Memory, groups []document.Group, req job.Request) (failed []string) {
	for i, g := range groups {
		step, clear := s.progress(fmt.Sprintf("align %d of %d: %s", i+1, len(groups), g.Name))
		one := req
		one.Progress, one.Name, one.Paths, one.Langs = step, g.Name, nil, nil
		for _, f := range g.Files {
			one.Paths, one.Langs = append(one.Paths, f.Path), append(one.Langs, f.Lang)
		}
		line, err := s.alignGroup(c, m, one)
		clear()
		switch {
		case c.Context.Err() != nil:
			return failed
		case err != nil:
			failed = append(failed, g.Name)
			s.report([]string{"dragoman", "align"}, err)
		default:
			s.printf("%s\n", line)
		}
	}
	return failed
}

func (s *streams) alignGroup(c *cli.Context, m *tm.Memory, req job.Request) (string, error) {
	if err := checkLangs(req); err != nil {
		return "", err
	}
	known, err := job.Known(c.Context, m, req)
	if err != nil {
		return "", err
	}
	if known {
		return fmt.Sprintf("%s   unchanged", clean(req.Name)), nil
	}
	res, err := job.Align(c.Context, req)
	if err != nil {
		return "", err
	}
	if err := s.checkRelated(c, res); err != nil {
		return "", fmt.Errorf("%s: %w", req.Name, err)
	}
	for _, w := range res.Warnings() {
		s.warnf("%s", w)
	}
	stored, err := res.Store(c.Context, m, c.Bool("replace"))
	if err != nil {
		return "", err
	}
	sum := res.Summary()
	return fmt.Sprintf("%s   %s   rows %s, %s   to check %d   %s", clean(res.Name), sentences(res), thousands(sum.Rows),
		coverage(sum, len(res.Texts)), len(sum.Check), stored.Outcome), nil
}

// printPairing shows which files would be aligned together.
func (s *streams) printPairing(groups []document.Group, rest []string) {
	t := table{head: []string{"document", "lang", "file"}}
	for _, g := range groups {
		name := g.Name
		for _, f := range g.Files {
			t.rows = append(t.rows, []string{name, string(f.Lang), f.Path})
			name = ""
		}
	}
	for _, p := range rest {
		t.rows = append(t.rows, []string{"—", "", p + " has no partner"})
	}
	t.print(s)
	s.notef("Dry run: nothing stored. %s, %s without a partner.", plural(len(groups), "document"), plural(len(rest), "file"))
}
