package document

import (
	"strings"
	"testing"
)

// set makes glyphs of a text, wide ones one em wide, others half; '_' leaves a
// distance of 0.2 em, '~' is a space that only the engine sees, 0.3 em wide.
func set(x, y, size float64, s string) (glyphs []glyph) {
	spaced := false
	for _, r := range s {
		w := width(string(r)) * size
		switch r {
		case '_':
			x += 0.2 * size
			continue
		case '~':
			x, spaced = x+0.3*size, true
			continue
		}
		glyphs = append(glyphs, glyph{r: r, x0: x, x1: x + w, y: y, size: size, spaced: spaced})
		x, spaced = x+w, false
	}
	return glyphs
}

func TestAssembleLines(t *testing.T) {
	tests := []struct {
		name   string
		pieces [][]glyph
		want   string
	}{
		{"a hole filled later", [][]glyph{set(0, 0, 10, "关于"), set(25, 0, 10, "联合"), set(50, 0, 10, "。"), set(20, -1, 10, "“"), set(45, -1, 10, "”")}, "关于“联合”。"},
		{"the other font first", [][]glyph{set(20, 0, 10, "2025"), set(0, 0, 10, "在此"), set(40, 0, 10, "年")}, "在此2025年"},
		{"typesetter's distance", [][]glyph{set(0, 0, 10, "于_2025_年与_NATO_的")}, "于2025年与NATO的"},
		{"spaces that are written", [][]glyph{set(0, 0, 10, "于 2025 年")}, "于 2025 年"},
		{"written on one side", [][]glyph{set(0, 0, 10, "于"), set(15, 0, 10, "2025 年")}, "于 2025 年"},
		{"words", [][]glyph{set(0, 0, 10, "the~sides’~“Joint~Statement”")}, "the sides’ “Joint Statement”"},
		{"a quote of another font", [][]glyph{set(0, 0, 10, "sides"), set(33, 0, 10, "own"), set(25, 0, 10, "’")}, "sides’ own"},
		{"a footnote mark", [][]glyph{set(0, 0, 10, "Договор"), set(35, 4, 6, "12"), set(41, 0, 10, ".")}, "Договор¹²."},
		{"an index", [][]glyph{set(0, 0, 10, "CO"), set(10, -2, 6, "2")}, "CO2"},
		{"two lines set solid", [][]glyph{set(0, 10, 10, "first"), set(0, 0, 10, "second")}, "first|second"},
		{"a list mark", [][]glyph{set(0, 0, 10, "1."), set(25, 0, 10, "~Text")}, "1. Text"},
		{"cells", [][]glyph{set(0, 0, 10, "One"), set(60, 0, 10, "Two")}, "One|Two"},
		{"columns", [][]glyph{set(0, 20, 10, "left"), set(0, 0, 10, "down"), set(32, 20, 10, "right"), set(32, 1, 10, "here")}, "left|down|right|here"},
		{"an initial", [][]glyph{set(0, 0, 30, "О"), set(16, 18, 10, "говор"), set(16, 6, 10, "строка")}, "О|говор|строка"},
	}
	for _, tt := range tests {
		var glyphs []glyph
		for _, p := range tt.pieces {
			glyphs = append(glyphs, p...)
		}
		var got []string
		for _, l := range assembleLines(glyphs) {
			got = append(got, l.text)
		}
		if s := strings.Join(got, "|"); s != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, s, tt.want)
		}
	}
}

func TestJoin(t *testing.T) {
	const plain = "one line of a text that divides no words at the end of its lines"
	tests := []struct{ name, text, want string }{
		{"divided", "inter-|national law and the inter-|pretation of it", "international law and the interpretation of it"},
		{"with a hyphen elsewhere", "long-|standing and long-standing", "long-standing and long-standing"},
		{"whole elsewhere", "world-|wide, worldwide and so-called", "worldwide, worldwide and so-called"},
		{"both halves words", "the state-|party and a party of the state", "the state-party and a party of the state"},
		{"no words divided", strings.Repeat(plain+"|", 40) + "российско-|китайского", strings.Repeat(plain+" ", 40) + "российско-китайского"},
		{"names", "the Russo-|Chinese text", "the Russo-Chinese text"},
		{"numbers", "in 2020-|2030 and COVID-|19", "in 2020-2030 and COVID-19"},
		{"a dash", "this -|and that", "this - and that"},
		{"Chinese", "双方重申|恪守“|核武器”|“声明”", "双方重申恪守“核武器”“声明”"},
		{"Chinese with digits", "于2025|年发表了2022|年的声明", "于2025年发表了2022年的声明"},
		{"Chinese with digits set apart", "于 2025|年发表了 2022 年的声明", "于 2025 年发表了 2022 年的声明"},
		{"quotes", "the two sides’|“Joint Statement”", "the two sides’ “Joint Statement”"},
	}
	for _, tt := range tests {
		var lines []pageLine
		for s := range strings.SplitSeq(tt.text, "|") {
			lines = append(lines, pageLine{text: s})
		}
		if got := habitsOf(lines).join(lines, &leftOut{}); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}
