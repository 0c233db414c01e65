package job

import (
	"path/filepath"
	"strings"

	"dragoman/internal/document"
)

// Name derives a document's name from its files: what their names have in
// common by the rules of document.Pair, else the first file's name without its
// extension.
func Name(paths []string) string {
	groups, _, err := document.Pair(paths...)
	if err == nil && len(groups) == 1 {
		return groups[0].Name
	}
	base := filepath.Base(paths[0])
	return strings.TrimSuffix(base, filepath.Ext(base))
}

// absolute is the path as the memory keeps it, so that it still means the same
// file from another folder.
func absolute(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}
