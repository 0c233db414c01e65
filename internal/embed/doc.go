// Package embed gets vectors of sentences from an embedding server that the
// user runs, and tells by them how much groups of sentences mean the same.
//
// Nothing here is contacted by itself: a connection is opened by Client.Embed,
// to the address in Client.URL and to no other, and closed when it returns.
// Texts leave the machine only if that address is another machine.
//
// # Dialects
//
// Two forms of request are known. Most servers speak the first: llama.cpp,
// vLLM, text-embeddings-inference, LM Studio, and the paid services.
//
//	OpenAI   POST …/embeddings   {"model","input":[…],"dimensions"?}
//	         answer              {"data":[{"index","embedding"}]}, numbers or base64
//	Ollama   POST …/api/embed    the same and "truncate":false
//	         answer              {"embeddings":[[…]]}
//
// The path of the URL tells which. Where it does not, the addresses are tried
// in order with the first batch; 404, 405, 501 and an answer 200 without
// vectors lead to the next. Ollama is first since it speaks both, and by the
// first would cut long texts without a word.
//
//	…/api/embed              Ollama
//	…/embeddings             OpenAI
//	…/v1 (any /vN…)          OpenAI, /embeddings added
//	…/api/embeddings         /api/embed, then as it is
//	…/api                    …/embed, …/v1/embeddings, …/embeddings
//	anything else, or none   …/api/embed, …/v1/embeddings, …/embeddings
//
// encoding_format is never sent: some servers refuse "float", others "base64",
// and all send numbers when it is left out. Either form is read.
//
// # Requests
//
// Blank texts are not sent, equal ones once, the longest first, 32 in a
// request and at most 64 KiB; one request at a time, since a server on the
// user's machine has no more processors than one keeps busy.
//
//	400, 413, 422, and 500   half as many texts; a text refused alone is cut in
//	that speaks of size      two down to 400 bytes, its vector the sum of its parts'
//	429, 503                 again after Retry-After (up to a minute, else give up)
//	other 5xx, 408, 424,     again after .5, 1, 2, 4, 8 s
//	broken connection
//	timeout of a request     again once
//	no connection            give up; again if the server has answered before
//	401, 403, 404, others    give up
//
// What was refused is remembered during the call: a server that takes 10 texts
// is asked for 32, 16, 8 and then always 8 (80 texts: 12 requests, 2 of them in
// vain). Texts over 8,000 bytes are always cut, because no model reads more
// than 8,192 tokens for certain and some servers drop the rest silently.
//
// An answer is believed when it is JSON of the right form with as many vectors
// as texts, all of one dimension, of finite numbers (null is how C++ and
// JavaScript write NaN), none of them zero. It may hold 1 MiB and 256 KiB for
// each text. Vectors are brought to unit length here. Redirects are followed
// on the same server only and only if they repeat the request; the proxy of
// the environment is not used for this machine.
//
// Whatever the server does wrong is an *Error that names the address, quotes
// the answer and has a Hint; errors.Is(err, ErrUnavailable) lets a caller go
// on without vectors. Wrong settings, the cache's errors and the end of the
// context are not ErrUnavailable.
//
// A Cache keeps vectors by the hash of model, dimensions, prefix and text. The
// address is not part of it: moving a model to another machine must not cost
// all its vectors again. A model replaced under its old name is noticed when
// the dimension changes, and then asked anew; otherwise it is not noticed.
//
// # Similarity
//
// Only single sentences are sent. The vector of neighbouring sentences is
// taken to be the sum of theirs, which for models that average over words is
// close to what they would answer, but for the weight of long sentences. So n
// sentences need n vectors, where Vecalign (Thompson and Koehn 2019) and
// Bertalign (Liu and Zhu 2022) embed every concatenation.
//
// A cosine says little by itself: unrelated sentences have .2 with one model
// and .75 with another, sums of sentences more than single ones, and some
// sentences are close to everything. Margins answer that: Artetxe and Schwenk
// (2019) compare with the mean of the k nearest neighbours, Vecalign with
// random sentences. Here it is the sentences around the group. X and Y are the
// sums of the n and m unit vectors of a group, z̄ the mean of the vectors of up
// to 4 sentences before and 4 after it in the other text:
//
//	cos   = X·Y / |X||Y|
//	μ     = ½ (m·X·z̄b + n·Y·z̄a) / |X||Y|
//	score = (cos − μ) / (1 − μ), at least −1
//
// μ is the cosine to be expected if Y were m sentences from around it, or X n
// such. For 1-1 groups 1 − score is twice Vecalign's normalised distance. If
// unrelated sentences have the cosine u and right pairs c, every group of n
// right pairs has the score (c−u)/(1−u), whatever n and whatever u: shapes and
// models are on one scale. Measured on made-up vectors (TestScoreOfShapes;
// noise .6, u .2 and .75):
//
//	group   unrelated           right
//	        score     cosine    score     cosine
//	1-1     .00 .00   .21 .76   .74 .74   .79 .94
//	2-2     .00 .00   .35 .87   .74 .74   .83 .96
//	4-4     .00 .00   .52 .93   .74 .73   .87 .98
//	1-8     .00 .00   .38 .86
//
// A single sentence that holds the meanings of m others scores less than a
// pair, since it holds only once what all sentences share: .73 and .71 for 1-2,
// .68 and .61 for 1-4, .59 and .48 for 1-8 (TestScoreOfOneForMany).
//
// How many sentences around (TestAlignByScore: beads found by vectors alone,
// mean over texts with more and less noise, common matter and u; the cost of a
// bead is 1 − score times n·m, as in Vecalign, or n+m, which knows nothing
// against long beads):
//
//	weight   2      4      8      all    plain cosine
//	n·m      .924   .940   .941   .954   .922
//	n+m      .712   .685   .653   .618   .413
//
// # Cost
//
// With 1,024 numbers on one core of a busy machine: .3 to 1 µs a dot product,
// so .3 to 1 s for all pairs of 1,000 and 1,000 sentences; then 90 ns for the
// score of a 1-1 group in a Band and 340 ns for 4-4, without allocation. A Band
// takes 4 bytes for each cell of its tube, vectors 4 KB a sentence: 120 MB for
// three texts of 10,000 sentences. Dimensions lowers both with models that
// allow it.
//
// # Limits
//
// No model was run in the tests: servers are made up, and so are the vectors
// behind the tables, which hold that what sentences share is one direction and
// one common matter. Servers that cut long texts without saying so (Voyage
// does by default) cannot be told to stop. A server that is neither of the two
// dialects but answers 400 to an unknown address is not looked for further: its
// full address must be given. An answer that numbers all vectors 0 is taken to
// be in the order of the texts. There is no jitter in the waits.
package embed
