// Package normal makes match keys: what two texts have in common once case,
// width, spelling of quotes and digits and the like are folded. Keys are
// compared and hashed; they are never shown and never stored as text, and the
// text itself is never altered: a token carries the span it came from.
//
// # Model
//
// A text is a sequence of tokens, and everything between them is dropped:
// white space, punctuation, symbols, control characters. There are three kinds.
//
//   - A Han character is one token. Its key is the simplified form, so that
//     聯合國 and 联合国 have one key; the table (data/dict/simplified.txt) holds
//     only characters that simplified text does not use, so 著 and 乾 stay.
//   - A number begins with a digit and takes the separators that belong to it:
//     1 000 000, 2,231 and 1.000.000 are grouped thousands and lose the
//     separator; 3.5 and 3,5 are decimals and have the key 3.5; 23.05.2025 and
//     1.2.3 keep their points. In English and Chinese a comma before exactly
//     three digits groups, in every other language it is the decimal sign. A
//     lone point is always decimal. Spaces group where the first group has one
//     to three digits, none of them a leading zero, and each further group has
//     exactly three.
//   - A word is a run of letters, marks, and digits after the first letter. A
//     hyphen, dash or slash ends it (long-term is two words, so that a phrase is
//     found inside a compound); an apostrophe between two letters belongs to it;
//     points between single letters are dropped (U.S. and US are one word);
//     soft hyphens and other invisible characters inside it are ignored.
//
// Folding: NFKC for compatibility characters only (full width, ligatures,
// Kangxi radicals from PDF files, circled digits, Roman numerals), lower case,
// ё to е, no accents on Latin letters, no stress marks on Cyrillic ones (й and ї
// stay whole). Superscript digits are note marks and are dropped.
//
// The stem of a word is the Snowball stem of its key where the language is
// English and the word Latin, or the language Russian and the word Cyrillic;
// every other token is its own stem. Keys are folded before they are stemmed,
// so equal keys have equal stems.
//
// [Key] joins the keys of the tokens: nothing beside a Han character, a space
// between words, comma and space between numbers (which a space alone could
// join into one). So spaces between Han characters and digits are irrelevant,
// and Key(Key(x)) == Key(x).
//
// # Cost
//
// One pass, a slice of tokens the caller may reuse. A key that is already folded
// is a substring of the text; words are remembered by [Cache], which belongs to
// its caller. A sentence of 35 characters of Chinese or 15 words of English or
// Russian, on one core (BenchmarkTokens; cold is without a cache):
//
//	       ns   MB/s   allocations     cold: ns   allocations
//	zh    590    170             0          560             0
//	en    820    145             1        7,900            59
//	ru  1,070    220             0        7,500            48
//
// The memory's search index is made of keys and stems, so a change of what they
// are makes the indexes of stored memories wrong until they are built anew.
//
// # Limits
//
// Stems are not lemmas: Snowball does not know that men is the plural of man,
// nor that шёл is a form of идти. Numbers in words, Han numerals and units are
// the business of package lexicon. Digits of scripts other than ASCII and full
// width are letters here. A traditional character that is also used in
// simplified text (著, 乾, 瞭) is not folded.
//
// References: Snowball (Porter 2001); Unicode Standard Annex 15 (normalisation
// forms); CC-CEDICT for the character pairs.
package normal
