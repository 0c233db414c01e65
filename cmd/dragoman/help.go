package main

import (
	"strings"

	"github.com/urfave/cli/v2"
)

// The help templates of urfave/cli, in our words.
const (
	appHelp = `dragoman — align Chinese, English and Russian documents; look up what was translated before

  dragoman align   zh.txt en.txt ru.txt     pair the sentences, add them to the memory
  dragoman lookup  战略稳定                 how was this phrase translated?
  dragoman export  -o memory.tmx            a translation memory for OmegaT, Trados, memoQ

Commands{{range .VisibleCommands}}
  {{.Name | printf "%-12s"}}{{.Usage}}{{end}}

Flags for every command{{range .VisibleFlags}}
  {{.}}{{end}}

` + exitTable + `
More: dragoman help COMMAND
`

	commandHelp = `dragoman {{.FullName}} — {{.Usage}}

Usage: {{.UsageText}}
{{if .Description}}
{{.Description}}
{{end}}{{if .VisibleFlags}}
Flags{{range .VisibleFlags}}
  {{.}}{{end}}
{{end}}
Flags for every command: --memory FILE (-m), --color WHEN, --wait LONG, --quiet (-q)
`

	groupHelp = `dragoman {{.HelpName}} — {{.Usage}}

Usage: {{.UsageText}}
{{if .Description}}
{{.Description}}
{{end}}
Commands{{range .VisibleCommands}}
  {{.Name | printf "%-12s"}}{{.Usage}}{{end}}
`

	exitTable = `Exit codes
    0  done
    1  failed, or lookup found nothing
    2  the command line or a setting cannot be understood
    3  done, but some of the inputs failed
    5  eval: a figure is below --fail-under
   10  there is no such memory
   11  another program holds the memory
   12  the file is not a usable memory, or of a newer dragoman
  130  interrupted
`
)

func helpCommand() *cli.Command {
	return &cli.Command{
		Name:      "help",
		Usage:     "help for a command",
		UsageText: "dragoman help [COMMAND]",
		Description: `Example:
  dragoman help align`,
		Action: func(c *cli.Context) error {
			if c.NArg() == 0 {
				return cli.ShowAppHelp(c)
			}
			a := arrangement{app: c.App, global: c.App.Flags}
			if err := a.findCommand(c.Args().Slice()); err != nil {
				return err
			}
			words := append([]string{"dragoman"}, a.path...)
			return c.App.RunContext(c.Context, append(words, "--help"))
		},
	}
}

// examples lays out a command's examples under one heading.
func examples(lines ...string) string {
	return "Examples:\n  " + strings.Join(lines, "\n  ")
}
