package srx

import (
	"regexp/syntax"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/dlclark/regexp2"

	"dragoman/internal/segment"
)

// compiled are the rules of a language, ready to run. They are never changed
// once made.
//
// The rules that break and those that do not have automata of their own: most
// positions are done with when no rule breaks there.
type compiled struct {
	breaks     []bool       // by rule
	exact      []*exactRule // by rule, nil for those without look-around
	abc        *alphabet
	words      int      // of a set of rules
	all        []uint64 // the rules that break
	breaking   sides
	exceptions sides

	// Filters: where no rule can break.
	before  [1 << 16]bool // by the last two bytes before the position
	between [1 << 16]bool // by the bytes on both sides of it
	pair    [][]bool      // by the classes of the last character and the one before it
	meet    [][]bool      // by the classes of the characters on both sides
}

// sides are the befores of some rules, reversed, and their afters.
type sides struct {
	before, after program
	first         int // number of the first of the rules
}

// exactRule is a rule with look-around, which the automata know without it.
type exactRule struct{ before, after *regexp2.Regexp }

// patience is how long a rule with look-around may think about one position
// before it is taken not to match. Only hostile rules need it.
const patience = time.Second

// compile makes the automata of a list of rules.
func compile(list []rule) *compiled {
	c := &compiled{words: (len(list) + 63) / 64}
	c.all = make([]uint64, c.words)
	c.exceptions.first = len(list)
	for i, r := range list {
		c.breaks = append(c.breaks, r.breaks)
		c.exact = append(c.exact, exactly(r))
		side := &c.exceptions
		if r.breaks {
			side = &c.breaking
			include(c.all, int32(i))
		}
		// Parsed patterns always compile.
		must(side.before.add(i, r.before.root, true))
		must(side.after.add(i, r.after.root, false))
		side.first = min(side.first, i)
	}
	c.abc = newAlphabet(&c.breaking.before, &c.breaking.after, &c.exceptions.before, &c.exceptions.after)
	c.filterPairs(newMachine(&c.breaking.before, c.abc, c.words))
	c.filterMeetings()
	c.filterBytes()
	return c
}

func must(err error) {
	if err != nil {
		panic("srx: " + err.Error())
	}
}

func exactly(r rule) *exactRule {
	if !r.before.looks && !r.after.looks {
		return nil
	}
	one := func(open string, p *pattern) *regexp2.Regexp {
		var b strings.Builder
		b.WriteString(open)
		exact(&b, p.root)
		b.WriteByte(')')
		re, err := regexp2.Compile(b.String(), regexp2.Singleline)
		must(err)
		re.MatchTimeout = patience
		return re
	}
	return &exactRule{before: one(`\G(?<=`, r.before), after: one(`\G(?:`, r.after)}
}

// filterPairs finds the pairs of characters that may precede a break.
func (c *compiled) filterPairs(m *machine) {
	n := len(c.abc.sample)
	c.pair = make([][]bool, n)
	rows := map[int32][]bool{}
	for c1 := 1; c1 < n; c1++ {
		c.pair[c1] = make([]bool, n)
		for start := range contexts {
			if m.accepts(int32(start), uint16(c1)) != nil {
				for c2 := range n {
					c.pair[c1][c2] = true
				}
			}
			s := m.step(int32(start), uint16(c1))
			if s == dead {
				continue
			}
			row, ok := rows[s]
			if !ok || len(m.states) >= maxStates {
				row = make([]bool, n)
				for c2 := range n {
					row[c2] = m.accepts(s, uint16(c2)) != nil || c2 > 0 && m.step(s, uint16(c2)) != dead
				}
				rows[s] = row
			}
			for c2, ok := range row {
				c.pair[c1][c2] = c.pair[c1][c2] || ok
			}
		}
	}
}

// filterMeetings finds the characters that may stand on the two sides of a
// break.
func (c *compiled) filterMeetings() {
	n := len(c.abc.sample)
	c.meet = make([][]bool, n)
	for i := range c.meet {
		c.meet[i] = make([]bool, n)
	}
	for i := range c.breaking.before.starts {
		last, first := c.breaking.before.firstOf(i, c.abc), c.breaking.after.firstOf(i, c.abc)
		for c1 := range n {
			if last[c1] {
				for c0 := range n {
					c.meet[c1][c0] = c.meet[c1][c0] || first[c0]
				}
			}
		}
	}
}

// firstOf returns the classes that the first character read by the i-th pattern
// may have: all of them if it may match nothing.
func (p *program) firstOf(i int, a *alphabet) []bool {
	set := make([]bool, len(a.sample))
	seen := map[uint32]bool{}
	stack := []uint32{p.starts[i]}
	for len(stack) > 0 {
		pc := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if seen[pc] {
			continue
		}
		seen[pc] = true
		in := &p.insts[pc]
		switch in.Op {
		case syntax.InstAlt, syntax.InstAltMatch:
			stack = append(stack, in.Out, in.Arg)
		case syntax.InstCapture, syntax.InstNop, syntax.InstEmptyWidth:
			stack = append(stack, in.Out)
		case syntax.InstFail:
		case syntax.InstMatch:
			for k := range set {
				set[k] = true
			}
		default:
			for k := 1; k < len(set); k++ {
				set[k] = set[k] || in.MatchRune(a.sample[k])
			}
		}
	}
	return set
}

// filterBytes makes of the classes tables of bytes, which are what the scan
// looks at. Beyond ASCII they let through more than they must.
func (c *compiled) filterBytes() {
	var last, first [256]bitset // the classes of characters that end, or begin, with a byte
	for b := range 256 {
		last[b], first[b] = newBitset(len(c.meet)), newBitset(len(c.meet))
	}
	c.spell(func(id uint16, b []byte) {
		last[b[len(b)-1]].add(int(id))
		first[b[0]].add(int(id))
		if len(b) > 1 && slices.Contains(c.pair[id], true) {
			c.before[int(b[len(b)-2])<<8|int(b[len(b)-1])] = true
		}
	})
	for b1 := range 256 {
		behind := newBitset(len(c.meet)) // what may follow a character that ends with b1
		for id := range c.meet {
			if last[b1].has(id) {
				behind.addAll(c.meet[id])
			}
		}
		for b0 := range 256 {
			c.between[b1<<8|b0] = overlap(behind, first[b0])
		}
	}
	for b1 := range utf8.RuneSelf {
		previous := newBitset(len(c.meet))
		previous.addAll(c.pair[c.abc.bmp[b1]])
		for b2 := range 256 {
			c.before[b2<<8|b1] = overlap(previous, last[b2])
		}
	}
}

// spell calls f with the class and the bytes of every character, more or less:
// of the higher planes with all bytes they may have, and of what is no UTF-8
// with every byte.
func (c *compiled) spell(f func(id uint16, b []byte)) {
	var b [utf8.UTFMax]byte
	for r := range rune(0x10000) {
		if utf8.ValidRune(r) {
			f(c.abc.bmp[r], b[:utf8.EncodeRune(b[:], r)])
		}
	}
	seen := map[uint16]bool{}
	for _, id := range c.abc.classes {
		if seen[id] {
			continue
		}
		seen[id] = true
		for lead := byte(0xF0); lead <= 0xF4; lead++ {
			for b3 := byte(0x80); b3 <= 0xBF; b3++ {
				for b4 := byte(0x80); b4 <= 0xBF; b4++ {
					f(id, []byte{lead, 0x80, b3, b4})
				}
			}
		}
	}
	for b1 := 0x80; b1 <= 0xFF; b1++ {
		f(c.abc.bmp[utf8.RuneError], []byte{byte(b1)})
		for b2 := range 256 {
			f(c.abc.bmp[utf8.RuneError], []byte{byte(b2), byte(b1)})
		}
	}
}

// bitset is a set of classes.
type bitset []uint64

func newBitset(n int) bitset { return make(bitset, (n+63)/64) }

func (s bitset) add(i int)      { s[i>>6] |= 1 << (i & 63) }
func (s bitset) has(i int) bool { return s[i>>6]&(1<<(i&63)) != 0 }

func (s bitset) addAll(set []bool) {
	for i, ok := range set {
		if ok {
			s.add(i)
		}
	}
}

// A Segmenter cuts texts by the rules of a file. It learns as it goes, so it
// must not be used by several goroutines at once; Rules.Segmenter gives each
// its own.
type Segmenter struct {
	rules                  *compiled
	breakBack, breakAhead  *machine
	exceptBack, exceptFore *machine
	// Sets of rules: of those that break, and of those that do not, the ones
	// whose before and whose after match at the position decided last.
	befores, afters, held, holding []uint64
	wanted                         []uint64
	window                         []rune
}

func newSegmenter(c *compiled) *Segmenter {
	set := func() []uint64 { return make([]uint64, c.words) }
	return &Segmenter{
		rules:      c,
		breakBack:  newMachine(&c.breaking.before, c.abc, c.words),
		breakAhead: newMachine(&c.breaking.after, c.abc, c.words),
		exceptBack: newMachine(&c.exceptions.before, c.abc, c.words),
		exceptFore: newMachine(&c.exceptions.after, c.abc, c.words),
		befores:    set(), afters: set(), held: set(), holding: set(), wanted: set(),
	}
}

// Spans appends to dst the segments of text, as segment.Segmenter.Spans does:
// without white space about them, and with cuts at blank lines and breaks.
func (s *Segmenter) Spans(dst []segment.Span, text string, breaks []int) []segment.Span {
	for lo, hi := range segment.Stretches(text, breaks) {
		dst = s.cut(dst, text[lo:hi], lo)
	}
	return dst
}

// cut appends the segments of t, which begins at offset base.
func (s *Segmenter) cut(dst []segment.Span, t string, base int) []segment.Span {
	start, pending, by := 0, 0, -1
	for p := s.candidate(t, 1); p < len(t); p = s.candidate(t, p+1) {
		rule := s.decide(t, p)
		// A rule that matches behind every mark of "!!!" and of "！”" means the
		// last, whoever decides there: engines that search take the longest.
		if pending > 0 {
			if _, w := utf8.DecodeRuneInString(t[pending:]); pending+w != p || !s.matches(by, t, p) {
				dst = appendSpan(dst, t, start, pending, base)
				start = pending
			}
			pending = 0
		}
		if rule >= 0 && s.rules.breaks[rule] {
			pending, by = p, rule
		}
	}
	if pending > 0 {
		dst = appendSpan(dst, t, start, pending, base)
		start = pending
	}
	return appendSpan(dst, t, start, len(t), base)
}

// matches reports whether a rule that breaks matches at p, which was decided
// last.
func (s *Segmenter) matches(rule int, t string, p int) bool {
	bit := uint64(1) << (rule & 63)
	if s.befores[rule>>6]&s.afters[rule>>6]&bit == 0 {
		return false
	}
	x := s.rules.exact[rule]
	return x == nil || s.verify(x, t, p)
}

func appendSpan(dst []segment.Span, t string, lo, hi, base int) []segment.Span {
	u := strings.TrimRightFunc(t[lo:hi], unicode.IsSpace)
	v := strings.TrimLeftFunc(u, unicode.IsSpace)
	if v == "" {
		return dst
	}
	lo += len(u) - len(v)
	return append(dst, segment.Span{Start: base + lo, End: base + lo + len(v)})
}

// candidate returns the first position from p on where a rule may break.
func (s *Segmenter) candidate(t string, p int) int {
	c := s.rules
	if p == 1 && len(t) > 1 { // one byte before it
		if utf8.RuneStart(t[1]) && s.possible(t, 1) {
			return 1
		}
		p = 2
	}
	if p >= len(t) {
		return len(t)
	}
	before := uint16(t[p-2])<<8 | uint16(t[p-1])
	for ; p < len(t); p++ {
		between := before<<8 | uint16(t[p])
		if c.between[between] && c.before[before] && utf8.RuneStart(t[p]) && s.possible(t, p) {
			return p
		}
		before = between
	}
	return p
}

// possible asks the filters of classes.
func (s *Segmenter) possible(t string, p int) bool {
	c := s.rules
	r1, w := utf8.DecodeLastRuneInString(t[:p])
	c1, c2 := c.abc.of(r1), uint16(0)
	if p > w {
		r2, _ := utf8.DecodeLastRuneInString(t[:p-w])
		c2 = c.abc.of(r2)
	}
	r0, _ := utf8.DecodeRuneInString(t[p:])
	return c.pair[c1][c2] && c.meet[c1][c.abc.of(r0)]
}

// decide returns the first rule that matches at p, or -1 if that is none, or
// one that does not break while none breaks.
func (s *Segmenter) decide(t string, p int) int {
	c := s.rules
	clear(s.befores)
	clear(s.afters)
	s.breakBack.back(s.befores, c.all, t, p)
	if !overlap(s.befores, c.all) {
		return -1
	}
	s.breakAhead.ahead(s.afters, s.befores, t, p)
	first := s.firstOf(s.befores, s.afters, len(c.breaks), t, p)
	if first <= c.exceptions.first {
		return first
	}
	// Only exceptions before that rule count.
	for i := range s.wanted {
		s.wanted[i] = ^uint64(0)
		switch {
		case i == first>>6:
			s.wanted[i] = 1<<(first&63) - 1
		case i > first>>6:
			s.wanted[i] = 0
		}
	}
	clear(s.held)
	clear(s.holding)
	s.exceptFore.ahead(s.holding, s.wanted, t, p)
	if !overlap(s.holding, s.wanted) {
		return first
	}
	s.exceptBack.back(s.held, s.holding, t, p)
	if e := s.firstOf(s.held, s.holding, first, t, p); e >= 0 {
		return e
	}
	return first
}

// firstOf returns the first rule below limit in both sets that matches with its
// look-around, or -1.
func (s *Segmenter) firstOf(a, b []uint64, limit int, t string, p int) int {
	for rule := firstOf(a, b, 0); rule >= 0 && rule < limit; rule = firstOf(a, b, rule+1) {
		if x := s.rules.exact[rule]; x == nil || s.verify(x, t, p) {
			return rule
		}
	}
	return -1
}

// viewRunes is how much of the text a rule with look-around sees on each side,
// in characters.
const viewRunes = 200

// verify reports whether a rule with look-around matches at p.
func (s *Segmenter) verify(x *exactRule, t string, p int) bool {
	lo, n := p, 0
	for lo > 0 && n < viewRunes {
		_, w := utf8.DecodeLastRuneInString(t[:lo])
		lo -= w
		n++
	}
	s.window = s.window[:0]
	for _, r := range t[lo:p] {
		s.window = append(s.window, r)
	}
	at := len(s.window)
	for _, r := range t[p:] {
		if len(s.window) >= at+viewRunes {
			break
		}
		s.window = append(s.window, r)
	}
	for _, re := range []*regexp2.Regexp{x.before, x.after} {
		if m, err := re.FindRunesMatchStartingAt(s.window, at); err != nil || m == nil {
			return false
		}
	}
	return true
}
