// Package lang names languages and tells the language of a text. It is the
// only place that knows that zh-CN, zh-Hans, ZH, cmn, chi and "Chinese" are
// one language.
//
// # Tags
//
// A Code is a primary subtag in lower case; script, region and variant are
// dropped, because the memory searches a language, not a locale (the exact
// tag of an imported unit is kept by whoever imported it). Parse first looks
// for the whole spelling, then for the part before the first hyphen, in
// names.txt, which holds what translation tools and people write and no
// standard knows: Windows codes (CHS, ENU), country codes taken for languages
// (cn, jp, ua), the names of languages in English, Chinese and Russian. What
// is left goes to golang.org/x/text/language: ISO 639-1, 639-2 in both
// spellings (ger, deu), 639-3, deprecated codes (iw, in). Only Mandarin is
// folded into zh; Cantonese stays yue.
//
// # Detection
//
// The script decides, weighed: one Han character counts for three letters, so
// a Chinese text full of acronyms is Chinese and an English one that gives
// names in Han characters is English. Then letters or words decide within
// the script:
//
//	Han       kana ≥ 8 % of Han and kana: Japanese; else zh, traditional and simplified alike
//	Cyrillic  letters that Russian lacks ≥ 2 %: the best of 23 alphabets (cyrillic.txt);
//	          no ы э ё but much ъ: Bulgarian; ѣ: Russian before 1918; else ru
//	Latin     more function words of another language than of English, three
//	          different ones at least: that language (24 lists in latin.txt); else en
//	others    the language usual in that script: Korean, Arabic, Greek …
//
// Only zh, en and ru are answers; any other language is an *UnsupportedError
// with its name, because a text in it would be cut and aligned by the wrong
// rules without anybody noticing. Who wants it all the same names the
// language and is not second-guessed: Detect is then not called.
//
// # Limits
//
// A few words of French without its function words are taken for English, a
// few words of Bulgarian for Russian. Languages that share a script and are
// not told apart (Persian and Arabic, Danish and Norwegian) may be refused
// under the neighbour's name. Time is linear; texts over 256 KiB are sampled
// at 16 places.
package lang
