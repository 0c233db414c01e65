// Package embed gets the vectors of sentences from an embedding server that
// the user runs, and scores groups of sentences by them.
package embed
