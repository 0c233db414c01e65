package align

import (
	"cmp"
	"slices"
)

// Words that the document itself shows to go together: IBM model 1 (Brown et
// al. 1993) on the links of the pass before, with a share of chance that takes
// what nothing explains. It serves languages without a dictionary. Beside a
// dictionary it was tried on documents of 300 to 3,000 segments and never
// helped: it repeats what is known, and costs up to half a point.

const (
	// mostPairings bounds the pairs of words that are learnt from, those of the
	// shortest links first: they tell most, and memory goes with the number.
	mostPairings = 800_000
	// rounds of expectation and maximisation. More rounds fit chance.
	rounds = 4
	// chance is the share of a target word that chance explains, and unsure
	// the count added to a source word, so that what was seen once stays
	// unsure.
	chance = 0.3
	unsure = 1.0
	// leastLearnt is the probability below which a translation is dropped.
	leastLearnt = 0.05
	// learntShare is the weight of what was learnt where a cognate or a name
	// tells something too.
	learntShare = 0.6
)

// pairing is a source word and a target word of one link.
type pairing struct {
	source, target int32
	weight         float32 // product of their weights, over the length of the source side
	link           int32
	prob           int32 // index of the pair of words
}

// learner runs the rounds for one direction.
type learner struct {
	pairings []pairing
	source   []int32 // of each pair of words
	target   []int32
	prob     []float32
	usual    []float32 // frequency of each target word
	total    []float32 // count of each source word
}

// learn estimates translations from the links of a path and mixes them with
// the known ones.
func learn(src, dst *source, path []step, known table) table {
	l := newLearner(src, dst, shortest(src, dst, path))
	for range rounds {
		l.round()
	}
	t := make(table, len(src.words))
	for k, p := range l.prob {
		if p >= leastLearnt {
			t[l.source[k]] = append(t[l.source[k]], entry{l.target[k], p})
		}
	}
	for w := range t {
		t[w] = mix(known[w], t[w])
	}
	return t
}

// shortest picks the links to learn from.
func shortest(src, dst *source, path []step) []step {
	var links []step
	for _, s := range path {
		if s.a > 0 && s.b > 0 {
			links = append(links, s)
		}
	}
	size := func(s step) int {
		x, y := 0, 0
		for i := s.i - s.a; i < s.i; i++ {
			x += len(src.sentences[i].items)
		}
		for j := s.j - s.b; j < s.j; j++ {
			y += len(dst.sentences[j].items)
		}
		return x * y
	}
	slices.SortStableFunc(links, func(a, b step) int { return cmp.Compare(size(a), size(b)) })
	total := 0
	for k, s := range links {
		if total += size(s); total > mostPairings {
			return links[:k]
		}
	}
	return links
}

func newLearner(src, dst *source, links []step) *learner {
	l := &learner{usual: make([]float32, len(dst.words)), total: make([]float32, len(src.words))}
	for w := range dst.words {
		l.usual[w] = dst.words[w].count / max(1, dst.total)
	}
	for k, s := range links {
		length := float32(0)
		for i := s.i - s.a; i < s.i; i++ {
			length += src.sentences[i].words
		}
		for j := s.j - s.b; j < s.j; j++ {
			for _, y := range dst.sentences[j].items {
				for i := s.i - s.a; i < s.i; i++ {
					for _, x := range src.sentences[i].items {
						l.pairings = append(l.pairings, pairing{x.word, y.word, x.weight / max(length, 1e-3) * y.weight, int32(k), 0})
					}
				}
			}
		}
	}
	slices.SortFunc(l.pairings, func(a, b pairing) int {
		return cmp.Or(cmp.Compare(a.source, b.source), cmp.Compare(a.target, b.target), cmp.Compare(a.link, b.link))
	})
	for k := range l.pairings {
		p := &l.pairings[k]
		if n := len(l.source); n == 0 || l.source[n-1] != p.source || l.target[n-1] != p.target {
			l.source, l.target = append(l.source, p.source), append(l.target, p.target)
			l.prob = append(l.prob, l.usual[p.target])
		}
		p.prob = int32(len(l.source) - 1)
	}
	slices.SortFunc(l.pairings, func(a, b pairing) int {
		return cmp.Or(cmp.Compare(a.link, b.link), cmp.Compare(a.target, b.target), cmp.Compare(a.source, b.source))
	})
	return l
}

// round is one of expectation and maximisation.
func (l *learner) round() {
	count := make([]float32, len(l.prob))
	clear(l.total)
	for k := 0; k < len(l.pairings); {
		first, sum := l.pairings[k], float32(0)
		end := k
		for ; end < len(l.pairings) && l.pairings[end].link == first.link && l.pairings[end].target == first.target; end++ {
			sum += l.pairings[end].weight * l.prob[l.pairings[end].prob]
		}
		sum = (1-chance)*sum + chance*l.usual[first.target]
		for _, p := range l.pairings[k:end] {
			c := (1 - chance) * p.weight * l.prob[p.prob] / sum
			count[p.prob] += c
			l.total[p.source] += c
		}
		k = end
	}
	for k := range l.prob {
		l.prob[k] = count[k] / (l.total[l.source[k]] + unsure)
	}
}

// mix joins the known and the learnt translations of a word.
func mix(known, learnt []entry) []entry {
	if len(known) == 0 {
		return learnt
	}
	out := make([]entry, 0, len(known)+len(learnt))
	for _, e := range known {
		out = append(out, entry{e.word, e.weight * (1 - learntShare)})
	}
	for _, e := range learnt {
		if k := slices.IndexFunc(out, func(o entry) bool { return o.word == e.word }); k >= 0 {
			out[k].weight += e.weight * learntShare
		} else {
			out = append(out, entry{e.word, e.weight * learntShare})
		}
	}
	return out
}

const (
	// leastLinks is the number of links from which on a document teaches more
	// than it misleads.
	leastLinks = 30
	// dictionaryShare is the share of the words of a text with translations in
	// the other from which on there is a dictionary to speak of.
	dictionaryShare = 0.2
)

// study learns from a path what words go together, where there is no
// dictionary and the document is large enough.
func (p *pair) study(path []step) {
	links := 0
	for _, s := range path {
		if s.a > 0 && s.b > 0 {
			links++
		}
	}
	if links < leastLinks || p.tables[0].share() >= dictionaryShare {
		return
	}
	ab := learn(p.a, p.b, path, p.tables[0])
	ba := learn(p.b, p.a, flip(path), p.tables[1])
	p.ab, p.ba = newEvidence(p.model, p.a, p.b, ab), newEvidence(p.model, p.b, p.a, ba)
}

// share is the share of words with translations.
func (t table) share() float64 {
	n := 0
	for _, e := range t {
		if len(e) > 0 {
			n++
		}
	}
	return float64(n) / float64(max(1, len(t)))
}
