// Package normal makes match keys: what two texts have in common once case,
// width, quotation marks and the like are folded. Keys are compared and
// hashed, never shown and never stored as text.
package normal
