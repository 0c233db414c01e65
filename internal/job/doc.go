// Package job is the align job: read the language versions of one document,
// cut them into sentences, align them, store the result. The command line and
// any other front call it; none of them puts these steps together itself.
//
//	files ─▶ document.Read ─▶ segment.Spans ─▶ align.Align ─▶ tm.Put
//
// Align does everything but the last step and touches no memory, so that a dry
// run is the same work with the last step left out. Result.Document shapes the
// outcome for the memory, and Result.Summary says what a person wants to know
// of it: how many rows, which to check and why, what one language lacks.
//
// # Names and versions
//
// A document is known by its name: the part of the file names that the
// versions share (report_zh.docx, report_en.docx → "report"), or the folder's
// name where the files are called by their language alone (statement/zh.txt →
// "statement"). Store compares the name and the contents' hashes with what the
// memory holds, and finds one of four things: a new document; the same one
// again, so that nothing needs to be done; a changed one, which replaces the
// earlier version; or a conflict, in which storing would lose something (other
// files under the same name, or a version with fewer languages), which only
// the caller may decide.
//
// # Cost
//
// Reading and segmentation are linear and negligible beside the alignment,
// whose package comment gives its own. Texts are read one after the other: two
// of them rarely take a millisecond together.
package job
