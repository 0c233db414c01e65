package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"dragoman/align"
	"dragoman/internal/embed"
	"dragoman/internal/job"
	"dragoman/internal/lang"
	"dragoman/internal/lexicon"
	"dragoman/internal/report"
	"dragoman/tm"
)

// rowFormats are the values of align --format; "" is the summary.
var rowFormats = []string{"summary", "table", "json", "jsonl", "tsv", "html", "ladder"}

func alignCommand(s *streams) *cli.Command {
	return &cli.Command{
		Name:      "align",
		Usage:     "pair the sentences of a document's language versions and store them",
		UsageText: "dragoman align [FLAGS] FILE FILE [FILE] | FOLDER | FILES…",
		Description: `Reads two or three texts, tells their languages by their script, cuts them into
sentences, pairs these and adds the pairs to the memory. The same files again
change nothing; a changed file replaces its earlier version.

A folder, or more than three files, are paired by their names (report_zh.docx with
report_en.docx, zh/report.txt with ru/report.txt) and aligned one document after
the other; --dry-run shows the pairing. One file may hold all languages, such as
a table with a column a language.

` + examples(
			"dragoman align zh.txt en.txt ru.txt",
			"dragoman align --dry-run --format table report_zh.txt report_ru.txt",
			"dragoman align --dry-run --format html zh.txt en.txt ru.txt >side-by-side.html",
			"dragoman align --dry-run reports/",
			"dragoman align --dry-run --segmented --format ladder a.zh a.en"),
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "format", Aliases: []string{"f"}, Usage: "print `AS` " + strings.Join(rowFormats, ", ")},
			&cli.BoolFlag{Name: "json", Usage: "the same as --format json"},
			&cli.BoolFlag{Name: "dry-run", Aliases: []string{"n"}, Usage: "store nothing"},
			&cli.BoolFlag{Name: "segmented", Usage: "each line that is not empty is one sentence"},
			&cli.StringFlag{Name: "langs", Aliases: []string{"l"}, Usage: "the `LANGUAGES` of the files in order, such as zh,en,ru"},
			&cli.StringFlag{Name: "encoding", Usage: "the `ENCODING` of the files, such as gb18030 or windows-1251"},
			&cli.StringFlag{Name: "name", Usage: "the document's `NAME` in the memory, such as its symbol"},
			&cli.StringFlag{Name: "date", Usage: "the document's `DATE`, YYYY-MM-DD"},
			bodyFlag(), abbrevFlag(), srxFlag(),
			&cli.StringFlag{Name: "glossary", Usage: "a `FILE` of terms that weigh most: CSV, TSV, TBX or CEDICT"},
			&cli.StringFlag{Name: "embeddings", Usage: "ask the embedding server at `URL`, which you run, for the meaning of sentences"},
			&cli.StringFlag{Name: "embedding-model", Usage: "the `MODEL` to ask that server for"},
			&cli.BoolFlag{Name: "embeddings-optional", Usage: "go on without that server when it cannot be had"},
			&cli.StringFlag{Name: "report", Usage: "write a page with pictures of the alignment to `FILE`"},
			&cli.BoolFlag{Name: "monotone", Usage: "do not look for passages that moved"},
			&cli.BoolFlag{Name: "force", Usage: "store texts that do not look like versions of one document"},
			&cli.BoolFlag{Name: "replace", Usage: "put the document in the place of another of its name"},
		},
		Action: s.runAlign,
	}
}

func (s *streams) runAlign(c *cli.Context) error {
	req, err := s.alignRequest(c)
	if err != nil {
		return err
	}
	format, err := choice(c, "format", rowFormats)
	if err != nil {
		return err
	}
	if isBatch(req.Paths) {
		return s.runBatch(c, req, format)
	}
	forget, err := s.rememberVectors(c, req.Embeddings)
	if err != nil {
		return err
	}
	defer forget()
	started := time.Now()
	step, clear := s.progress("align")
	req.Progress = step
	res, err := job.Align(c.Context, req)
	clear()
	if err != nil {
		return err
	}
	for _, w := range res.Warnings() {
		s.warnf("%s", w)
	}
	if err := s.checkRelated(c, res); err != nil {
		return err
	}
	if path := c.String("report"); path != "" {
		if err := s.replaceFile(path, false, func(w io.Writer) error { return report.Write(w, res) }); err != nil {
			return err
		}
	}
	var stored *tm.Stored
	if !c.Bool("dry-run") {
		if stored, err = s.store(c, res); err != nil {
			return err
		}
	}
	return s.printAligned(res, format, stored, time.Since(started))
}

// rememberVectors lets the memory, where there is one, keep what the embedding
// server answers. The function returned ends that.
func (s *streams) rememberVectors(c *cli.Context, client *embed.Client) (forget func(), err error) {
	forget = func() {}
	if client == nil || c.Bool("dry-run") {
		return forget, nil
	}
	m, err := s.openMemory(c.Context, tm.Options{})
	if errors.Is(err, tm.ErrNoMemory) {
		return forget, nil
	} else if err != nil {
		return forget, err
	}
	client.Cache = m.Vectors(c.Context)
	return func() { m.Close() }, nil
}

// checkRelated refuses to store texts that have nothing in common, and warns
// of them where nothing is stored.
func (s *streams) checkRelated(c *cli.Context, res *job.Result) error {
	err := res.Check()
	if err == nil || c.Bool("force") {
		return nil
	}
	if c.Bool("dry-run") {
		s.warnf("%v", err)
		return nil
	}
	return err
}

// printAligned writes the rows to standard output and the summary to standard
// error, or the summary to standard output where no rows are asked for.
func (s *streams) printAligned(res *job.Result, format string, stored *tm.Stored, took time.Duration) error {
	sum := s.summaryText(res, stored, took)
	if format == "summary" {
		if !s.quiet {
			s.printf("%s", sum)
		}
		return nil
	}
	if err := s.printRows(res, format); err != nil {
		return err
	}
	s.notef("%s", strings.TrimRight(sum, "\n"))
	return nil
}

// alignRequest reads the flags and operands of align.
func (s *streams) alignRequest(c *cli.Context) (job.Request, error) {
	req := job.Request{
		Paths:     c.Args().Slice(),
		Encoding:  c.String("encoding"),
		Segmented: c.Bool("segmented"),
		Name:      strings.TrimSpace(c.String("name")),
		Date:      c.String("date"),
		Body:      strings.TrimSpace(c.String("body")),
		Aligner:   align.Aligner{Monotone: c.Bool("monotone")},
	}
	if len(req.Paths) == 0 {
		return req, usageHint("align takes the two or three language versions of a document", "dragoman align zh.txt en.txt ru.txt")
	}
	if req.Date != "" {
		if _, err := time.Parse(time.DateOnly, req.Date); err != nil {
			return req, usagef("--date is YYYY-MM-DD, not %s", quote(req.Date))
		}
	}
	if v := c.String("langs"); v != "" {
		langs, err := languages(v)
		if err != nil {
			return req, err
		}
		if len(langs) != len(req.Paths) && len(req.Paths) > 1 {
			return req, usagef("--langs names %s for %s", plural(len(langs), "language"), plural(len(req.Paths), "file"))
		}
		req.Langs = langs
	}
	var err error
	if req.Segmenter, err = s.segmenters(c); err != nil {
		return req, err
	}
	if req.Aligner.Lexicon, err = readLexicon(c.String("glossary")); err != nil {
		return req, err
	}
	if req.Embeddings, err = embeddings(c); err != nil {
		return req, err
	}
	req.EmbeddingsOptional = c.Bool("embeddings-optional")
	return req, checkLangs(req)
}

// embeddings is the client for the server that --embeddings names, or nil. A
// key, where the server wants one, comes from the environment: a command line
// can be read by others.
func embeddings(c *cli.Context) (*embed.Client, error) {
	url, model := c.String("embeddings"), c.String("embedding-model")
	switch {
	case url == "" && (model != "" || c.Bool("embeddings-optional")):
		return nil, usageHint("--embedding-model goes with --embeddings", "--embeddings http://localhost:11434 --embedding-model bge-m3")
	case url == "":
		return nil, nil
	case model == "":
		return nil, usageHint("--embeddings needs the name of a model", "--embedding-model bge-m3")
	}
	return &embed.Client{URL: url, Model: model, Key: os.Getenv("DRAGOMAN_EMBEDDINGS_KEY")}, nil
}

// readLexicon returns the lexicon that serves every document of the run, with
// the terms of a glossary unless path is empty. Its tables are loaded while the
// files are read.
func readLexicon(path string) (*lexicon.Lexicon, error) {
	base, err := lexicon.Default()
	if err != nil {
		return nil, err
	}
	base.Warm(lang.Chinese, lang.English, lang.Russian)
	if path == "" {
		return base, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	glossary, err := lexicon.ReadGlossary(f, path)
	if err != nil {
		return nil, err
	}
	return base.With(glossary), nil
}

// checkLangs refuses a language twice and, unless the lines are sentences
// already, one that cannot be cut into sentences.
func checkLangs(req job.Request) error {
	for i, l := range req.Langs {
		if slices.Contains(req.Langs[:i], l) {
			return usagef("--langs names %s twice: two files of one language cannot be paired", l.Name())
		}
		if !req.Segmented && !slices.Contains([]lang.Code{lang.Chinese, lang.English, lang.Russian}, l) {
			return usageHint(l.Name()+" cannot be cut into sentences",
				"give one sentence a line and --segmented: any two or three languages can be aligned so")
		}
	}
	return nil
}

// languages parses a list such as "zh,en,ru".
func languages(list string) ([]lang.Code, error) {
	var out []lang.Code
	for _, tag := range strings.Split(list, ",") {
		l, err := lang.Parse(strings.TrimSpace(tag))
		if err != nil {
			return nil, usageHint(fmt.Sprintf("unknown language %s", quote(tag)), "languages are codes such as zh, en, ru, zh-CN, en-GB")
		}
		out = append(out, l)
	}
	return out, nil
}

// choice returns a flag that is one of a few words; the first is the default,
// and --json is short for json.
func choice(c *cli.Context, flag string, of []string) (string, error) {
	v := c.String(flag)
	switch {
	case v == "" && c.Bool("json"):
		return "json", nil
	case v == "":
		return of[0], nil
	case slices.Contains(of, v):
		return v, nil
	}
	what := fmt.Sprintf("--%s is %s, not %s", flag, strings.Join(of, ", "), quote(v))
	if near := nearest(v, of); near != "" {
		return "", usageHint(what, "did you mean "+quote(near)+"?")
	}
	return "", usagef("%s", what)
}

// store opens the memory and stores a result, telling what happened.
func (s *streams) store(c *cli.Context, res *job.Result) (*tm.Stored, error) {
	var stored tm.Stored
	err := s.with(c, tm.Options{Create: true}, func(m *tm.Memory) (err error) {
		if stored, err = res.Store(c.Context, m, c.Bool("replace")); err != nil {
			return err
		}
		return keepAbbreviations(c, m)
	})
	return &stored, err
}
