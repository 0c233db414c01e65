package main

import (
	"runtime"
	"runtime/debug"

	"github.com/urfave/cli/v2"
)

// version is set by a release; a build from a checkout says the revision.
const version = "0.1.0"

func configCommand(s *streams) *cli.Command {
	return &cli.Command{
		Name:      "config",
		Usage:     "show each setting and where it comes from",
		UsageText: "dragoman config",
		Description: `A setting is taken from the flag, else the environment (DRAGOMAN_MEMORY,
DRAGOMAN_COLOR, DRAGOMAN_WAIT), else ./dragoman.toml, else dragoman/config.toml in
the user's configuration folder, else the default.

` + examples("dragoman config"),
		Action: func(c *cli.Context) error {
			if c.NArg() > 0 {
				return usagef("config takes no arguments")
			}
			t := table{rows: [][]string{
				{"memory", s.settings.memory.value, s.settings.memory.origin},
				{"color", s.settings.color.value, s.settings.color.origin},
				{"wait", s.settings.wait.value, s.settings.wait.origin},
			}, head: []string{"setting", "value", "from"}}
			t.print(s)
			return nil
		},
	}
}

func versionCommand(s *streams) *cli.Command {
	return &cli.Command{
		Name:        "version",
		Usage:       "print the version",
		UsageText:   "dragoman version",
		Description: examples("dragoman version"),
		Action: func(c *cli.Context) error {
			s.printf("dragoman %s%s %s %s/%s\n", version, revision(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return nil
		},
	}
}

// revision is the commit a binary was built from, where the build knows it.
func revision() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, kv := range info.Settings {
		if kv.Key == "vcs.revision" && len(kv.Value) >= 12 {
			return " (" + kv.Value[:12] + ")"
		}
	}
	return ""
}
