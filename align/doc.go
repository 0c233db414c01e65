// Package align finds which sentences of two or three texts translate one
// another: segments in, beads out. It knows no file and no database, and needs
// no model: a dictionary, numbers, names, lengths and structure decide, and all
// three pairs of three texts vote.
//
// # Model
//
// A bead is a group of neighbouring segments of each text. Its cost, in nats,
// is minus the logarithm of how much likelier its segments are as translations
// of one another than as unrelated text, so that it is negative where there is
// evidence. It is the sum of what independent witnesses say, each weighed by
// how independent it was found to be:
//
//   - Words (lexical.go, table.go). For a word w of one side and the words S of
//     the other, 1 − β + β·P(w|S)/P(w). P(w|S) is the mean of the dictionary's
//     t(w|s) over S; P(w) the same mean over the whole other text, so that a
//     word whose translations are everywhere tells nothing, and a vague
//     translation no less than a sharp one when it is the only one around. β is
//     the probability that w is explained at all: what the dictionary foresees
//     of its frequency first, how often it was explained on the first path
//     later. A content word that should have a partner and has none speaks
//     against a bead by log(1−β); a word that never has one is silent. That is
//     what tells an absent sentence from a merged one.
//   - Numbers, dates, symbols, Latin strings: words that are the same in all
//     languages, with a β of their own. Names that the dictionary does not find:
//     words that sound alike.
//   - Lengths (length.go): Student's distribution around a ratio fitted to the
//     document, against lengths as they come by chance. Letters are counted, a
//     Han character as 3.8 of them.
//   - Cuts (structure.go): segments that translate one another end and begin
//     alike (marks, list markers, headings, paragraphs). How far that can be
//     trusted is read off the document: a class that all segments share tells
//     nothing. Beads seldom reach over a paragraph's start or a heading.
//   - Meaning (alike.go), where the caller has sentence embeddings: off unless
//     asked for, and not fitted.
//   - Shapes (pair.go): each segment beyond one costs, more on the shorter side;
//     a segment left alone costs, less in a run of them. The rates of the
//     document at hand correct the costs.
//
// Two passes: the first with few shapes finds a path; it teaches lengths,
// trust, rates and β; the second decides with all shapes. Without a dictionary
// there is a third, and words are learnt from the path by IBM model 1 (learn.go)
// beside cognates.
//
// # Search
//
// The search (path.go, joint.go) knows integers and costs, no words. A corner
// (i, j) stands before a segment of each text; a path of least cost is found by
// dynamic programming over the corners of a tube, with 24 shapes up to 1-8, 8-1
// and 4-4 and three states. It is exact in the tube, and the tube of up to
// 250,000 corners is everything; tests compare with the enumeration of all
// paths. Larger texts are anchored (anchor.go): pairs of segments that share
// rare words are chained by greatest weight, and the tube holds the boxes
// between the links of the chain, wide where there are few. The second pass
// keeps the corners that any path of probability 1e-4 passes.
//
// Three texts (joint.go): a unit takes segments of one, two or three texts, up
// to six of each; its cost is the sum over the pairs of the cheapest way through
// its block, so that 1-2-2 may hold 1-1 and 1-1 of the last two. The search
// goes through the corners whose three projections lie in the tubes of the
// pairs, each widened by what the two other pairs say together (tube.go). Where
// one text lacks a section the paths of the two others run on undisturbed.
//
// Blocks in another order (moved.go): a path cannot cross itself. Rows with
// open ends (alone, several against several, without evidence) are taken apart
// where two of their segments go together out of order, and put together by
// steepest descent on the same cost with a price for each step back; what is
// alone in one place is joined to what is alone in another. A row out of order
// must gain per word what rows of the document usually gain, or stand beside
// one that does: sentences on one subject do not qualify.
//
// Confirmed beads (fixed.go) are taken out first. No bead reaches over the
// place, and the path of the rest passes there.
//
// # Complexity
//
// Time and memory are linear in the corners of the tube: per corner 24 sums in
// the search and, for each word of a segment that hits the span, one logarithm.
// Measured on two cores shared with other work, CPU seconds (go test ./align
// -run xxx -bench Align):
//
//	three texts of 100 segments     0.1
//	three texts of 1,000 segments   1.1
//	two texts of 10,000 segments    2.2    410 MB allocated
//
// Pairs are worked on at the same time; the result does not depend on it.
//
// # Confidence
//
// confidence.go sums over all paths at half the cost, as words do not bear
// witness independently, and puts the result right by a logistic curve of six
// numbers fitted to the sets, with deliberately mismatched documents among
// them; for three texts a second one joins the least and the mean of the pairs.
// testdata/reliability.txt has the table; the expected calibration error is
// 0.010 for two texts and 0.009 for three.
//
// # Accuracy
//
// testdata/gold_scores.txt and testdata/statement_scores.txt hold all scores
// (go test ./align -run Gold -update). Strict F1 as Vecalign defines it, alone
// and, after the stroke, with the third text:
//
//	set            zh-en      zh-ru      en-ru      exact units of three
//	un-dev-std     .974/.974  .971/.973  .975/.976  .974
//	un-dev-hard    .961/.964  .951/.953  .950/.954  .940
//	tico-std       .980/.982  .954/.959  .981/.985  .967
//	tico-hard      .958/.964  .941/.949  .959/.960  .926
//	uncharter-std  .952/.960  .953/.953  .966/.966  .981
//	udhr-std       .956/.956  .968/.976  .965/.974  .968
//
// The weights were fitted by coordinate descent on all sets and rounded. Fitted
// anew on the other sets alone, from a plain start, they give on the set left
// out (zh-en, zh-ru, en-ru; two texts):
//
//	un-dev-std   .976 .972 .975    un-dev-hard  .961 .956 .954
//	tico-std     .980 .945 .979    tico-hard    .956 .933 .955
//
// # What each witness is worth
//
// Strict F1 on un-dev-hard and tico-hard, two texts, without the search for
// moved rows, one witness silenced at a time and nothing fitted again:
//
//	                          zh-en zh-ru en-ru   zh-en zh-ru en-ru
//	all                       .961  .952  .950    .959  .942  .959
//	no words and values       .742  .711  .716    .636  .561  .597
//	no lengths                .957  .940  .945    .949  .923  .942
//	no ends and beginnings    .959  .948  .951    .960  .939  .959
//	values not trusted        .954  .950  .945    .956  .937  .958
//	one β for all words       .954  .941  .946    .956  .932  .952
//	P(w) by frequency alone   .962  .951  .953    .958  .935  .953
//	nothing learnt on the way .961  .955  .953    .961  .944  .960
//	free gaps                 .963  .952  .956    .961  .935  .963
//
// What is learnt on the way costs a little on these sets, whose documents are
// all made alike. With four fifths of the dictionary taken away, learning β
// gains 0.6 points and learning rates loses 0.8; rates are learnt, cautiously,
// for documents with quite other habits than the sets. Without any dictionary,
// learnt words bring 300 segments from .85 .83 .86 to .92 .88 .90, and 3,000
// from .84 .82 .83 to .95 .93 .94.
//
// # Limits
//
// The sets are made by merging and deleting lines, so the figures flatter:
// translations in them are close. A unit of three texts takes at most six
// segments of each. Confidence is calibrated on the sets and on mismatched
// documents, not on free translation. Words are not learnt where there is a
// dictionary, as that never helped on one document; a lexicon learnt from a
// memory may.
//
// # References
//
// Gale and Church 1993 (lengths); Brown, Della Pietra, Della Pietra and Mercer
// 1993 (IBM model 1); Moore 2002 (lengths, then words); Varga et al. 2005
// (hunalign: dictionary and lengths); Thompson and Koehn 2019 (Vecalign: coarse
// to fine, the definition of the scores); Rabiner 1989 (forward and backward
// sums); Platt 1999 (calibration by a logistic curve).
package align
