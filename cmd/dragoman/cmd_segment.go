package main

import (
	"fmt"
	"io"

	"github.com/urfave/cli/v2"

	"dragoman/internal/document"
	"dragoman/internal/job"
	"dragoman/internal/lang"
)

func segmentCommand(s *streams) *cli.Command {
	return &cli.Command{
		Name:      "segment",
		Usage:     "cut a text into sentences, one a line",
		UsageText: "dragoman segment [FLAGS] FILE|-",
		Description: `Prints one segment a line and an empty line between paragraphs.
--format jsonl gives each segment's paragraph and byte offsets.

` + examples("dragoman segment zh.txt", "dragoman segment --format jsonl ru.txt", "cat en.txt | dragoman segment -",
			"dragoman segment --srx rules.srx en.txt", "dragoman segment --export-srx >dragoman.srx"),
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "format", Aliases: []string{"f"}, Usage: "print `AS` text or jsonl"},
			&cli.StringFlag{Name: "lang", Aliases: []string{"l"}, Usage: "the `LANGUAGE` of the text: zh, en, ru"},
			&cli.StringFlag{Name: "encoding", Usage: "the `ENCODING` of the file"},
			bodyFlag(), abbrevFlag(), srxFlag(),
			&cli.BoolFlag{Name: "export-srx", Usage: "write our rules as SRX 2.0, for CAT tools, instead of cutting a file"},
		},
		Action: s.runSegment,
	}
}

func (s *streams) runSegment(c *cli.Context) error {
	if c.Bool("export-srx") {
		return s.exportSRX(c)
	}
	if c.NArg() != 1 {
		return usageHint(fmt.Sprintf("segment takes one file, not %d", c.NArg()), "dragoman segment zh.txt; - reads standard input")
	}
	format, err := choice(c, "format", []string{"text", "jsonl"})
	if err != nil {
		return err
	}
	opt := document.Options{Encoding: c.String("encoding")}
	if v := c.String("lang"); v != "" {
		langs, err := languages(v)
		if err != nil {
			return err
		}
		opt.Lang = langs[0]
	}
	doc, err := s.readDocument(c, c.Args().First(), opt)
	if err != nil {
		return err
	}
	rules, err := s.segmenters(c)
	if err != nil {
		return err
	}
	t := job.Cut(doc, rules(doc.Lang))
	for _, w := range t.Text.Warnings {
		s.warnf("%s", w)
	}
	if format == "jsonl" {
		return s.segmentsJSON(t)
	}
	for i, seg := range t.Segments {
		if i > 0 && seg.Paragraph != t.Segments[i-1].Paragraph {
			s.printf("\n")
		}
		s.printf("%s\n", oneLine(t.SegmentText(i)))
	}
	return nil
}

// readDocument reads a file, or standard input for "-".
func (s *streams) readDocument(c *cli.Context, path string, opt document.Options) (*document.Text, error) {
	if path != "-" {
		return document.Read(c.Context, path, opt)
	}
	data, err := io.ReadAll(s.in)
	if err != nil {
		return nil, fmt.Errorf("standard input: %w", err)
	}
	return document.Parse(c.Context, "standard input", data, opt)
}

// segmentLine is one line of segment --format jsonl.
type segmentLine struct {
	Index     int       `json:"index"`     // from 0
	Paragraph int       `json:"paragraph"` // from 0
	Kind      string    `json:"kind"`      // of the paragraph
	Lang      lang.Code `json:"lang"`
	Offset    int64     `json:"offset"` // in the original file, in bytes; -1 unknown
	Start     int       `json:"start"`  // in the paragraph's text, in bytes
	End       int       `json:"end"`
	Text      string    `json:"text"`
}

func (s *streams) segmentsJSON(t job.Text) error {
	for i, seg := range t.Segments {
		line := segmentLine{i, seg.Paragraph, t.Paragraphs[seg.Paragraph].Kind.String(), t.Lang,
			t.Offset(i), seg.Start, seg.End, t.SegmentText(i)}
		if err := s.printJSONLine(line); err != nil {
			return err
		}
	}
	return nil
}
