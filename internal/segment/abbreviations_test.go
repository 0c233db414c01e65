package segment

import (
	"slices"
	"strings"
	"testing"

	"dragoman/internal/lang"
)

func TestReadAbbreviations(t *testing.T) {
	got, err := ReadAbbreviations(strings.NewReader("\ufeff# ours\nМИДа.\n\n  п. м.  # running metre\r\nRegt"))
	if want := []string{"МИДа.", "п. м.", "Regt"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
	for _, bad := range []string{"ok\n\xff", "...", strings.Repeat("a", 60)} {
		if got, err := ReadAbbreviations(strings.NewReader(bad)); err == nil {
			t.Errorf("%q gave %q and no error", bad, got)
		}
	}
}

func TestAbbreviations(t *testing.T) {
	for _, c := range []struct {
		lang lang.Code
		own  []string
		text string
		want int
	}{
		{lang.English, nil, "The regiment. Smith led it.", 2},
		{lang.English, []string{"regiment."}, "The regiment. Smith led it.", 1},
		{lang.English, []string{"Regiment"}, "The regiment. Smith led it.", 2},
		{lang.English, []string{"Regiment"}, "The Regiment. Smith led it. THE REGIMENT. Smith.", 2},
		{lang.Russian, []string{"п. м."}, "Цена 5 р. за п. м. Доставка бесплатна.", 1},
		{lang.Russian, []string{"кг"}, "Вес 5 кг. Длина 3 м. Всё.", 2},
		{lang.English, []string{"special envoy", "X"}, "The special envoy. The envoy. Mr. X. Then left.", 2},
		{lang.Chinese, []string{"Abc."}, "这是Abc. 公司。它很大。", 2},
	} {
		s := &Segmenter{Lang: c.lang, Abbreviations: c.own}
		if got := s.Spans(nil, c.text, nil); len(got) != c.want {
			t.Errorf("%q with %q: %v, want %d segments", c.text, c.own, got, c.want)
		}
	}
}
