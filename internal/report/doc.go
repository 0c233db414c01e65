// Package report draws an aligned document: one self-contained HTML page with
// the pictures that show a reviewer where an alignment went wrong.
package report
