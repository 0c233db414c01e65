package main

import (
	"archive/tar"
	"bytes"
	"cmp"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"maps"
	"os/exec"
	"path"
	"slices"
	"strings"
)

// wanted are the files read from the packages, by the end of their path.
var wanted = []string{
	"package/cedict.json",
	"main/zh/territories.json", "main/en/territories.json", "main/ru/territories.json",
	"main/zh/languages.json", "main/en/languages.json", "main/ru/languages.json",
	"main/zh/scripts.json", "main/en/scripts.json", "main/ru/scripts.json",
	"main/zh/currencies.json", "main/en/currencies.json", "main/ru/currencies.json",
	"main/zh/timeZoneNames.json", "main/en/timeZoneNames.json", "main/ru/timeZoneNames.json",
	"jieba/dict.txt", "dictd/mueller7.dict.dz", "dictd/mueller7.index",
	"transforms/zh_Latn_PINYIN-ru.xml", "transforms/ru-zh.xml",
	"testData/transforms/zh-t-ru.txt", "testData/transforms/ru-t-zh-Latn-pinyin.txt",
}

func unpackNPM(_ string, b []byte) (map[string][]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	return untar(z)
}

// unpackDebian leaves the outer archive and its compression to dpkg-deb.
func unpackDebian(path string, _ []byte) (map[string][]byte, error) {
	out, err := exec.Command("dpkg-deb", "--fsys-tarfile", path).Output()
	if err != nil {
		return nil, fmt.Errorf("dpkg-deb: %w", err)
	}
	return untar(bytes.NewReader(out))
}

// untar gives the wanted files by their base name, with the language before it
// where the directory is one.
func untar(r io.Reader) (map[string][]byte, error) {
	files := make(map[string][]byte)
	for t := tar.NewReader(r); ; {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return files, nil
		}
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(wanted, func(w string) bool { return strings.HasSuffix(h.Name, "/"+w) || h.Name == w })
		if i < 0 {
			continue
		}
		b, err := io.ReadAll(t)
		if err != nil {
			return nil, err
		}
		name := path.Base(wanted[i])
		if strings.HasPrefix(wanted[i], "main/") {
			name = strings.TrimPrefix(wanted[i], "main/")
		}
		files[name] = b
	}
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
