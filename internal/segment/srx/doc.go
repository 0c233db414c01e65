// Package srx segments by rules that people already have: files of SRX, the
// Segmentation Rules eXchange format (2.0 of 2008, and 1.0), as OmegaT, Okapi,
// LanguageTool and memoQ keep them. It also writes the rules of package segment
// as such a file.
//
// # What a file means
//
// A rule has a pattern for what stands before a position, one for what stands
// behind, and says whether a segment ends there. At every position the first rule
// in the order of the file that matches on both sides decides; where none does,
// none ends. Which rules a language takes is a matter of maps, whose patterns must
// match a whole language tag, in whatever case: with cascade="yes", or where it is
// not said, the rules of all maps that match are taken one after another,
// otherwise those of the first. A language is tried by the tags that files use
// for it (zh, zh-CN, zh_CN …).
//
// Engines that search with patterns instead take the longest match: a rule that
// breaks behind each of "！！！", or between ！ and ”, breaks there only behind the
// last position at which it matches in a row, whoever decides there.
//
// Patterns are those of ICU and Java: \uhhhh, \h, \R, \Q…\E, \p of categories,
// scripts, blocks and Java names, classes within classes, && and --, flags. \b, \w,
// \d, \s and (?i) mean Unicode. Possessive repetitions and atomic groups are taken
// as plain ones, repetitions of more than a thousand as unbounded. Every rule that
// was left out or taken otherwise is told as a Problem, with its line. Left out are
// references back to groups, \G and \X. Breaks of Unicode besides the rules, which
// a file of Okapi may ask for, are not made; that is told, too.
//
// # How it runs
//
// All befores of the rules that break are united, reversed, in one automaton that
// runs backwards from a position, and all afters in one that runs forwards; the
// exceptions have two of their own. Deterministic states are made when they are
// first reached (at most 4,000 a side, then all anew), over an alphabet of classes
// of characters that no pattern tells apart (20 to 300). A state knows the rules
// that match in it, as a set of bits, so that "the first rule that matches on both
// sides" is an AND and a count of zeros.
//
// Two tables, of the last two bytes before a position and of the bytes on both
// sides of it, tell at a glance where no rule can break. At the others the breaking
// rules are run, then the exceptions before the one that breaks, and each run ends
// when no rule is alive that the other side has not ruled out. It looks at most 4
// kB far, so the time is linear.
//
// A rule with look-around stands in the automata without it, and is asked again by
// a backtracking engine (dlclark/regexp2) where they say that it may match. It sees
// 200 characters on each side.
//
// The automata are compared in tests with a plain engine that asks rule after rule
// by regexp2 at every position, on the project's texts and on random rules.
//
// # Measured
//
// Megabytes a second of processor time of one core on the project's statement
// (Intel Xeon, busy machine; "go test ./internal/segment/srx -run xxx -bench ."),
// zh / en / ru:
//
//	our own rules, exported         67/29/40 rules   200–270 / 190–235 / 250–335
//	a file with look-around         6/9/7 rules      233 / 649 / 859
//	two thousand words, one a rule  2,003 rules        – / 457 / 652
//
// Parsing and compiling our own rules takes 60 ms, of which half is Russian.
//
// Our segmenter against its own rules exported and imported again, F1 of the
// boundaries (testdata/export_own.txt, export_sets.txt): the project's statement
// and hard cases 100 / 100 / 100; GSDSimp 100, PUD 99.5 / 99.9 / 99.8, ru GSD 99.7;
// web texts EWT 97.9, Taiga 98.2.
//
// # Limits
//
// What the exported rules cannot say: quotation marks told open from closed by
// count, names in quotation marks in every language but Chinese, emoji, addresses,
// words run together ("school.But"), small letters in the middle ranges of
// carelessness. A text is cut at blank lines and breaks before any rule is asked.
package srx
