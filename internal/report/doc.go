// Package report draws an aligned document: one self-contained HTML page with
// the pictures that show a reviewer where an alignment went wrong.
//
// # What a reviewer asks
//
// An alignment is read row by row only where it has to be. Each picture answers
// one question about the whole, and leads to the rows behind the answer:
//
//	drift        where does one text have what the other lacks, where did something move?
//	confidence   how much is left to check?
//	length       which rows are too long or too short for what stands beside them?
//	coverage     which paragraphs has nobody translated?
//	agreement    which language is the odd one out? (three texts)
//
// Below them stand the figures, the rows to check with the aligner's reasons,
// the runs without a counterpart, and the rows themselves, side by side. A mark
// in a picture is a link to its row there, and the row says what the picture
// found ("zh–en: 4.1 times the usual length", "another order in zh–ru",
// "ru stands apart").
//
// # Drift
//
// A plot of one text against the other is a diagonal at any size: of a
// thousand rows only the longest gap shows. So the diagonal is taken away: what
// is drawn is its distance, in sentences of the second text, over the numbers
// of the rows,
//
//	drift = b − a·(sentences of B)/(sentences of A)
//
// where a and b are the middles of the row's spans. All pairs share one axis of
// rows and one scale, so a step that stands in two panels and not in the third
// names the text that lacks something. Runs of one language only are solid bars
// in two lanes below.
//
// A row has moved, in a pair, when it is not in a longest increasing
// subsequence of the linked rows: in the order of one text, the fewest rows are
// taken out for the rest to be in the order of the other too (patience sorting,
// Fredman 1975, n log n). Of two blocks that changed places it is the shorter
// that moved. Moved rows are dots and do not stretch the scale; those from
// farther away stand at the edge.
//
// # Confidence
//
// Ten bins of the rows that link something, with heights by the square root:
// three doubtful rows beside three thousand sure ones are two pixels on a linear
// scale. Bins are told by comparing with i/10, so the line at job.CheckBelow
// divides them exactly, and what stands left of it is Summary.Check.
//
// # Length
//
// Characters without white space, both axes logarithmic and equally long, so
// that an even ratio is a line of 45 degrees. The deviation of a row is
//
//	d = (b − r·a) / √((r·a + b)/2)
//
// with r the median ratio: as in Gale and Church (1993) lengths scatter by their
// square root. Its spread s is 1.4826 times the median of |d|, and an outlier has
// |d| > 3.5·s (Iglewicz and Hoaglin 1993) and is besides 1.5 times too long or
// too short. The band in the picture is this very test solved for b. Under 12
// rows nothing is called usual.
//
// # Coverage and agreement
//
// A paragraph is covered in another language when all its sentences stand in
// rows with that language, bare when none does. Strips run over the paragraphs
// of the text itself, since that is what a reader of it has in hand.
//
// A pair is sure of a row from job.CheckBelow on and against it below 0.5, where
// it is more likely wrong than right; between them it is unsure, and no witness.
// Pairs disagree on a row when one is sure and another against. If both pairs of
// one language are against and the third is sure, that language stands apart.
// The matrix counts, for each two pairs, the rows on which they disagree. Where
// beads carry no confidences for the pairs the page says so and shows which rows
// link which pair.
//
// # The page
//
// No script, font, picture or address: the policy in its head forbids to load
// anything. The words and the texts are escaped by html/template. Light and dark
// follow the system. Charts over rows and paragraphs are stretched by the
// browser while their labels are not, so that they are readable on any width.
// Every chart is an image with a title and a description in figures; its links
// are for the mouse, and what they lead to is linked in words nearby, for
// keyboards and screen readers. No meaning hangs on colour alone: blue and rust
// differ in lightness too, and every mark has a title.
//
// # Size
//
// What is drawn is bounded by the picture, not by the document: bars closer than
// two thousandths of the width are joined, a line keeps first, lowest, highest
// and last of each thousandth, points share cells of three units. Up to 2,000
// rows all are listed; of longer documents 1,000: the first and last ones, then
// rows to check, rows in dispute, outliers, moved rows and ends of gaps, each
// with its neighbours, until the list is full. A mark whose row is not listed is
// no link. Measured on trilingual documents, made at random but for the first:
//
//	rows                      kB       ms
//	73 (the sample)          126
//	100                               25
//	2,000                  1,393
//	10,000                   979      510
//	50,000                 1,177    1,020
//	20,000, nothing right  1,540
//
// (go test -run 'Size|Worst' -v; go test -bench . on two busy cores.)
//
// # Limits
//
// Drift counts sentences: where one text is cut finer throughout a part, the
// line slopes though nothing is missing. The median ratio is one for the whole
// document: a table of figures in a text of prose is all outliers. A segment is
// shown up to 1,200 characters. The numbers of paragraphs count what the reader
// of the file found, headings included.
package report
