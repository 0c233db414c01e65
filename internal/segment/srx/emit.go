package srx

import (
	"fmt"
	"regexp/syntax"
	"slices"
	"strings"
)

// tree writes n as a syntax tree of Go, without its look-around, so that it
// matches whatever n matches, and perhaps more. A reversed tree matches the
// text read backwards.
func tree(n *node, reversed bool) *syntax.Regexp {
	switch n.op {
	case single:
		return &syntax.Regexp{Op: syntax.OpCharClass, Rune: n.set}
	case assertion:
		return &syntax.Regexp{Op: turned(n.assert, reversed)}
	case concat, alternate:
		if len(n.subs) == 0 {
			break
		}
		re := &syntax.Regexp{Op: syntax.OpConcat}
		if n.op == alternate {
			re.Op = syntax.OpAlternate
		}
		for _, s := range n.subs {
			re.Sub = append(re.Sub, tree(s, reversed))
		}
		if reversed && n.op == concat {
			slices.Reverse(re.Sub)
		}
		return re
	case repeat:
		return &syntax.Regexp{Op: syntax.OpRepeat, Min: n.min, Max: n.max, Sub: []*syntax.Regexp{tree(n.subs[0], reversed)}}
	}
	return &syntax.Regexp{Op: syntax.OpEmptyMatch}
}

// turned exchanges beginning and end when the text is read backwards.
func turned(op syntax.Op, reversed bool) syntax.Op {
	if reversed {
		switch op {
		case syntax.OpBeginLine:
			return syntax.OpEndLine
		case syntax.OpEndLine:
			return syntax.OpBeginLine
		case syntax.OpBeginText:
			return syntax.OpEndText
		case syntax.OpEndText:
			return syntax.OpBeginText
		}
	}
	return op
}

// exact writes n for regexp2, with its look-around.
func exact(b *strings.Builder, n *node) {
	switch n.op {
	case single:
		writeSet(b, n.set)
	case assertion:
		b.WriteString(asserted(n.assert))
	case concat:
		for _, s := range n.subs {
			exact(b, s)
		}
	case alternate:
		b.WriteString("(?:")
		for i, s := range n.subs {
			if i > 0 {
				b.WriteByte('|')
			}
			exact(b, s)
		}
		b.WriteByte(')')
	case repeat:
		b.WriteString("(?:")
		exact(b, n.subs[0])
		if n.max < 0 {
			fmt.Fprintf(b, "){%d,}", n.min)
		} else {
			fmt.Fprintf(b, "){%d,%d}", n.min, n.max)
		}
	case look:
		b.WriteString("(?")
		if n.behind {
			b.WriteByte('<')
		}
		if n.negative {
			b.WriteByte('!')
		} else {
			b.WriteByte('=')
		}
		exact(b, n.subs[0])
		b.WriteByte(')')
	}
}

func asserted(op syntax.Op) string {
	switch op {
	case syntax.OpBeginLine:
		return `(?:\A|(?<=\n))`
	case syntax.OpEndLine:
		return `(?:\z|(?=\n))`
	case syntax.OpBeginText:
		return `\A`
	case syntax.OpEndText:
		return `\z`
	}
	var w strings.Builder
	writeSet(&w, wordSet())
	if op == syntax.OpNoWordBoundary {
		return fmt.Sprintf(`(?:(?<=%[1]s)(?=%[1]s)|(?<!%[1]s)(?!%[1]s))`, w.String())
	}
	return fmt.Sprintf(`(?:(?<=%[1]s)(?!%[1]s)|(?<!%[1]s)(?=%[1]s))`, w.String())
}

func writeSet(b *strings.Builder, set []rune) {
	if len(set) == 0 {
		b.WriteString("(?!)")
		return
	}
	b.WriteByte('[')
	for i := 0; i < len(set); i += 2 {
		writeRune(b, set[i])
		if set[i+1] > set[i] {
			b.WriteByte('-')
			writeRune(b, set[i+1])
		}
	}
	b.WriteByte(']')
}

func writeRune(b *strings.Builder, r rune) {
	switch {
	case r > 0xFFFF:
		b.WriteRune(r)
	case r < 0x80 && (r >= '0' && r <= '9' || r|0x20 >= 'a' && r|0x20 <= 'z'):
		b.WriteRune(r)
	default:
		fmt.Fprintf(b, `\u%04X`, r)
	}
}
