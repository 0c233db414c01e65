package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/urfave/cli/v2"

	"dragoman/internal/job"
	"dragoman/internal/lang"
	"dragoman/internal/segment"
	"dragoman/internal/segment/srx"
	"dragoman/tm"
)

func abbrevFlag() cli.Flag {
	return &cli.StringFlag{Name: "abbrev", Usage: "a `FILE` of abbreviations, one a line, that end no sentence"}
}

func srxFlag() cli.Flag {
	return &cli.StringFlag{Name: "srx", Usage: "cut by the rules of an SRX `FILE`, as a CAT tool does"}
}

func bodyFlag() cli.Flag {
	return &cli.StringFlag{Name: "body", Usage: "who issued the document, such as `IAEA`; the memory keeps a body's abbreviations"}
}

// segmenters returns what cuts sentences: the rules of --srx, or ours with the
// abbreviations of --abbrev and those the memory keeps for --body.
func (s *streams) segmenters(c *cli.Context) (func(lang.Code) job.Segmenter, error) {
	if path := c.String("srx"); path != "" {
		if c.String("abbrev") != "" {
			return nil, usageHint("--abbrev and --srx cannot go together", "add the abbreviations to the SRX file as rules without a break")
		}
		rules, err := s.readSRX(path)
		if err != nil {
			return nil, err
		}
		return func(l lang.Code) job.Segmenter { return rules.Segmenter(l) }, nil
	}
	abbreviations, err := readAbbreviations(c.String("abbrev"))
	if err != nil {
		return nil, err
	}
	kept, err := s.keptAbbreviations(c)
	if err != nil {
		return nil, err
	}
	abbreviations = append(abbreviations, kept...)
	return func(l lang.Code) job.Segmenter {
		return &segment.Segmenter{Lang: l, Abbreviations: abbreviations}
	}, nil
}

// keptAbbreviations asks the memory, if there is one, for those of --body.
func (s *streams) keptAbbreviations(c *cli.Context) ([]string, error) {
	if c.String("body") == "" {
		return nil, nil
	}
	m, err := s.openMemory(c.Context, tm.Options{ReadOnly: true})
	if errors.Is(err, tm.ErrNoMemory) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	defer m.Close()
	return m.Abbreviations(c.Context, c.String("body"))
}

// keepAbbreviations puts those of --abbrev into the memory for --body.
func keepAbbreviations(c *cli.Context, m *tm.Memory) error {
	list, err := readAbbreviations(c.String("abbrev"))
	if err != nil || len(list) == 0 || c.String("body") == "" {
		return err
	}
	_, err = m.KeepAbbreviations(c.Context, c.String("body"), list)
	return err
}

// readSRX reads rules and warns of those that are not understood.
func (s *streams) readSRX(path string) (*srx.Rules, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rules, problems, err := srx.Parse(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	for i, p := range problems {
		if i == warningsShown {
			s.warnf("%s: %d more", path, len(problems)-i)
			break
		}
		s.warnf("%s: %v", path, p)
	}
	return rules, nil
}

// readAbbreviations reads the file that --abbrev names.
func readAbbreviations(path string) ([]string, error) {
	if path == "" {
		return nil, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	list, err := segment.ReadAbbreviations(f)
	if err != nil {
		return nil, withHint(fmt.Errorf("%s: %w", path, err), "one abbreviation a line; a line that begins with # is a remark")
	}
	return list, nil
}

// exportSRX writes our rules, with the abbreviations of --abbrev.
func (s *streams) exportSRX(c *cli.Context) error {
	if c.NArg() > 0 {
		return usageHint("--export-srx takes no file", "dragoman segment --export-srx >dragoman.srx")
	}
	abbreviations, err := readAbbreviations(c.String("abbrev"))
	if err != nil {
		return err
	}
	return srx.Export(s.out, abbreviations)
}
