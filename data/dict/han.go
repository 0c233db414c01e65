// Package dict embeds the compiled dictionaries and the table of traditional
// characters. README.md beside it is their passport: source, version,
// checksum, licence and what was left out.
package dict

import _ "embed"

// Simplified lists the Han characters that have a simplified form, one pair a
// line, sorted: the traditional character and the simplified one.
//
//go:embed simplified.txt
var Simplified string
