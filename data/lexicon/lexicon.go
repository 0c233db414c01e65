// Package lexicon embeds the project's own list of terms in Chinese, English
// and Russian. Each file is a table with the columns zh, en, ru and domain;
// spellings of one term are separated by " | ", the first being the usual one.
package lexicon

import "embed"

// Terms holds the term lists.
//
//go:embed *.tsv
var Terms embed.FS
