// Package document reads files into paragraphs that know where they came from.
//
// # Model
//
// A file gives one Text for each language in it, almost always one. A Text is
// a list of paragraphs in reading order; a Paragraph is a piece of the
// original, trimmed of outer white space and otherwise as the author wrote it,
// with its kind, its place and the byte offsets (Breaks) at which a new segment
// begins whatever the punctuation: hard line breaks, list items, the lines of
// an address. Newlines within a paragraph that are no Breaks are soft: the text
// was wrapped there. Nothing is normalised; that is for match keys only.
//
// Read picks the reader by the extension and makes sure by the first bytes
// that the file is what it is called; a file without a known extension, or
// standard input, is told by its bytes alone. Every error is an *Error: file,
// place, what is wrong, what to do. What is left out or looks odd is a warning,
// with its count; nothing is dropped in silence.
//
// # Formats
//
//	format               reader                     paragraphs, kinds                     offset  place
//	.txt, unknown        own                        layout of the lines (below)           exact   –
//	.md                  goldmark, GFM tables,      blocks; code, HTML and front matter   first   –
//	                     footnotes                  left out                              letter
//	.html .htm .xhtml    x/net/html, tokens         block elements; navigation, scripts,  first   –
//	                                                hidden parts left out                 letter
//	.docx .docm .dotx    own, zip + XML             styles, outline levels, numbering,    –       part and paragraph, table,
//	                                                cells, text boxes, notes with anchor          row, cell
//	.odt .ott .odp       own, zip + XML             the same                              –       part and paragraph
//	.pptx                own, zip + XML             titles, text, cells                   –       slide
//	.xlsx .xlsm          own, zip + XML             text cells of visible sheets          –       sheet and cell
//	.ods .ots            own, zip + XML             the same                              –       sheet and cell
//	.csv .tsv .tab       encoding/csv               cells                                 first   row and column
//	.rtf                 own                        outline levels, lists, cells, notes   first   –
//	.srt .vtt            own                        cues joined to sentences              first   cue
//	.po .pot             own                        messages, plural forms                first   line of the message
//	.xlf .xliff .xml …   own, XML                   units; inline codes are no text       first   unit
//	.tmx                 own, XML                   units                                 first   unit
//	.pdf                 go-pdfium, own layout      geometry (below)                      –       page and line
//
// Tracked changes (Word, OpenDocument, RTF) are read as accepted, and counted.
// Footnotes come after the text they belong to, with an Anchor that points to
// the letter they hang on, so that they stay out of the sentence. Headers,
// footers, comments, speaker notes and automatic numbers are no text.
//
// Tables (.csv, .xlsx, .ods) give one text per column where two or more columns are
// in languages of their own, by their header (zh-CN, "English") or else by
// their text; otherwise all cells are one text. Catalogues and exchange files
// give one text per language; units without a translation have none there.
// Read then wants Options.Lang, ReadAll gives them all.
//
// # Offsets
//
// Offset counts bytes of the file, in every encoding: "exact" formats hold the
// paragraph byte for byte, so that OffsetOf finds any letter of it; "first
// letter" formats may have markup within a paragraph. A way back from the
// decoded text to the bytes is walked once, in the order of the paragraphs,
// and costs no memory.
//
// # Encodings
//
// Byte order mark, else what the file declares (HTML, XML, PO) if it decodes,
// else valid UTF-8, else UTF-16 if less than one code unit in a hundred is
// unlikely, else the best of seven candidates by plausible: common Han
// characters, letter frequencies of Russian, capitals after small letters,
// quotes. At most 8 KiB from the first byte above ASCII are scored. No byte is
// ever replaced: what does not decode is an error with its offset, unpaired
// surrogates included; a file that is mostly good UTF-8 is called damaged
// UTF-8, not something else.
//
// Told right, windows of our own texts (testdata/encodings.txt is the golden
// table, go test -run TestDetectionTable):
//
//	                    100 bytes   400 bytes   4000 bytes
//	UTF-8 zh en ru      98.8–100 %  100 %       100 %        a window may end within its only quote
//	UTF-16 LE BE        100 %       100 %       100 %        without a mark
//	GB18030, Big5       100 %       100 %       100 %
//	Windows-1251        100 %       100 %       100 %
//	KOI8-R              100 %       100 %       100 %
//	ISO-8859-5, IBM866  100 %       100 %       100 %
//	Windows-1252        95.0 %      100 %       100 %
//
// Any other encoding of the WHATWG list can be named: charsetByName also knows
// cp936, ansi, dos, utf8 and the like.
//
// # Layout of plain text
//
// Blocks between blank lines are paragraphs. The file as a whole tells whether
// its lines were wrapped at a column (most lines that another follows are full
// and end within a sentence) or whether each line is a paragraph; widths are
// counted as a terminal does, wide characters being two columns. Where blank
// lines do not keep paragraphs apart, a moved-in first line does, or a short
// line that ends a sentence, or a list marker after the end of one. Paragraph
// ends found in our texts, wrapped again in ten ways (testdata/unwrap.txt):
//
//	                          precision   recall        F1
//	blank lines               1.00        1.00          1.00
//	one paragraph a line      1.00        1.00          1.00
//	moved-in first lines      0.98–1.00   0.97–1.00     0.99–1.00
//	nothing between           1.00        0.74–0.89     0.85–0.94
//
// The kinds of a text without markup are told by classify: numbered and
// all-capital headings, short lines before longer paragraphs, list markers of
// the three languages (1. 1) (1) 一、（一） (a) а) ① • –), salutations, date
// lines, stacks of short lines before a salutation (address) or after the
// closing words (signature). A text that marks its headings (##, styles) has
// no others.
//
// # PDF
//
// PDFium, compiled to WebAssembly and run by wazero without access to files,
// gives each character with its box. Chosen over ledongthuc/pdf, which refuses
// any header but %PDF-1.x, follows a /Prev loop for ever, knows AES-128 at
// most and one predefined CMap of Chinese; both need no C compiler. The price,
// measured on two shared cores: 10.5 MB of binary; 3 to 7 s and 350 MB for the
// first PDF on a machine, while the engine is compiled into the user's cache
// directory (dragoman/pdfium, 21 MB), then 0.16 s and 55 MB; five pages take
// 30 ms. Interpreting instead of compiling took 0.5 s a page and 217 MB.
//
// Writers print a line font by font: LibreOffice the Chinese first, with holes,
// then the quotation marks and digits of a fallback font. So characters belong
// to one line if the boxes of their letters stand beside each other by half of
// the lower one, counted from the baseline, and are ordered by x, whatever
// their font and order in the file; the engine's own lines are not used. Two
// columns are kept apart: parts that were not written in turn must touch. A
// space at a Chinese character is told by its width, as typesetters move
// Chinese and other letters apart; elsewhere by the engine. Raised small digits
// become ¹²³.
//
// Lines become paragraphs by distance, indent, size of letters and whether the
// first word of the next line had room (testdata/pdf.txt, texts printed by the
// tests): F1 1.00 with a distance between paragraphs, in one font or in two,
// 0.96–1.00 with moved-in first lines, 0.91–0.92 with neither. Paragraphs go on
// across pages. What stands at the same height near the edge of a third of the
// pages, digits aside, is a running header or footer; it and page numbers are
// dropped and counted. Lines in smaller letters at the foot that begin with a
// mark are footnotes. A hyphen at the end of a line goes if the text has the
// word without it, or if it ends more lines in hyphens than chance would.
//
// # Made with LibreOffice 7.4
//
// The three texts of data/statement, put into a document of LibreOffice 7.4 and
// saved as each format; segments as in data/gold, which has 75, 83 and 84, the
// text of each being the same but for what is told:
//
//	                           zh   en   ru   other than gold
//	.docx .odt .rtf .html      75   83   84   nothing
//	.pdf                       75   83   84   nothing; address and signature lines are
//	                                          paragraphs of their own
//	.xlsx .ods, three columns  75   83   84   nothing
//	.docx from Markdown        75   83   82   numbers of lists are automatic, so no text;
//	  saved again as .docx                    three Russian items а) б) в) are one
//	  .odt .rtf .html                         paragraph, as Markdown has them
//	  .pdf                     75   83   82   the same, with the numbers
//
// Before lines were put together by geometry the Chinese PDF had 128 segments.
//
// # Limits
//
//	file                     256 MiB (MaxFile), refused before it is read
//	archives                 256 MiB unpacked in all, 200 times the packed size
//	                         beyond 8 MiB, 20,000 parts; encrypted ones refused
//	cells of a workbook      4 million, empty ones before others included
//	XML                      2,000 elements deep; declared entities refused
//	text of one office file  128 MiB
//	RTF groups, PDF pages    2,000 deep; 20,000
//	memory of the PDF engine 256 MiB
//
// Time is linear in the size of the file in every reader. Not read: scans
// (run OCR first), .doc, .xls, .ppt, .epub, text in several columns of a
// PDF that interleaves them, headers and footers of Word documents, automatic
// numbers of lists.
package document
