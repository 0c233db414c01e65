// Package tm is the memory: one SQLite file of translation units that answers
// how a phrase was rendered before, and which stored text is most like a new
// one. It is the only package that speaks SQL.
//
// # Model
//
// A document is one original in its language versions, its texts. A text is
// kept as paragraphs with their byte offsets in the original file. Aligning it
// gives beads; a stored bead is a unit, and its text in one language is a
// variant. Units come from exchange files, too (TMX); those have no paragraphs
// to lie in and keep their texts themselves.
//
//	operation ─┬─ document ─┬─ text ── paragraph
//	           │            └─ extent: runs of slots
//	           └─ unit ─┬─ variant ── a span of a text, or a text of its own
//	                    ├─ property: props, notes, attributes, reasons
//	                    └─ alias: its further slots
//	form, term, posting: the index, made from the units alone
//
// A variant of an aligned unit stores no text but the numbers of its segments:
// paragraph, start, length. Its text is the exact span of the original from
// the first segment to the last; segments of several paragraphs are joined by
// a newline, and segments of one paragraph that do not follow one another by a
// space. So nothing is stored twice, and every unit can be opened in its place.
//
// Identity: a unit is its identifier (TUID) and its texts with their codes and
// languages, hashed to 64 bits. An aligned unit's identifier is made of its
// document and row ("A/RES/55/100:14"). Importing what the memory has, by this
// hash, adds nothing. Two units of a million share a hash by chance in one
// of thirty million memories.
//
// A document is put as a whole. One of the same name that differs in texts,
// date or beads gives way as a whole; paths and the order of the texts do not
// count as a difference.
//
// # The file
//
// The schema lies in migrations, numbered, never edited once released; each
// version has its DDL and a memory in testdata. application_id is "drgm",
// user_version the number of the last migration. The head of a file is read
// before SQLite is let near it, so that a file of others is never touched. A
// new memory is built under another name and linked into place.
//
// Beside the units the file keeps two things for whoever aligns: the
// abbreviations of an issuing body (abbreviation.go) and, as a cache that may be
// lost, sentence embeddings (vector.go). The latter are most of the file where
// they are used: four kilobytes a sentence at 1,024 dimensions.
//
// The file is in WAL mode: readers see the snapshot they began with and never
// wait; one writer at a time. Every change is one transaction: a killed
// process, a full disk or a cancelled context leaves the memory as it was.
// Commits are synced (synchronous=FULL): they are few. A writer notes its
// process beside the file (-writer) for the message of the one who waits in
// vain; the note decides nothing.
//
// Foreign keys are declared and verified by Check, not enforced at each row:
// every insert would cost a look-up more, and no caller can break them.
//
// # The index
//
// Texts are turned to tokens by package normal: words, numbers, single Han
// characters; punctuation joins nothing. The key of a token is folded (width,
// case, ё, traditional characters), its stem is what is indexed, so that a
// Russian phrase is found in any inflection. A form is the row of a variant in
// the index: its tokens as numbers of terms, and a hash of its keys.
//
// A form is found by its features: its tokens, and pairs of neighbours. Chinese
// has all pairs, so that a word of two characters is one list. Other languages
// have the pairs of two frequent words, for "of the" has few places and its
// words are everywhere; a word is frequent from the slot on (term.since) at
// which one form in 512 had it. The nth time a form has a token is a feature of
// its own (term.nth): with that, the number of tokens two texts share is the
// number of lists they are both in.
//
// A list of postings holds slots. A slot is the number of a unit; a unit with
// two variants of one language takes two slots, the second noted in alias. The
// lists of all languages speak of the same numbers, so that conditions on two
// languages are intersections.
//
//	term     (lang, kind, text, nth) → id, df, since, tail
//	posting  (term, shard, first) → slots
//	form     (lang, slot) → hash, tokens
//
// The latest slots of a term, up to 480 bytes, lie in its own row, each as two
// varints: the distance to the slot before, and the number of tokens of the
// form. So the rare terms, which are most of them, are one row, and adding a
// document is one read and one write for each different term. A tail that is
// full is spread over shards: a shard is a class of lengths (single up to 7,
// then four to each doubling), its chunks of up to 900 bytes are ordered by
// slot, and each posting is one varint: distance × width of the shard + place
// of the length in the shard. A fuzzy look-up so reads the lengths within its
// reach, a phrase all, and both learn the exact length for one to three bits.
// Lists only grow at their ends, so nothing needs to be merged later; a removed
// slot is taken out of its chunk.
//
// Only plain tables, integers, text and blobs are used: the index can lie in
// any SQL database. Text compares bytewise and holds no U+0000.
//
// # Look-up of a phrase
//
// The terms of the phrase are read, the rarest list first; another list is
// read and intersected while that costs less than checking the forms that are
// left; then adjacency is checked on the forms. A phrase of one token, or of
// one indexed pair, needs no check; nor does a text that has all the pairs of
// the phrase and each of its inner tokens once. The count is exact. Hits come by date of
// their document, the newest first, then by document and row: few are sorted,
// many are met by going through the documents in that order, and through the
// rows of a document that has many.
//
// # Look-up of a whole text
//
// The score is 100 × (1 − d / max(n, m)), rounded down, d being the edit
// distance of the two texts as stems and n, m their numbers of tokens. It is
// lowered
//
//	by 1  when the stems are the same, and a word has another form
//	by 1  when the words are the same, and the texts differ otherwise: capital
//	      letters, punctuation, width, script variant (white space does not count)
//	by 1  when the stored text has inline codes
//
// so that 100 is the same text and nothing else. A text without tokens ("* * *")
// is like the same text only.
//
// The search is complete. To score p percent with M = max(n, m), d may be at
// most (100−p)·M/100, rounded down, and m must lie between n·p/100 and n·100/p.
// An edit takes away one shared token, so the texts share at least M − d of
// their tokens; or two shared pairs, so they share at least M − 1 − 2d pairs,
// which is positive for every length when p ≥ 67 (Gravano et al. 2001). A text
// that shares T of the features has one of the |F| − T + 1 rarest (Chaudhuri et
// al. 2006); a few more lists are read while they are short, and candidates
// must be in as many more. What is left is verified in the order of the best
// score it can have, by a distance computed 64 cells at a time (Myers 1999),
// until no other can be among the best, penalties included. Chinese uses pairs
// from 67 percent and characters below, the others words.
//
// # Operations
//
// Alignments, imports and removals are operations. What an operation takes
// away it keeps, packed, so that Undo can bring it back with the same numbers;
// operations are undone from the last one backwards.
//
// # Exchange
//
// Export writes what TMX has no place for as properties of the unit (x-document,
// x-date, x-row, x-status, x-confidence, x-reason) and of the variant (x-file,
// x-paragraph, x-offset), rows and paragraphs counted from 1. They are read
// back only from files whose header names this program; a property of others
// that bears one of these names is written with x-foreign- before it. Units of one
// language and the folders of files stay at home unless ExportOptions.All is set;
// with it an export comes back unit for unit.
//
// # Measured
//
// Two cores of a machine with other load, median and slowest twentieth in
// milliseconds of processor time; memory of gen_test.go: joined clauses,
// templates and near-duplicates over a vocabulary of 20,000 words, 490 bytes of
// text a unit in three languages. go test -run xxx -bench . ./tm, with
// DRAGOMAN_TM_UNITS=1000000 for the second column.
//
//	                                    100,000 units    1,000,000 units
//	open                                   0.2               0.2
//	phrase, first 20 hits and count
//	  one Han character                    1.0 / 2.8         2.7 / 22
//	  two                                  0.8 / 1.7         2.3 / 11
//	  three                                0.8 / 2.9         2.9 / 26
//	  one English word                     1.0 / 2.7         4.8 / 18
//	  two                                  0.9 / 2.7         3.6 / 14
//	  three                                0.7 / 1.1         2.9 / 6
//	  one Russian word                     1.0 / 2.9         3.1 / 15
//	  two                                  0.8 / 2.6         3.8 / 13
//	  three                                0.8 / 2.4         3.2 / 37
//	text, best 5 from 50, zh               3.3 / 5.6          34 / 61
//	                      en               1.4 / 2.9          11 / 23
//	                      ru               1.2 / 2.8          10 / 28
//	text, best 5 from 70, zh               1.3 / 1.9         6.6 / 13
//	                      en               0.7 / 1.1         4.9 / 9.6
//	                      ru               0.7 / 1.3         3.8 / 9.3
//	text, best 5 from 85, zh               0.8 / 1.2         1.8 / 3.2
//	                      en               0.5 / 0.9         1.6 / 4.0
//	                      ru               0.4 / 0.7         1.4 / 3.3
//	bytes of the file a unit             1,365             1,367
//
// A document of 80 units is stored in 25 milliseconds of processor time in a
// small memory, in 45 when two such jobs share a core, in 190 among a million:
// it changes some 5,000 terms, each in another page by then. Import reads and
// indexes 5,000 to 7,000 units of three languages a second of processor time.
//
// Of 1,367 bytes a unit, 614 are variants, 310 postings, 211 forms, 98 terms,
// 133 the unit, its hashes and their indexes.
//
// # Limits
//
// A slot is never used again: numbers grow with what was ever stored. Removed
// units leave pages that later ones fill; the file does not shrink, a backup is
// compact. What operations took away stays in the log, packed. An import holds in memory the identities of its units, up to eight
// million postings and half a million terms, 400 MB in all. The tally of Check
// takes about 100 bytes a term of one language. Headers of imported files are
// not kept, but for what units inherit from them. Normalisation is part of the
// format of the index: indexFormat tells which, and a memory with another is
// indexed anew when it is opened for writing.
package tm
