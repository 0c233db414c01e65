// Package align finds which sentences of two or three texts translate one
// another: segments in, beads out.
package align
