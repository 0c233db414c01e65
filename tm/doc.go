// Package tm is the memory: one SQLite file of translation units that answers
// how a phrase was rendered before.
package tm
