// Package document reads files into paragraphs that know where they came from.
package document
