package srx

import (
	"regexp/syntax"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/dlclark/regexp2"

	"dragoman/internal/segment"
)

// compiled are the rules of a language, ready to run. They are never changed
// once made.
type compiled struct {
	breaks []bool       // by rule
	exact  []*exactRule // by rule, nil for those without look-around
	back   *program     // all befores, reversed
	fwd    *program     // all afters
	abc    *alphabet
	words  int
	ending []uint64 // the rules that break

	// Filters: where no rule can break.
	bytes [1 << 16]bool // by the last two bytes before the position
	first [256]bool     // by the first byte behind it
	pair  [][]bool      // by the classes of the last character and the one before it
	meet  [][]bool      // by the classes of the characters on both sides
}

// exactRule is a rule with look-around, which the automata know without it.
type exactRule struct{ before, after *regexp2.Regexp }

// patience is how long a rule with look-around may think about one position
// before it is taken not to match. Only hostile rules need it.
const patience = time.Second

// compile makes the automata of a list of rules.
func compile(list []rule) *compiled {
	c := &compiled{back: newProgram(), fwd: newProgram(), words: (len(list) + 63) / 64}
	ends := newProgram() // the befores of the rules that break
	c.ending = make([]uint64, c.words)
	for i, r := range list {
		c.breaks = append(c.breaks, r.breaks)
		c.exact = append(c.exact, exactly(r))
		// Parsed patterns always compile.
		must(c.back.add(i, r.before.root, true))
		must(c.fwd.add(i, r.after.root, false))
		if r.breaks {
			c.ending[i>>6] |= 1 << (i & 63)
			must(ends.add(i, r.before.root, true))
		}
	}
	c.abc = newAlphabet(c.back, c.fwd)
	c.filterPairs(newMachine(ends, c.abc, c.words))
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
			if m.states[start].accept[c.abc.context[c1]] != nil {
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
					row[c2] = m.states[s].accept[c.abc.context[c2]] != nil || c2 > 0 && m.step(s, uint16(c2)) != dead
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
	for i, breaks := range c.breaks {
		if !breaks {
			continue
		}
		last, first := c.back.firstOf(i, c.abc), c.fwd.firstOf(i, c.abc)
		for c1 := range n {
			if last[c1] {
				for c0 := range n {
					c.meet[c1][c0] = c.meet[c1][c0] || first[c0]
				}
			}
		}
	}
}

// firstOf returns the classes that the first character read by a rule may have:
// all of them if it may match nothing.
func (p *program) firstOf(rule int, a *alphabet) []bool {
	set := make([]bool, len(a.sample))
	seen := map[uint32]bool{}
	stack := []uint32{p.starts[rule]}
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

// filterBytes makes of the classes a table of bytes, which is what the scan
// looks at. Beyond ASCII it lets through more than it must.
func (c *compiled) filterBytes() {
	n := len(c.abc.sample)
	last, first := make([]bool, n), make([]bool, n)
	for c1 := 1; c1 < n; c1++ {
		for k := range n {
			last[c1] = last[c1] || c.pair[c1][k]
			first[k] = first[k] || c.meet[c1][k]
		}
	}
	for b1 := range 128 {
		c1 := c.abc.bmp[b1]
		c.first[b1] = first[c1]
		for b2 := range 256 {
			may := last[c1]
			if b2 < 128 {
				may = c.pair[c1][c.abc.bmp[b2]]
			}
			c.bytes[b2<<8|b1] = may
		}
	}
	for r := rune(128); r < 0x10000; r++ {
		c.letThrough(r, last, first)
	}
	for k, lo := range c.abc.cuts { // the planes beyond: by their first and last bytes
		if id := c.abc.classes[k]; last[id] || first[id] {
			hi := rune(unicode.MaxRune)
			if k+1 < len(c.abc.cuts) {
				hi = c.abc.cuts[k+1] - 1
			}
			for r := lo; r <= min(hi, lo+1<<13); r++ {
				c.letThrough(r, last, first)
			}
			for r := lo; r <= hi; r += 64 {
				c.letThrough(r, last, first)
			}
		}
	}
}

func (c *compiled) letThrough(r rune, last, first []bool) {
	var b [utf8.UTFMax]byte
	n := utf8.EncodeRune(b[:], r)
	id := c.abc.of(r)
	if last[id] {
		c.bytes[int(b[n-2])<<8|int(b[n-1])] = true
	}
	if first[id] {
		c.first[b[0]] = true
	}
}

// A Segmenter cuts texts by the rules of a file. It learns as it goes, so it
// must not be used by several goroutines at once; Rules.Segmenter gives each
// its own.
type Segmenter struct {
	rules         *compiled
	back, fwd     *machine
	befores, afts []uint64
	window        []rune
}

func newSegmenter(c *compiled) *Segmenter {
	return &Segmenter{
		rules: c, back: newMachine(c.back, c.abc, c.words), fwd: newMachine(c.fwd, c.abc, c.words),
		befores: make([]uint64, c.words), afts: make([]uint64, c.words),
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

// matches reports whether a rule matches at p, which was decided last.
func (s *Segmenter) matches(rule int, t string, p int) bool {
	bit := uint64(1) << (rule & 63)
	if s.befores[rule>>6]&s.afts[rule>>6]&bit == 0 {
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
	last := uint16(t[p-2])
	for ; p < len(t); p++ {
		last = last<<8 | uint16(t[p-1])
		if c.bytes[last] && c.first[t[p]] && utf8.RuneStart(t[p]) && s.possible(t, p) {
			return p
		}
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

// reach bounds how far a rule may look from a position, in bytes: a pattern
// that could match more is cut off there, and the time stays linear.
const reach = 4096

// decide returns the first rule that matches at p, or -1.
func (s *Segmenter) decide(t string, p int) int {
	c := s.rules
	clear(s.befores)
	clear(s.afts)
	r, _ := utf8.DecodeRuneInString(t[p:])
	state := int32(c.abc.context[c.abc.of(r)])
	for q := p; ; {
		class, w := uint16(0), 0
		if q > 0 {
			r, w = utf8.DecodeLastRuneInString(t[:q])
			class = c.abc.of(r)
		}
		if set := s.back.states[state].accept[c.abc.context[class]]; set != nil {
			unite(s.befores, set)
		}
		if class == 0 || p-q > reach {
			break
		}
		if state = s.back.step(state, class); state == dead {
			break
		}
		q -= w
	}
	if firstOf(s.befores, c.ending, 0) < 0 {
		return -1
	}
	r, _ = utf8.DecodeLastRuneInString(t[:p])
	state = int32(c.abc.context[c.abc.of(r)])
	for q := p; ; {
		class, w := uint16(0), 0
		if q < len(t) {
			r, w = utf8.DecodeRuneInString(t[q:])
			class = c.abc.of(r)
		}
		if set := s.fwd.states[state].accept[c.abc.context[class]]; set != nil {
			unite(s.afts, set)
		}
		if class == 0 || q-p > reach {
			break
		}
		if state = s.fwd.step(state, class); state == dead {
			break
		}
		q += w
	}
	for rule := firstOf(s.befores, s.afts, 0); rule >= 0; rule = firstOf(s.befores, s.afts, rule+1) {
		if c.exact[rule] == nil || s.verify(c.exact[rule], t, p) {
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
