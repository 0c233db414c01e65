package srx

import (
	"encoding/binary"
	"math/bits"
	"regexp/syntax"
	"slices"
	"sort"
	"unicode"
	"unicode/utf8"
)

// program is the union of the patterns of one side of all rules, as a
// nondeterministic automaton. It is never changed once made.
type program struct {
	insts  []syntax.Inst
	starts []uint32
	rules  []int32 // by instruction
}

// add adds the pattern of a rule.
func (p *program) add(rule int, n *node, reversed bool) error {
	compiled, err := syntax.Compile(tree(n, reversed).Simplify())
	if err != nil {
		return err
	}
	off := uint32(len(p.insts))
	for _, in := range compiled.Inst {
		in.Out += off
		switch in.Op {
		case syntax.InstAlt, syntax.InstAltMatch:
			in.Arg += off
		}
		p.insts = append(p.insts, in)
		p.rules = append(p.rules, int32(rule))
	}
	p.starts = append(p.starts, off+uint32(compiled.Start))
	return nil
}

// context is what lies on one side of a position.
type context uint8

const (
	edge context = iota // the end of the text
	other
	inWord
	newline
	contexts
)

// alphabet divides the characters into classes that no pattern tells apart.
// Class 0 is the edge of the text.
type alphabet struct {
	bmp     []uint16 // class of each character of the basic plane
	cuts    []rune   // beyond it: where each range begins …
	classes []uint16 // … and its class
	sample  []rune   // a character of each class
	context []context
}

// newAlphabet finds the classes that the instructions of the programs need.
func newAlphabet(programs ...*program) *alphabet {
	sets := instructionSets(programs)
	word := tables(unicode.L, unicode.M, unicode.Nd, unicode.Pc)
	word = normal(append(word, 0x200C, 0x200D))
	sets = append(sets, word, []rune{'\n', '\n'})

	cuts := []rune{0, 0x10000}
	for _, set := range sets {
		for i := 0; i < len(set); i += 2 {
			cuts = append(cuts, set[i], set[i+1]+1)
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	for len(cuts) > 0 && cuts[len(cuts)-1] > unicode.MaxRune {
		cuts = cuts[:len(cuts)-1]
	}

	// Split the classes by one set after another.
	class := make([]uint16, len(cuts))
	count := uint16(1)
	for _, set := range sets {
		split := map[uint16]uint16{}
		for i := 0; i < len(set); i += 2 {
			from := sort.Search(len(cuts), func(k int) bool { return cuts[k] >= set[i] })
			for k := from; k < len(cuts) && cuts[k] <= set[i+1]; k++ {
				to, ok := split[class[k]]
				if !ok {
					to = count
					split[class[k]] = to
					count++
				}
				class[k] = to
			}
		}
	}
	return layOut(cuts, class, word)
}

// layOut numbers the classes in the order of their first characters.
func layOut(cuts []rune, class []uint16, word []rune) *alphabet {
	a := &alphabet{bmp: make([]uint16, 0x10000), sample: []rune{-1}, context: []context{edge}}
	ids := map[uint16]uint16{}
	for k, lo := range cuts {
		id, ok := ids[class[k]]
		if !ok {
			id = uint16(len(a.sample))
			ids[class[k]] = id
			a.sample = append(a.sample, lo)
			c := other
			if lo == '\n' {
				c = newline
			} else if isWord(lo) {
				c = inWord
			}
			a.context = append(a.context, c)
		}
		if lo >= 0x10000 {
			a.cuts, a.classes = append(a.cuts, lo), append(a.classes, id)
			continue
		}
		hi := rune(0x10000)
		if k+1 < len(cuts) {
			hi = min(hi, cuts[k+1])
		}
		for r := lo; r < hi; r++ {
			a.bmp[r] = id
		}
	}
	return a
}

// instructionSets returns the sets of characters that the programs tell apart.
func instructionSets(programs []*program) [][]rune {
	var sets [][]rune
	seen := map[string]bool{}
	for _, p := range programs {
		for _, in := range p.insts {
			set := in.Rune
			switch in.Op {
			case syntax.InstRune, syntax.InstRune1:
				if len(set) == 1 {
					set = []rune{set[0], set[0]}
				}
			default:
				continue
			}
			key := make([]byte, 0, 4*len(set))
			for _, r := range set {
				key = binary.LittleEndian.AppendUint32(key, uint32(r))
			}
			if !seen[string(key)] {
				seen[string(key)] = true
				sets = append(sets, set)
			}
		}
	}
	return sets
}

// of returns the class of a character.
func (a *alphabet) of(r rune) uint16 {
	if r < 0x10000 {
		return a.bmp[r]
	}
	k := sort.Search(len(a.cuts), func(k int) bool { return a.cuts[k] > r })
	return a.classes[k-1]
}

// A machine runs a program as a deterministic automaton, whose states it makes
// when they are first reached. It serves one goroutine.
type machine struct {
	prog  *program
	abc   *alphabet
	words int // of a set of rules

	states []state
	next   []int32    // by state and class: a state, or dead, or unmade
	accept [][]uint64 // by state and context of what comes next: the rules that match, or nil
	index  map[string]int32

	mark  []uint32 // scratch: the round in which an instruction was last seen
	round uint32
	stack []uint32
}

type state struct {
	pcs    []uint32
	before context  // what was read before it
	alive  []uint64 // the rules that match here or may match further on
}

const (
	dead   = -1
	unmade = -2

	// maxStates bounds the memory of a machine: all states are made anew when
	// it is reached. Rules in use need some hundreds; 4,000 states of 150
	// classes are 2.4 MB.
	maxStates = 4000
)

func newMachine(p *program, a *alphabet, words int) *machine {
	m := &machine{prog: p, abc: a, words: words, mark: make([]uint32, len(p.insts))}
	m.reset()
	return m
}

// reset leaves the starting states only: one for each context, numbered by it.
func (m *machine) reset() {
	m.states, m.next, m.accept, m.index = nil, nil, nil, map[string]int32{}
	for c := range contexts {
		m.state(slices.Clone(m.prog.starts), c)
	}
}

// state returns the number of the state of a set of instructions.
func (m *machine) state(pcs []uint32, before context) int32 {
	slices.Sort(pcs)
	pcs = slices.Compact(pcs)
	key := make([]byte, 1, 1+4*len(pcs))
	key[0] = byte(before)
	for _, pc := range pcs {
		key = binary.LittleEndian.AppendUint32(key, pc)
	}
	if i, ok := m.index[string(key)]; ok {
		return i
	}
	s := state{pcs: pcs, before: before, alive: make([]uint64, m.words)}
	for _, pc := range pcs {
		include(s.alive, m.prog.rules[pc])
	}
	for range m.abc.sample {
		m.next = append(m.next, unmade)
	}
	for c := range contexts {
		m.accept = append(m.accept, m.accepted(pcs, before, c))
	}
	m.states = append(m.states, s)
	i := int32(len(m.states) - 1)
	m.index[string(key)] = i
	return i
}

func include(set []uint64, rule int32) { set[rule>>6] |= 1 << (rule & 63) }

// accepted returns the rules that match in a state before the context given,
// or nil.
func (m *machine) accepted(pcs []uint32, before, after context) []uint64 {
	var set []uint64
	m.closure(pcs, before, after, func(pc uint32, in *syntax.Inst) {
		if in.Op == syntax.InstMatch {
			if set == nil {
				set = make([]uint64, m.words)
			}
			include(set, m.prog.rules[pc])
		}
	})
	return set
}

// closure visits the instructions that can be reached between two contexts
// without reading.
func (m *machine) closure(pcs []uint32, before, after context, visit func(pc uint32, in *syntax.Inst)) {
	m.round++
	m.stack = append(m.stack[:0], pcs...)
	for len(m.stack) > 0 {
		pc := m.stack[len(m.stack)-1]
		m.stack = m.stack[:len(m.stack)-1]
		if m.mark[pc] == m.round {
			continue
		}
		m.mark[pc] = m.round
		in := &m.prog.insts[pc]
		switch in.Op {
		case syntax.InstAlt, syntax.InstAltMatch:
			m.stack = append(m.stack, in.Arg, in.Out)
		case syntax.InstCapture, syntax.InstNop:
			m.stack = append(m.stack, in.Out)
		case syntax.InstEmptyWidth:
			if holds(syntax.EmptyOp(in.Arg), before, after) {
				m.stack = append(m.stack, in.Out)
			}
		case syntax.InstFail:
		default:
			visit(pc, in)
		}
	}
}

// holds reports whether an assertion is true between two contexts, in the order
// of reading: a reversed pattern has its assertions exchanged.
func holds(op syntax.EmptyOp, before, after context) bool {
	boundary := (before == inWord) != (after == inWord)
	switch {
	case op&syntax.EmptyWordBoundary != 0 && !boundary,
		op&syntax.EmptyNoWordBoundary != 0 && boundary,
		op&syntax.EmptyBeginText != 0 && before != edge,
		op&syntax.EmptyEndText != 0 && after != edge,
		op&syntax.EmptyBeginLine != 0 && before != edge && before != newline,
		op&syntax.EmptyEndLine != 0 && after != edge && after != newline:
		return false
	}
	return true
}

// step returns the state behind a character of class c, or dead.
func (m *machine) step(s int32, c uint16) int32 {
	at := int(s)*len(m.abc.sample) + int(c)
	if n := m.next[at]; n != unmade {
		return n
	}
	from := m.states[s]
	var pcs []uint32
	r := m.abc.sample[c]
	m.closure(from.pcs, from.before, m.abc.context[c], func(_ uint32, in *syntax.Inst) {
		if in.Op != syntax.InstMatch && in.MatchRune(r) {
			pcs = append(pcs, in.Out)
		}
	})
	if len(pcs) == 0 {
		m.next[at] = dead
		return dead
	}
	if len(m.states) >= maxStates {
		m.reset()
		return m.state(pcs, m.abc.context[c])
	}
	n := m.state(pcs, m.abc.context[c])
	m.next[at] = n
	return n
}

// accepts returns the rules that match in a state before a character of class
// c, or nil.
func (m *machine) accepts(s int32, c uint16) []uint64 {
	return m.accept[int(s)*int(contexts)+int(m.abc.context[c])]
}

// overlap reports whether two sets have a rule in common.
func overlap(a, b []uint64) bool {
	for i, w := range a {
		if w&b[i] != 0 {
			return true
		}
	}
	return false
}

// reach bounds how far a rule may look from a position, in bytes: a pattern
// that could match more is cut off there, and the time stays linear.
const reach = 4096

// back adds to found the rules that match the text before p, as far as they
// are wanted.
func (m *machine) back(found, wanted []uint64, t string, p int) {
	r, _ := utf8.DecodeRuneInString(t[p:])
	state := int32(m.abc.context[m.abc.of(r)])
	for q, n := p, 0; ; n++ {
		class, w := uint16(0), 0
		if q > 0 {
			r, w = utf8.DecodeLastRuneInString(t[:q])
			class = m.abc.of(r)
		}
		if set := m.accepts(state, class); set != nil {
			unite(found, set)
		}
		if class == 0 || p-q > reach {
			return
		}
		if state = m.step(state, class); state == dead || n%4 == 3 && !overlap(m.states[state].alive, wanted) {
			return
		}
		q -= w
	}
}

// ahead adds to found the rules that match the text from p on.
func (m *machine) ahead(found, wanted []uint64, t string, p int) {
	r, _ := utf8.DecodeLastRuneInString(t[:p])
	state := int32(m.abc.context[m.abc.of(r)])
	for q, n := p, 0; ; n++ {
		class, w := uint16(0), 0
		if q < len(t) {
			r, w = utf8.DecodeRuneInString(t[q:])
			class = m.abc.of(r)
		}
		if set := m.accepts(state, class); set != nil {
			unite(found, set)
		}
		if class == 0 || q-p > reach {
			return
		}
		if state = m.step(state, class); state == dead || n%4 == 3 && !overlap(m.states[state].alive, wanted) {
			return
		}
		q += w
	}
}

// unite adds set to into.
func unite(into, set []uint64) {
	for i, w := range set {
		into[i] |= w
	}
}

// firstOf returns the first rule in both sets from rule on, or -1.
func firstOf(a, b []uint64, from int) int {
	for i := from >> 6; i < len(a); i++ {
		w := a[i] & b[i]
		if i == from>>6 {
			w &^= 1<<(from&63) - 1
		}
		if w != 0 {
			return i<<6 + bits.TrailingZeros64(w)
		}
	}
	return -1
}
