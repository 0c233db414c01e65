// Package srx segments by rules that people already have: files of SRX, the
// Segmentation Rules eXchange format.
package srx
