package main

import (
	"fmt"
	"os"
	"slices"

	"github.com/urfave/cli/v2"

	"dragoman/align"
)

func evalCommand(s *streams) *cli.Command {
	return &cli.Command{
		Name:      "eval",
		Usage:     "score an alignment against gold",
		UsageText: "dragoman eval [FLAGS] GOLD GOT",
		Description: `Both files hold one bead a line, 0-based segment indexes in brackets, a column a
language: [3, 4]:[3]:[4, 5]. A bead is strictly right when the gold has its very
groups; lax, when it overlaps a gold bead on both sides. Beads with an empty side
are not counted; with --count-empty those of GOT count for its precision, as in
Vecalign's scorer. Three columns are scored pair by pair.

` + examples("dragoman eval gold.txt got.txt", "dragoman align --dry-run --segmented --format ladder a.zh a.en | dragoman eval a.gold -"),
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "format", Aliases: []string{"f"}, Usage: "print `AS` table or json"},
			&cli.BoolFlag{Name: "json", Usage: "the same as --format json"},
			&cli.BoolFlag{Name: "count-empty", Usage: "count beads of GOT with an empty side, for precision"},
			&cli.Float64Flag{Name: "fail-under", Usage: "exit 5 when a strict F1 is below `F`, such as 0.9"},
		},
		Action: s.runEval,
	}
}

// pairScore is the score of one pair of columns, as eval prints it.
type pairScore struct {
	Columns [2]int  `json:"columns"` // from 1
	Strict  figures `json:"strict"`
	Lax     figures `json:"lax"`
}

type figures struct {
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
}

func asFigures(p align.PRF) figures { return figures{p.Precision, p.Recall, p.F1} }

func (s *streams) runEval(c *cli.Context) error {
	if c.NArg() != 2 {
		return usageHint("eval takes the gold alignment and the one to score", "dragoman eval GOLD GOT")
	}
	format, err := choice(c, "format", []string{"table", "json"})
	if err != nil {
		return err
	}
	gold, err := s.readLadder(c.Args().Get(0))
	if err != nil {
		return err
	}
	got, err := s.readLadder(c.Args().Get(1))
	if err != nil {
		return err
	}
	scores, err := scorePairs(gold, got, c.Bool("count-empty"))
	if err != nil {
		return err
	}
	if format == "json" {
		err = s.printJSON(scores)
	} else {
		s.scoreTable(scores)
	}
	for _, p := range scores {
		if p.Strict.F1 < c.Float64("fail-under") {
			return &codedError{fmt.Errorf("strict F1 %.3f of columns %d and %d is below %g",
				p.Strict.F1, p.Columns[0], p.Columns[1], c.Float64("fail-under")), exitBelow}
		}
	}
	return err
}

func (s *streams) readLadder(path string) ([]align.Link, error) {
	in := s.in
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	links, err := align.ReadLadder(in)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(links) == 0 {
		return nil, withHint(fmt.Errorf("%s: no beads in it", path), "one bead a line, such as [3, 4]:[3]:[4, 5]")
	}
	return links, nil
}

// scorePairs scores each pair of columns on its own.
func scorePairs(gold, got []align.Link, countEmpty bool) ([]pairScore, error) {
	n := len(gold[0])
	if m := len(got[0]); n != m {
		return nil, fmt.Errorf("the gold has %s, the alignment %s", plural(n, "column"), plural(m, "column"))
	}
	var out []pairScore
	for i := range n {
		for j := i + 1; j < n; j++ {
			found := align.Project(got, i, j)
			if !countEmpty {
				found = slices.DeleteFunc(found, func(l align.Link) bool { return len(l[0]) == 0 || len(l[1]) == 0 })
			}
			score, err := align.Evaluate([][]align.Link{align.Project(gold, i, j)}, [][]align.Link{found})
			if err != nil {
				return nil, err
			}
			out = append(out, pairScore{[2]int{i + 1, j + 1}, asFigures(score.Strict), asFigures(score.Lax)})
		}
	}
	return out, nil
}

func (s *streams) scoreTable(scores []pairScore) {
	t := table{
		head:  []string{"columns", "strict P", "R", "F1", "lax P", "R", "F1"},
		right: []bool{false, true, true, true, true, true, true},
	}
	for _, p := range scores {
		row := []string{fmt.Sprintf("%d–%d", p.Columns[0], p.Columns[1])}
		for _, v := range []float64{p.Strict.Precision, p.Strict.Recall, p.Strict.F1, p.Lax.Precision, p.Lax.Recall, p.Lax.F1} {
			row = append(row, fmt.Sprintf("%.3f", v))
		}
		t.rows = append(t.rows, row)
	}
	t.print(s)
}
