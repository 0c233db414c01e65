package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/pelletier/go-toml/v2"
	"github.com/urfave/cli/v2"
)

// A setting is one value a user can fix in four places. The first of flag,
// environment, ./dragoman.toml, the user's dragoman/config.toml and the
// default that has it, wins.
type setting struct {
	value  string
	origin string
}

// settings are the values that hold for every command.
type settings struct {
	memory setting // path of the memory file
	color  setting // auto, always, never
	wait   setting // how long to wait for a memory another program holds
}

// settingNames are the keys of the configuration files, and the flags.
var settingNames = [...]string{"memory", "color", "wait"}

func globalFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "memory", Aliases: []string{"m"}, Usage: "the memory `FILE`"},
		&cli.StringFlag{Name: "color", Usage: "`WHEN` to use colour: auto, always, never"},
		&cli.StringFlag{Name: "wait", Usage: "wait this `LONG` for a memory that another program writes, such as 3s"},
		&cli.BoolFlag{Name: "quiet", Aliases: []string{"q"}, Usage: "no remarks, no progress; warnings and errors only"},
	}
}

// configure reads the settings before a command runs.
func (s *streams) configure(c *cli.Context) error {
	s.quiet = c.Bool("quiet")
	files, err := configFiles()
	if err != nil {
		return err
	}
	for name, dst := range map[string]*setting{"memory": &s.settings.memory, "color": &s.settings.color, "wait": &s.settings.wait} {
		*dst = resolve(c, name, files)
	}
	if s.color, err = s.useColor(s.settings.color.value); err != nil {
		return err
	}
	_, err = s.wait()
	return err
}

// wait is how long to wait for a locked memory.
func (s *streams) wait() (time.Duration, error) {
	d, err := time.ParseDuration(s.settings.wait.value)
	if err != nil || d < 0 {
		return 0, usagef("wait is a duration such as 500ms, 3s or 1m, not %s (from %s)",
			quote(s.settings.wait.value), s.settings.wait.origin)
	}
	return d, nil
}

func resolve(c *cli.Context, name string, files []configFile) setting {
	if c.IsSet(name) {
		return setting{c.String(name), "--" + name}
	}
	env := map[string]string{"memory": "DRAGOMAN_MEMORY", "color": "DRAGOMAN_COLOR", "wait": "DRAGOMAN_WAIT"}[name]
	if v := os.Getenv(env); v != "" {
		return setting{v, env}
	}
	for _, f := range files {
		if v, ok := f.values[name]; ok {
			if name == "memory" && !filepath.IsAbs(v) {
				v = filepath.Join(filepath.Dir(f.path), v)
			}
			return setting{v, f.path}
		}
	}
	switch name {
	case "memory":
		return setting{defaultMemory(), "default"}
	case "color":
		return setting{"auto", "default"}
	}
	return setting{"3s", "default"}
}

// configFile is one configuration file that exists.
type configFile struct {
	path   string
	values map[string]string
}

// configFiles reads ./dragoman.toml and the user's own, in that order.
func configFiles() ([]configFile, error) {
	var found []configFile
	for _, path := range []string{"dragoman.toml", filepath.Join(configHome(), "dragoman", "config.toml")} {
		data, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		} else if err != nil {
			return nil, err
		}
		values, err := parseConfig(data)
		if err != nil {
			return nil, withHint(&codedError{fmt.Errorf("%s: %w", path, err), exitUsage},
				"a line is: memory = \"FILE\", color = \"auto\" or wait = \"3s\"")
		}
		found = append(found, configFile{path, values})
	}
	return found, nil
}

func parseConfig(data []byte) (map[string]string, error) {
	var raw map[string]any
	if err := toml.Unmarshal(data, &raw); err != nil {
		if d, ok := errors.AsType[*toml.DecodeError](err); ok {
			row, col := d.Position()
			return nil, fmt.Errorf("line %d, column %d: %w", row, col, err)
		}
		return nil, err
	}
	values := map[string]string{}
	for _, name := range settingNames {
		v, ok := raw[name]
		if !ok {
			continue
		}
		text, ok := v.(string)
		if !ok {
			return nil, fmt.Errorf("%s is a text in quotation marks, not %v", name, v)
		}
		values[name] = text
		delete(raw, name)
	}
	for name := range raw {
		return nil, fmt.Errorf("unknown key %s", quote(name))
	}
	return values, nil
}

// defaultMemory is where the memory lies when nobody says otherwise: the XDG
// data home, or the system's place for application data.
func defaultMemory() string {
	return filepath.Join(dataHome(), "dragoman", "memory.db")
}

func dataHome() string {
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return dir
	}
	home, _ := os.UserHomeDir()
	switch runtime.GOOS {
	case "windows":
		if dir := os.Getenv("LocalAppData"); dir != "" {
			return dir
		}
	case "darwin":
		return filepath.Join(home, "Library", "Application Support")
	}
	return filepath.Join(home, ".local", "share")
}

func configHome() string {
	if dir := os.Getenv("XDG_CONFIG_HOME"); filepath.IsAbs(dir) {
		return dir
	}
	if dir, err := os.UserConfigDir(); err == nil {
		return dir
	}
	return "."
}
