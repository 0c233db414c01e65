package main

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
)

// arrange reorders the words typed so that flags count wherever they stand:
// global flags, then the command, its flags, "--", the operands. urfave/cli
// takes every word after the first operand for an operand, so that
// "lookup peace --json" would look for the words "peace --json".
//
// What cannot be parsed is reported here: an unknown command, an unknown flag,
// a flag without its value.
func arrange(app *cli.App, args []string) ([]string, error) {
	if len(args) > 0 && args[0] == completeCommand {
		return append([]string{completeCommand, "--"}, args[1:]...), nil
	}
	a := arrangement{app: app, global: app.Flags}
	if err := a.findCommand(args); err != nil {
		return nil, err
	}
	if err := a.sort(args); err != nil {
		return nil, err
	}
	out := slices.Concat(a.globals, a.path, a.flags)
	if len(a.operands) > 0 {
		out = append(append(out, "--"), a.operands...)
	}
	return out, nil
}

// arrangement is one walk over a command line.
type arrangement struct {
	app      *cli.App
	global   []cli.Flag
	command  *cli.Command // the deepest command named, nil for none
	path     []string     // its names
	at       []int        // where in the arguments those stand
	globals  []string
	flags    []string
	operands []string
}

// findCommand looks for the first word that is no flag and no flag's value,
// then for the sub-commands that follow it.
func (a *arrangement) findCommand(args []string) error {
	commands := a.app.Commands
	for i := 0; i < len(args); i++ {
		w := args[i]
		if w == "--" {
			break
		}
		if isFlag(w) {
			if f := a.anyFlag(w); f != nil && takesValue(f) && !strings.Contains(w, "=") {
				i++
			}
			continue
		}
		c := named(commands, w)
		if c == nil {
			return a.unknownCommand(w, commands)
		}
		a.command, a.path, a.at = c, append(a.path, c.Name), append(a.at, i)
		if commands = c.Subcommands; len(commands) == 0 {
			break
		}
	}
	return nil
}

func (a *arrangement) unknownCommand(w string, commands []*cli.Command) error {
	if a.command != nil && a.command.Action != nil {
		return nil // the word is an operand of the group's own action
	}
	var names []string
	for _, c := range commands {
		if !c.Hidden {
			names = append(names, c.Name)
		}
	}
	what := "unknown command " + quote(w)
	if a.command != nil {
		what = a.command.Name + ": " + what
	}
	if near := nearest(w, names); near != "" {
		return usageHint(what, "did you mean "+quote(near)+"?")
	}
	return usageHint(what, "one of: "+strings.Join(names, ", "))
}

// sort puts every argument where it belongs.
func (a *arrangement) sort(args []string) error {
	for i := 0; i < len(args); i++ {
		w := args[i]
		switch {
		case slices.Contains(a.at, i):
			continue
		case w == "--":
			a.operands = append(a.operands, args[i+1:]...)
			return nil
		case !isFlag(w):
			a.operands = append(a.operands, w)
			continue
		}
		f, dest := a.flag(w)
		if f == nil {
			if w = a.attached(w, args, i); w == "" {
				return a.unknownFlag(args[i])
			}
			f, dest = a.flag(w)
		}
		*dest = append(*dest, w)
		if takesValue(f) && !strings.Contains(w, "=") {
			if i++; i >= len(args) {
				return usagef("flag %s needs a value", w)
			}
			*dest = append(*dest, args[i])
		}
	}
	return nil
}

// attached splits "-n5" into a flag and its value, or returns "".
func (a *arrangement) attached(w string, args []string, i int) string {
	if strings.HasPrefix(w, "--") || len(w) < 3 {
		return ""
	}
	f, _ := a.flag(w[:2])
	if f == nil || !takesValue(f) {
		return ""
	}
	return w[:2] + "=" + w[2:]
}

// flag finds a flag of the command, else of the program, and the list it
// belongs to.
func (a *arrangement) flag(w string) (cli.Flag, *[]string) {
	name := flagName(w)
	if a.command != nil {
		if f := flagNamed(a.command.Flags, name); f != nil {
			return f, &a.flags
		}
	}
	if f := flagNamed(a.global, name); f != nil {
		return f, &a.globals
	}
	if name == "help" || name == "h" {
		return cli.HelpFlag, &a.flags
	}
	return nil, nil
}

// anyFlag finds a flag of the program or of any command: before the command is
// known, a word that may be a flag's value must not be taken for the command.
func (a *arrangement) anyFlag(w string) cli.Flag {
	name := flagName(w)
	if f := flagNamed(a.global, name); f != nil {
		return f
	}
	for _, c := range a.app.Commands {
		if f := flagNamed(c.Flags, name); f != nil {
			return f
		}
	}
	return nil
}

func (a *arrangement) unknownFlag(w string) error {
	known := slices.Clone(a.global)
	what := "unknown flag " + quote(w)
	if a.command != nil {
		known = append(slices.Clone(a.command.Flags), known...)
		what = strings.Join(a.path, " ") + ": " + what
	}
	var names []string
	for _, f := range known {
		for _, n := range f.Names() {
			if len(n) > 1 {
				names = append(names, n)
			}
		}
	}
	if near := nearest(flagName(w), names); near != "" {
		return usageHint(what, "did you mean "+quote("--"+near)+"?")
	}
	return usageHint(what, "see "+quote(strings.TrimSpace("dragoman help "+strings.Join(a.path, " "))))
}

// isFlag reports whether a word is a flag; "-" alone is an operand.
func isFlag(w string) bool { return len(w) > 1 && w[0] == '-' }

func flagName(w string) string {
	name, _, _ := strings.Cut(strings.TrimLeft(w, "-"), "=")
	return name
}

func flagNamed(flags []cli.Flag, name string) cli.Flag {
	for _, f := range flags {
		if slices.Contains(f.Names(), name) {
			return f
		}
	}
	return nil
}

func takesValue(f cli.Flag) bool {
	_, isBool := f.(*cli.BoolFlag)
	return !isBool
}

func named(commands []*cli.Command, name string) *cli.Command {
	for _, c := range commands {
		if c.HasName(name) {
			return c
		}
	}
	return nil
}

// nearest returns the name closest to a misspelt word, or "" when none is
// within a third of its length.
func nearest(word string, names []string) string {
	best, bestDist := "", max(1, (len(word)+1)/3)+1
	for _, n := range names {
		if d := editDistance(word, n); d < bestDist {
			best, bestDist = n, d
		}
	}
	return best
}

// editDistance counts insertions, deletions, substitutions and swaps of
// neighbours (optimal string alignment).
func editDistance(a, b string) int {
	prev, cur, before := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		for j := 1; j <= len(b); j++ {
			change := 1
			if a[i-1] == b[j-1] {
				change = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], before[j-2]+1)
			}
		}
		before, prev, cur = prev, cur, before
	}
	return prev[len(b)]
}
