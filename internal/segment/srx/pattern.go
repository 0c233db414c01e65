package srx

import (
	"errors"
	"fmt"
	"regexp/syntax"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A node is a part of a pattern. What a pattern captures, and which of several
// matches it prefers, is of no consequence here: only whether there is one.
type node struct {
	op       op
	set      []rune // ranges, for single
	subs     []*node
	min, max int       // for repeat; max < 0 is unbounded
	assert   syntax.Op // for assertion
	behind   bool      // for look
	negative bool      // for look
}

type op uint8

const (
	empty op = iota
	single
	concat
	alternate
	repeat
	look
	assertion
)

// maxSize bounds a pattern with its repetitions written out, in nodes.
const maxSize = 20000

// pattern is a parsed beforebreak or afterbreak.
type pattern struct {
	root  *node
	looks bool     // it has look-around
	notes []string // what was taken differently from the standard
}

// parser reads the regular expressions of ICU and Java.
type parser struct {
	src   string
	pos   int
	fold  bool // (?i)
	multi bool // (?m)
	dotNL bool // (?s)
	space bool // (?x)
	depth int
	sets  map[string][]rune // the sets of named classes met so far
	pattern
}

var errTooLarge = errors.New("repetitions too large")

// parsePattern reads a pattern as ICU and Java write it. It keeps the sets of
// named classes in sets.
func parsePattern(src string, sets map[string][]rune) (*pattern, error) {
	if !utf8.ValidString(src) {
		return nil, errors.New("not UTF-8")
	}
	p := &parser{src: src, sets: sets}
	root, err := p.alternation()
	if err != nil {
		return nil, err
	}
	if p.pos < len(src) {
		return nil, fmt.Errorf("unexpected %q", src[p.pos:p.pos+1])
	}
	if size(root) > maxSize {
		return nil, errTooLarge
	}
	p.root = root
	slices.Sort(p.notes)
	p.notes = slices.Compact(p.notes)
	return &p.pattern, nil
}

// size counts the nodes of n with its repetitions written out, up to maxSize.
func size(n *node) int {
	sum := 1
	for _, s := range n.subs {
		sum = min(maxSize+1, sum+size(s))
	}
	if n.op == repeat {
		sum = min(maxSize+1, sum*max(1, n.min, n.max))
	}
	return sum
}

func (p *parser) note(s string) { p.notes = append(p.notes, s) }

func (p *parser) more() bool { return p.pos < len(p.src) }

func (p *parser) at(s string) bool { return strings.HasPrefix(p.src[p.pos:], s) }

func (p *parser) take(s string) bool {
	if p.at(s) {
		p.pos += len(s)
		return true
	}
	return false
}

func (p *parser) rune() rune {
	r, w := utf8.DecodeRuneInString(p.src[p.pos:])
	p.pos += w
	return r
}

// maxDepth bounds the nesting of groups and classes.
const maxDepth = 200

func (p *parser) alternation() (*node, error) {
	if p.depth++; p.depth > maxDepth {
		return nil, errors.New("groups nested too deep")
	}
	defer func() { p.depth-- }()
	var branches []*node
	for {
		n, err := p.sequence()
		if err != nil {
			return nil, err
		}
		branches = append(branches, n)
		if !p.take("|") {
			break
		}
	}
	if len(branches) == 1 {
		return branches[0], nil
	}
	return &node{op: alternate, subs: branches}, nil
}

func (p *parser) sequence() (*node, error) {
	n := &node{op: concat}
	for p.more() && !p.at("|") && !p.at(")") {
		if p.space && p.skipComment() {
			continue
		}
		atom, err := p.atom()
		if err != nil {
			return nil, err
		}
		if atom == nil {
			continue
		}
		for {
			q, err := p.quantifier(atom)
			if err != nil {
				return nil, err
			}
			if q == nil {
				break
			}
			atom = q
		}
		n.subs = append(n.subs, atom)
	}
	return n, nil
}

// skipComment skips white space and comments of (?x).
func (p *parser) skipComment() bool {
	start := p.pos
	for p.more() && strings.IndexByte(" \t\n\r\f\v", p.src[p.pos]) >= 0 {
		p.pos++
	}
	if p.at("#") {
		for p.more() && p.src[p.pos] != '\n' {
			p.pos++
		}
	}
	return p.pos > start
}

// atom reads one item. It returns nil for what matches nothing by itself, such
// as flags.
func (p *parser) atom() (*node, error) {
	switch c := p.src[p.pos]; c {
	case '(':
		return p.group()
	case '[':
		set, err := p.class()
		if err != nil {
			return nil, err
		}
		return &node{op: single, set: p.folded(set)}, nil
	case '.':
		p.pos++
		if p.dotNL {
			return &node{op: single, set: []rune{0, unicode.MaxRune}}, nil
		}
		return &node{op: single, set: negate(lineEnds)}, nil
	case '^':
		p.pos++
		return p.anchor(syntax.OpBeginText, syntax.OpBeginLine), nil
	case '$':
		p.pos++
		return p.anchor(syntax.OpEndText, syntax.OpEndLine), nil
	case '\\':
		return p.escape()
	case '*', '+', '?':
		return nil, fmt.Errorf("nothing to repeat before %q", string(c))
	}
	return p.literal(p.rune()), nil
}

func (p *parser) anchor(text, line syntax.Op) *node {
	if p.multi {
		text = line
	}
	return &node{op: assertion, assert: text}
}

func (p *parser) literal(r rune) *node {
	return &node{op: single, set: p.folded([]rune{r, r})}
}

// quantifier reads a repetition of n, or returns nil.
func (p *parser) quantifier(n *node) (*node, error) {
	if !p.more() {
		return nil, nil
	}
	q := &node{op: repeat, subs: []*node{n}, max: -1}
	switch p.src[p.pos] {
	case '*':
		p.pos++
	case '+':
		q.min = 1
		p.pos++
	case '?':
		q.max = 1
		p.pos++
	case '{':
		end := strings.IndexByte(p.src[p.pos:], '}')
		if end < 0 || !bounds(p.src[p.pos+1:p.pos+end], q) {
			return nil, nil // a bracket like any other
		}
		p.pos += end + 1
	default:
		return nil, nil
	}
	if q.max >= 0 && q.max < q.min {
		return nil, errors.New("repetition with its bounds the wrong way round")
	}
	if q.max > 1000 {
		q.max = -1
		p.note("a repetition of more than a thousand was taken as unbounded")
	}
	if p.take("+") {
		p.note("a possessive repetition was taken as a greedy one")
	} else {
		p.take("?")
	}
	return q, nil
}

// bounds reads "n", "n,", "n,m" or ",m" into q.
func bounds(s string, q *node) bool {
	lo, hi, ranged := strings.Cut(s, ",")
	var err error
	if lo != "" || !ranged {
		if q.min, err = strconv.Atoi(strings.TrimSpace(lo)); err != nil || q.min < 0 || q.min > 1000 {
			return false
		}
	}
	switch {
	case !ranged:
		q.max = q.min
	case strings.TrimSpace(hi) == "":
		q.max = -1
	default:
		if q.max, err = strconv.Atoi(strings.TrimSpace(hi)); err != nil || q.max < 0 {
			return false
		}
	}
	return true
}

// group reads what an opening bracket begins.
func (p *parser) group() (*node, error) {
	p.pos++
	fold, multi, dotNL, space := p.fold, p.multi, p.dotNL, p.space
	kind := &node{op: concat}
	if p.take("?") {
		switch {
		case p.take(":"):
		case p.take(">"):
			p.note("an atomic group was taken as a plain one")
		case p.take("="):
			kind = &node{op: look}
		case p.take("!"):
			kind = &node{op: look, negative: true}
		case p.take("<="):
			kind = &node{op: look, behind: true}
		case p.take("<!"):
			kind = &node{op: look, behind: true, negative: true}
		case p.take("<"), p.take("P<"):
			end := strings.IndexByte(p.src[p.pos:], '>')
			if end < 0 {
				return nil, errors.New("name of a group without its end")
			}
			p.pos += end + 1
		case p.take("#"):
			end := strings.IndexByte(p.src[p.pos:], ')')
			if end < 0 {
				return nil, errors.New("comment without its end")
			}
			p.pos += end + 1
			return nil, nil
		default:
			closed, err := p.flags()
			if closed || err != nil {
				return nil, err
			}
		}
	}
	p.looks = p.looks || kind.op == look
	sub, err := p.alternation()
	if err != nil {
		return nil, err
	}
	if !p.take(")") {
		return nil, errors.New("group without its end")
	}
	p.fold, p.multi, p.dotNL, p.space = fold, multi, dotNL, space
	kind.subs = []*node{sub}
	return kind, nil
}

// flags reads "i-s:" or "i)". It tells whether the bracket is closed already,
// so that the flags hold to the end of the group around it.
func (p *parser) flags() (closed bool, err error) {
	on := true
	for p.more() {
		switch c := p.src[p.pos]; c {
		case '-':
			on = false
		case 'i':
			p.fold = on
		case 'm':
			p.multi = on
		case 's':
			p.dotNL = on
		case 'x':
			p.space = on
		case 'u', 'U', 'd', 'w': // Unicode rules hold always
		case ':', ')':
			p.pos++
			return c == ')', nil
		default:
			return false, fmt.Errorf("unknown flag %q", string(c))
		}
		p.pos++
	}
	return false, errors.New("flags without their end")
}

// escape reads what a backslash begins, outside a class.
func (p *parser) escape() (*node, error) {
	if p.pos+1 == len(p.src) {
		return nil, errors.New("backslash at the end")
	}
	switch c := p.src[p.pos+1]; c {
	case 'b', 'B', 'A', 'z', 'Z', 'G':
		p.pos += 2
		n := &node{op: assertion}
		switch c {
		case 'b':
			n.assert = syntax.OpWordBoundary
		case 'B':
			n.assert = syntax.OpNoWordBoundary
		case 'A':
			n.assert = syntax.OpBeginText
		case 'z', 'Z':
			n.assert = syntax.OpEndText
		default:
			return nil, errors.New(`\G is not known here`)
		}
		return n, nil
	case 'Q':
		p.pos += 2
		end := strings.Index(p.src[p.pos:], `\E`)
		quoted := p.src[p.pos:]
		if end >= 0 {
			quoted = quoted[:end]
			p.pos += end + 2
		} else {
			p.pos = len(p.src)
		}
		n := &node{op: concat}
		for _, r := range quoted {
			n.subs = append(n.subs, p.literal(r))
		}
		return n, nil
	case 'R':
		p.pos += 2
		crlf := &node{op: concat, subs: []*node{p.literal('\r'), p.literal('\n')}}
		return &node{op: alternate, subs: []*node{crlf, {op: single, set: verticals}}}, nil
	case 'X':
		return nil, errors.New(`\X is not known here`)
	case '1', '2', '3', '4', '5', '6', '7', '8', '9', 'k':
		return nil, errors.New("a reference back to a group")
	}
	set, err := p.escaped()
	if err != nil {
		return nil, err
	}
	return &node{op: single, set: p.folded(set)}, nil
}
