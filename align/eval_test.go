package align

import (
	"errors"
	"math"
	"strings"
	"testing"
)

func ladder(t *testing.T, text string) []Link {
	t.Helper()
	links, err := ReadLadder(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return links
}

func TestLadderRoundTrip(t *testing.T) {
	const text = "[0]:[0]:[0, 1]\n[]:[1]:[]\n[2, 3]:[2]:[2]\n[1]:[3]:[]\n"
	var b strings.Builder
	if err := WriteLadder(&b, ladder(t, text)); err != nil {
		t.Fatal(err)
	}
	if b.String() != text {
		t.Errorf("got\n%swant\n%s", b.String(), text)
	}
}

func TestReadLadderErrors(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"no brackets", "[0]:[0]\n1:2\n", "line 2: not a ladder: column 1: \"1\" is not a group in brackets"},
		{"word", "[0]:[a]\n", "line 1: not a ladder: column 2: \"a\" is not a segment number"},
		{"negative", "[-1]:[0]\n", "line 1: not a ladder: column 1: \"-1\" is not a segment number"},
		{"columns", "[0]:[0]\n\n[1]:[1]:[1]\n", "line 3: not a ladder: 3 columns where the lines above have 2"},
		{"twice", "[0]:[0]\n[1]:[0]\n", "line 2: not a ladder: segment 0 of column 2 is already in line 1"},
		{"one column", "[0]\n", "line 1: not a ladder: one column"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := ReadLadder(strings.NewReader(c.text))
			if err == nil || err.Error() != c.want || !errors.Is(err, ErrLadder) {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

func TestEvaluate(t *testing.T) {
	for _, c := range []struct {
		name, gold, got string
		strict, lax     [4]int // right, got, found, gold
	}{
		{"same", "[0]:[0]\n[1]:[]\n[2]:[1, 2]\n", "[0]:[0]\n[1]:[]\n[2]:[1, 2]\n", [4]int{3, 3, 2, 2}, [4]int{3, 3, 2, 2}},
		{"cut", "[0, 1]:[0, 1]\n", "[0]:[0]\n[1]:[1]\n", [4]int{0, 2, 0, 1}, [4]int{2, 2, 1, 1}},
		{"false empty", "[0]:[0]\n", "[0]:[]\n[]:[0]\n", [4]int{0, 2, 0, 1}, [4]int{0, 2, 0, 1}},
		{"crossing", "[0]:[1]\n[1]:[0]\n", "[0]:[0]\n[1]:[1]\n", [4]int{0, 2, 0, 2}, [4]int{0, 2, 0, 2}},
		{"three columns", "[0]:[0]:[0]\n[1]:[1]:[]\n", "[0]:[0]:[0]\n[1]:[]:[]\n[]:[1]:[]\n", [4]int{5, 7, 3, 4}, [4]int{5, 7, 3, 4}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := Evaluate([][]Link{ladder(t, c.gold)}, [][]Link{ladder(t, c.got)})
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range []struct {
				name string
				p    PRF
				want [4]int
			}{{"strict", s.Strict, c.strict}, {"lax", s.Lax, c.lax}} {
				if got := [4]int{x.p.Right, x.p.Got, x.p.Found, x.p.Gold}; got != x.want {
					t.Errorf("%s: got %v, want %v", x.name, got, x.want)
				}
			}
		})
	}
	if _, err := Evaluate(make([][]Link, 1), nil); err == nil {
		t.Error("no error for missing documents")
	}
	s, _ := Evaluate([][]Link{ladder(t, "[0]:[0]\n[1]:[1]\n")}, [][]Link{ladder(t, "[0]:[0]\n[1]:[]\n[]:[1]\n")})
	if math.Abs(s.Strict.F1-0.4) > 1e-9 { // precision 1/3, recall 1/2
		t.Errorf("F1 = %v, want 0.4", s.Strict.F1)
	}
}

func TestEvaluateUnits(t *testing.T) {
	gold := ladder(t, "[0]:[0]:[0]\n[1, 2]:[1]:[1]\n[3]:[]:[2]\n[4]:[2]:[3]\n")
	got := ladder(t, "[0]:[0]:[0]\n[1]:[1]:[1]\n[2, 3]:[]:[2]\n[4]:[2]:[3]\n")
	p, err := EvaluateUnits([][]Link{gold}, [][]Link{got})
	if err != nil {
		t.Fatal(err)
	}
	if p.Right != 2 || p.Got != 3 || p.Gold != 3 {
		t.Errorf("got %+v", p)
	}
}
