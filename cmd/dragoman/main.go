// Command dragoman aligns diplomatic documents in Chinese, English and
// Russian, answers how a phrase was rendered before, and exports what it knows
// as TMX.
//
// The package is the command line and nothing else: it turns words typed into
// calls of the other packages, and their results into tables, JSON or pages.
//
//   - main.go      one run: streams, signals, the application
//   - arrange.go   lets flags stand anywhere on the line
//   - exit.go      errors → words and exit codes
//   - output.go    streams, colour, width, JSON
//   - table.go     text laid out by display width
//   - settings.go  flag > environment > file > default
//   - memory.go    opening the memory that the settings name
//   - rows.go      an aligned document's rows and summary; page.go as HTML
//   - cmd_*.go     a command each
//
// Data goes to standard output, everything else to standard error. The same
// bytes come out piped or on a terminal, but for colour and line breaks.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/urfave/cli/v2"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once
	os.Exit(run(ctx, os.Args, os.Stdin, os.Stdout, os.Stderr))
}

// run executes one command line and returns its exit code. It is the whole
// program: nothing in it refers to the process but the environment.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) (code int) {
	s := newStreams(stdin, stdout, stderr)
	defer func() {
		if p := recover(); p != nil {
			code = s.report(args, panicError(p))
		}
	}()
	app := newApp(s)
	words, err := arrange(app, args[1:])
	if err == nil {
		err = app.RunContext(ctx, append([]string{"dragoman"}, words...))
	}
	if ferr := s.out.Flush(); err == nil && ferr != nil {
		err = ferr
	}
	if ctx.Err() != nil && err != nil {
		err = errInterrupted
	}
	return s.report(args, err)
}

// newApp builds the command tree on the given streams.
func newApp(s *streams) *cli.App {
	app := &cli.App{
		Name:                      "dragoman",
		Usage:                     "align Chinese, English and Russian documents; look up what was translated before",
		Reader:                    s.in,
		Writer:                    s.out,
		ErrWriter:                 s.err,
		Flags:                     append(globalFlags(), cli.HelpFlag),
		HideHelpCommand:           true,
		HideVersion:               true,
		DisableSliceFlagSeparator: true,
		CustomAppHelpTemplate:     appHelp,
		Before:                    s.configure,
		ExitErrHandler:            func(*cli.Context, error) {},
		OnUsageError:              usageFailure,
		Action: func(c *cli.Context) error {
			return cli.ShowAppHelp(c)
		},
		Commands: []*cli.Command{
			alignCommand(s), lookupCommand(s), exportCommand(s), importCommand(s),
			segmentCommand(s), docsCommand(s), statsCommand(s), evalCommand(s),
			logCommand(s), undoCommand(s), checkCommand(s), backupCommand(s),
			configCommand(s), completionCommand(s), versionCommand(s), helpCommand(), hiddenComplete(s),
		},
	}
	plainDefaults(app.Flags)
	for _, c := range app.Commands {
		prepare(c)
	}
	return app
}

// prepare gives a command and those below it the same manners.
func prepare(c *cli.Command) {
	c.HideHelpCommand = true
	c.OnUsageError = usageFailure
	plainDefaults(c.Flags)
	c.CustomHelpTemplate = commandHelp
	if len(c.Subcommands) > 0 {
		c.CustomHelpTemplate = groupHelp
	}
	for _, sub := range c.Subcommands {
		prepare(sub)
	}
}

// plainDefaults keeps "(default: false)" out of the help.
func plainDefaults(flags []cli.Flag) {
	for _, f := range flags {
		if b, ok := f.(*cli.BoolFlag); ok {
			b.DisableDefaultText = true
		}
	}
}

func usageFailure(_ *cli.Context, err error, _ bool) error {
	return usagef("%v", err)
}
