package main

import (
	"context"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"dragoman/tm"
)

// completeCommand is called by the shells' scripts with the words typed so
// far, the last one unfinished; it prints what could stand in its place.
const completeCommand = "__complete"

var shellScripts = map[string]string{
	"bash": `_dragoman() {
  local IFS=$'\n'
  COMPREPLY=($(dragoman __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
  [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- "${COMP_WORDS[COMP_CWORD]}"))
}
complete -o filenames -F _dragoman dragoman
`,
	"zsh": `#compdef dragoman
_dragoman() {
  local -a found
  found=("${(@f)$(dragoman __complete "${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "${found[1]}" ]]; then compadd -a found; else _files; fi
}
compdef _dragoman dragoman
`,
	"fish": `function __dragoman_complete
  set -l words (commandline -opc)[2..-1] (commandline -ct)
  dragoman __complete $words 2>/dev/null
end
complete -c dragoman -a '(__dragoman_complete)'
`,
}

func completionCommand(s *streams) *cli.Command {
	shells := []string{"bash", "zsh", "fish"}
	return &cli.Command{
		Name:      "completion",
		Usage:     "print a script that completes commands, flags and documents in a shell",
		UsageText: "dragoman completion bash|zsh|fish",
		Description: examples(
			"source <(dragoman completion bash)",
			"dragoman completion zsh >~/.zfunc/_dragoman",
			"dragoman completion fish >~/.config/fish/completions/dragoman.fish"),
		Action: func(c *cli.Context) error {
			script, ok := shellScripts[c.Args().First()]
			if c.NArg() != 1 || !ok {
				return usageHint("completion takes the name of a shell", "one of: "+strings.Join(shells, ", "))
			}
			s.printf("%s", script)
			return nil
		},
	}
}

// hiddenComplete answers the shells.
func hiddenComplete(s *streams) *cli.Command {
	return &cli.Command{
		Name:   completeCommand,
		Hidden: true,
		Action: func(c *cli.Context) error {
			for _, w := range s.complete(c.Context, c.App, c.Args().Slice()) {
				s.printf("%s\n", w)
			}
			return nil
		},
	}
}

// complete lists what could stand for the last word.
func (s *streams) complete(ctx context.Context, app *cli.App, words []string) []string {
	if len(words) == 0 {
		words = []string{""}
	}
	last, before := words[len(words)-1], words[:len(words)-1]
	a := arrangement{app: app, global: app.Flags}
	if a.findCommand(before) != nil {
		return nil
	}
	var options []string
	switch {
	case isFlag(last) || last == "-":
		options = flagWords(app.Flags)
		if a.command != nil {
			options = append(options, flagWords(a.command.Flags)...)
		}
	case a.command == nil || len(a.command.Subcommands) > 0 && len(a.path) == len(before):
		commands := app.Commands
		if a.command != nil {
			commands = a.command.Subcommands
		}
		for _, cmd := range commands {
			if !cmd.Hidden {
				options = append(options, cmd.Name)
			}
		}
	default:
		options = s.completeValue(ctx, a.path, before)
	}
	options = slices.DeleteFunc(options, func(o string) bool { return !strings.HasPrefix(o, last) })
	slices.Sort(options)
	return options
}

// completeValue completes the operands and flag values that are no files.
func (s *streams) completeValue(ctx context.Context, path, before []string) []string {
	prev := before[len(before)-1]
	switch command := strings.Join(path, " "); {
	case command == "completion":
		return []string{"bash", "zsh", "fish"}
	case command == "align" && (prev == "--format" || prev == "-f"):
		return slices.Clone(rowFormats)
	case prev == "--document", command == "docs show", command == "docs remove":
		return s.documentNames(ctx)
	}
	return nil
}

func (s *streams) documentNames(ctx context.Context) []string {
	m, err := s.openMemory(ctx, tm.Options{ReadOnly: true})
	if err != nil {
		return nil
	}
	defer m.Close()
	docs, err := m.Documents(ctx)
	if err != nil {
		return nil
	}
	var names []string
	for _, d := range docs {
		names = append(names, d.Name)
	}
	return names
}

func flagWords(flags []cli.Flag) []string {
	var out []string
	for _, f := range flags {
		for _, n := range f.Names() {
			if len(n) > 1 {
				out = append(out, "--"+n)
			}
		}
	}
	return out
}
