package align

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// class tells how a segment begins or ends. Segments that translate one
// another tend to begin and end alike.
type class uint8

// Classes of an end.
const (
	endOther class = iota
	endStop        // . 。 and the like
	endQuestion
	endExclamation
	endColon
	endSemicolon
	endComma
	nclasses
)

// Classes of a beginning.
const (
	openOther  class = iota
	openNumber       // 1. (2) 三、
	openLetter       // (a) а)
	openBullet       // - • *
	openHeading
)

// closing is the class of the end: the last mark, quotation marks and brackets
// left aside.
func closing(text string) class {
	text = strings.TrimRightFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("\"'”’»›）)】］]」』》*_", r)
	})
	r, _ := utf8.DecodeLastRuneInString(text)
	switch r {
	case '.', '。', '．', '…':
		return endStop
	case '?', '？':
		return endQuestion
	case '!', '！':
		return endExclamation
	case ':', '：':
		return endColon
	case ';', '；':
		return endSemicolon
	case ',', '，', '、':
		return endComma
	}
	return endOther
}

const hanDigits = "一二三四五六七八九十百"

// opening is the class of the beginning.
func opening(s Segment) class {
	if s.Heading {
		return openHeading
	}
	text := strings.TrimLeft(s.Text, " \t\u3000([（［")
	r, n := utf8.DecodeRuneInString(text)
	digit := func(r rune) bool { return unicode.IsDigit(r) || strings.ContainsRune(hanDigits, r) }
	switch {
	case len(text) == 0:
		return openOther
	case strings.ContainsRune("-–—•·*●○◦▪■", r):
		return openBullet
	case digit(r) && enumerates(strings.TrimLeftFunc(text, digit)):
		return openNumber
	case unicode.IsLetter(r) && enumerates(text[n:]):
		return openLetter
	}
	return openOther
}

// enumerates tells whether what follows a number or a letter makes it a list
// marker.
func enumerates(rest string) bool {
	r, n := utf8.DecodeRuneInString(rest)
	if r == '.' {
		return len(rest) == n || rest[n] == ' '
	}
	return n > 0 && strings.ContainsRune(")、．）]］", r)
}

// cuts is the evidence of a cut in nats: how far the segments before it end
// alike, and those after it begin alike.
type cuts struct {
	end, open, para agreement
}

// agreement[x][y] is the cost of class x against class y.
type agreement [nclasses][nclasses]float32

// trust is the probability that the classes at a true cut are equal for a
// reason, beyond chance.
type trust struct{ end, open, para float64 }

// firstTrust serves until a path through the document has been seen. It counts
// as much as trustWeight cuts seen there.
var firstTrust = trust{end: 0.6, open: 0.5, para: 0.5}

const trustWeight = 10

func endOf(s *sentence) class  { return s.close }
func openOf(s *sentence) class { return s.open }
func paraOf(s *sentence) class {
	if s.start {
		return 1
	}
	return 0
}

// fitCuts reads off the texts how much a class tells: one that ends nearly all
// segments tells little, a rare one much.
func fitCuts(a, b *source, t trust) *cuts {
	return &cuts{
		end:  agree(shares(a, endOf), shares(b, endOf), t.end),
		open: agree(shares(a, openOf), shares(b, openOf), t.open),
		para: agree(shares(a, paraOf), shares(b, paraOf), t.para),
	}
}

// agree is -log P(x, y | true cut) / P(x) P(y), where with probability t a true
// cut has one class on both sides.
func agree(p, q [nclasses]float64, t float64) agreement {
	var both [nclasses]float64
	sum := 0.0
	for x := range nclasses {
		both[x] = math.Sqrt(p[x] * q[x])
		sum += both[x]
	}
	var e agreement
	for x := range nclasses {
		for y := range nclasses {
			l := 1 - t
			if x == y {
				l += t * both[x] / sum / (p[x] * q[x])
			}
			e[x][y] = float32(-math.Log(l))
		}
	}
	return e
}

// shares is the share of each class among the segments of a text.
func shares(s *source, f func(*sentence) class) [nclasses]float64 {
	var p [nclasses]float64
	for k := range s.sentences {
		p[f(&s.sentences[k])]++
	}
	n := float64(len(s.sentences))
	for k := range p {
		p[k] = (p[k] + 0.5/float64(nclasses)) / (n + 0.5)
	}
	return p
}

// cost of a cut at corner (i, j).
func (c *cuts) cost(a, b *source, i, j int) float32 {
	v := float32(0)
	if i > 0 && j > 0 {
		v += c.end[a.sentences[i-1].close][b.sentences[j-1].close]
	}
	if i < len(a.sentences) && j < len(b.sentences) {
		x, y := &a.sentences[i], &b.sentences[j]
		v += c.open[x.open][y.open] + c.para[paraOf(x)][paraOf(y)]
	}
	return v
}

// refitTrust estimates the trust from the cuts of a path: of the cuts that
// could differ by chance, how many agree beyond chance.
func refitTrust(a, b *source, path []step) trust {
	var t trust
	one := func(f func(*sentence) class, shift int, first float64) float64 {
		p, q := shares(a, f), shares(b, f)
		chance := 0.0
		for k := range p {
			chance += p[k] * q[k]
		}
		// With trust t a cut agrees with probability t + (1−t)·chance.
		n, same := float64(trustWeight), trustWeight*(first+(1-first)*chance)
		for _, s := range path {
			i, j := s.i-shift, s.j-shift
			if s.a == 0 || s.b == 0 || i >= len(a.sentences) || j >= len(b.sentences) {
				continue
			}
			n++
			if f(&a.sentences[i]) == f(&b.sentences[j]) {
				same++
			}
		}
		return min(0.95, max(0.05, (same/n-chance)/max(1e-3, 1-chance)))
	}
	t.end = one(endOf, 1, firstTrust.end)
	t.open = one(openOf, 0, firstTrust.open)
	t.para = one(paraOf, 0, firstTrust.para)
	return t
}

// inner is the evidence of paragraphs inside a bead: a bead seldom reaches
// over the start of a paragraph. Where each segment is a paragraph of its own
// it tells nothing.
type inner struct {
	starts []int32 // number of paragraph starts up to and with each segment
	start  float64 // cost of a start inside
	other  float64 // cost of a segment inside that starts none
	titles []int32 // number of headings up to and with each segment
}

// titleInside is the cost, in nats, of a heading in one bead with other
// segments: headings are translated by headings, but for the few that one
// language runs into two lines.
const titleInside = 3.0

// innerTrust is the share of paragraph starts that beads keep out of, in a
// text of long paragraphs.
const innerTrust = 0.9

func newInner(s *source) *inner {
	in := &inner{starts: make([]int32, len(s.sentences)+1), titles: make([]int32, len(s.sentences)+1)}
	for k := range s.sentences {
		in.starts[k+1], in.titles[k+1] = in.starts[k], in.titles[k]
		if s.sentences[k].open == openHeading {
			in.titles[k+1]++
		}
		if s.sentences[k].start {
			in.starts[k+1]++
		}
	}
	n := float64(len(s.sentences)) + 1
	p := (float64(in.starts[len(s.sentences)]) + 0.99) / n // all starts: just below 1
	t := innerTrust * math.Sqrt(1-p)
	in.start = -math.Log(1 - t)
	in.other = -math.Log((1 - p*(1-t)) / (1 - p))
	if p > 0.98 {
		in.start, in.other = 0, 0
	}
	return in
}

// cost of the segments of a bead after the first.
func (in *inner) cost(start, end int) float64 {
	if end-start < 2 {
		return 0
	}
	n := in.starts[end] - in.starts[start+1]
	return in.start*float64(n) + in.other*float64(int32(end-start-1)-n) +
		titleInside*float64(in.titles[end]-in.titles[start])
}
