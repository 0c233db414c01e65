// Package lexicon holds what tells that two sentences mean the same, as data and
// look-ups: dictionaries and term lists, numbers and dates by value, names across
// scripts, a person's glossary. It scores nothing; package align does.
//
// # Model
//
// A sentence is a bag of words ([Lexicon.Words]). A word is a stretch of the text
// with a key and, where the vocabulary of its language has it, a number; the
// numbers are small and dense, so that a scorer works on arrays.
//
//   - Chinese is not segmented: segmenters err, and a wrong cut hides a word. All
//     dictionary words of two characters and more count, at every place,
//     overlapping, and single characters only where no word covers them.
//   - English and Russian words are Snowball stems, brought to one form where the
//     stemmer keeps forms of a word apart (package vocab). A stem the vocabulary
//     lacks takes the number of its nearest kin, the shortest word that begins
//     with it: использ(ует), использова(ть). Terms of several words are words of
//     their own, beside their parts.
//   - Numbers, dates, article numbers and document symbols are values
//     ([Values]): 第一百零三条, Article 103 and статья 103 all have the key "103".
//     In Words their keys begin with '#'.
//   - Latin strings that another script keeps have keys that begin with '@'.
//
// Keys with '#' and '@' mean the same in every language. Other words are linked
// by [Lexicon.Translations]: the numbers of a word's translations with weights
// that sum to 1, t(w|s) of a translation model. A phrase gives half of its weight
// to the phrase of the other language and half to its content words.
//
// Names ([Lexicon.Names]) are candidates only: capitalised or unknown words, and
// runs of characters used in transcription. How alike two of them sound is told
// by [Sound.Similarity]: names are reduced to twelve classes of consonants and
// three of vowels, and compared by a weighted edit distance in which vowels weigh
// a fifth, since transcription inserts them. Chinese names in pinyin and in
// Palladius's Cyrillic are compared exactly.
//
// # Data
//
// Everything embedded is under data/dict and data/names, with its passport;
// internal/lexicon/gen compiles it. zh-en is CC-CEDICT, en-ru Mueller, zh-ru the
// two composed through English with damping by fan-out (the weight of what comes
// through an English word with n translations is divided by 1 + 0.04 n); CLDR's
// names and the project's own trilingual terms stand beside all three and weigh 3
// to 2 against them. Weights start uniform over the glosses of a word. IBM model 1
// (Brown et al. 1993) learns better ones from Mueller's phrases and from the terms,
// for half of the weight. Rows are multiplied with word frequencies to the power
// 0.7, so that the columns of a table serve as the dictionary in the other
// direction. What each step was worth (P@1 within 50 sentences, without values;
// United Nations paragraphs and health texts, zh-ru):
//
//	uniform weights, pivot, no terms       54.1   68.5
//	+ frequencies in the reverse           74.5   77.3
//	uniform weights, pivot, terms          94.0   88.9
//	+ learnt from the terms                95.1   90.2
//	+ learnt from phrases, frequencies     95.5   91.1
//	+ forms of one word brought together   95.4   92.1
//
// # Accuracy
//
// How often the sentence that translates another scores best among its
// neighbours, by the likelihood ratio of its words alone, without lengths or
// order, on 3,543 zh-en, 3,399 en-ru and 3,426 zh-ru one-to-one beads
// (testdata/retrieval.txt; TestRetrieval):
//
//	                          within 5 sentences       within 50 sentences
//	                        zh-en  en-ru  zh-ru      zh-en  en-ru  zh-ru
//	all evidence             99.2   99.5   98.5       98.4   99.1   97.1
//	without names            99.1   99.4   98.5       98.4   99.0   97.1
//	without values           96.6   97.2   95.2       94.8   96.1   92.6
//	without the term lists   99.1   99.4   98.1       98.3   98.9   96.4
//	without Latin strings    99.2   99.3   98.3       98.4   98.9   96.7
//	values and marks alone   60.2   58.0   58.2       51.2   49.4   49.7
//
// (The term lists have also taught the weights of their single words, which the
// fourth line keeps; without that too zh-ru falls to the first line of the table
// above.) Values agree exactly on 91, 93 and 90 per cent of the beads; of plain
// figures only 66, 90 and 65. Of 1,382 transcriptions of Russian names in CLDR's
// test data 99.1 per cent reach a similarity of 0.7, and 0.3 per cent of random
// pairs do. On the sample statement every Chinese word has an English and a
// Russian translation.
//
// # Cost
//
// Tables are decoded when they are first asked for: vocabularies 8 ms, each of
// the six directions 1 to 6 ms. All together take 29 ms of processor time in a new
// process, a third of it page faults, and 14 ms by the clock with [Lexicon.Warm]
// on two idle cores; 12 MB of memory and 6.9 MB of the binary, code included.
// A sentence costs 7 µs in Chinese and 3 µs in English and Russian, its values
// included; the translations of a word 0.1 to 0.5 µs, of a common word into
// Chinese, where it has hundreds, up to 5 µs; a comparison of two names 0.3 µs.
//
// # Limits
//
// Mueller's dictionary is of 1961: words of computing and molecular biology come
// from the terms or not at all. Glosses are bags of stems, without word order.
// Single Han figures count as numbers only before words that count things, since
// they are part of many words. A month that is also a verb (may, march) needs a
// number or a preposition beside it. The transcription of names other than
// Russian ones was tried on examples only.
package lexicon
