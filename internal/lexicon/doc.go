// Package lexicon holds what tells that two sentences mean the same, as data
// and look-ups: dictionaries, a list of terms, numbers and dates by value,
// names across scripts. It scores nothing.
package lexicon
