package align

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"dragoman/internal/lang"
)

func text(l lang.Code, lines ...string) Text {
	t := Text{Lang: l}
	for k, s := range lines {
		t.Segments = append(t.Segments, Segment{Text: s, Paragraph: k})
	}
	return t
}

// covered fails unless every segment is in exactly one bead.
func covered(t testing.TB, beads []Bead, texts ...Text) {
	t.Helper()
	for l, tx := range texts {
		seen := make([]int, len(tx.Segments))
		for _, b := range beads {
			if len(b.Spans) != len(texts) {
				t.Fatalf("bead has %d spans for %d texts", len(b.Spans), len(texts))
			}
			for k := b.Spans[l].Start; k < b.Spans[l].End; k++ {
				seen[k]++
			}
		}
		if k := slices.IndexFunc(seen, func(n int) bool { return n != 1 }); k >= 0 {
			t.Fatalf("segment %d of text %d is in %d beads", k, l, seen[k])
		}
	}
}

func TestAlignSmall(t *testing.T) {
	en := text("en", "Statement on nuclear weapons", "The treaty was signed on 3 May 1998 in Moscow.", "It entered into force in 2001.", "All 15 members of the Council voted in favour.")
	ru := text("ru", "Заявление о ядерном оружии", "Договор был подписан 3 мая 1998 года в Москве и вступил в силу в 2001 году.", "Все 15 членов Совета проголосовали за.")
	zh := text("zh", "关于核武器的声明", "该条约于1998年5月3日在莫斯科签署。", "2001年生效。", "安理会15个成员国均投了赞成票。")
	for _, c := range []struct {
		name  string
		texts []Text
		want  []Link
	}{
		{"en-ru", []Text{en, ru}, ladder(t, "[0]:[0]\n[1, 2]:[1]\n[3]:[2]\n")},
		{"zh-en", []Text{zh, en}, ladder(t, "[0]:[0]\n[1]:[1]\n[2]:[2]\n[3]:[3]\n")},
		{"zh-en-ru", []Text{zh, en, ru}, ladder(t, "[0]:[0]:[0]\n[1, 2]:[1, 2]:[1]\n[3]:[3]:[2]\n")},
	} {
		t.Run(c.name, func(t *testing.T) {
			var a Aligner
			beads, err := a.Align(t.Context(), c.texts...)
			if err != nil {
				t.Fatal(err)
			}
			covered(t, beads, c.texts...)
			got := Links(beads)
			if len(got) != len(c.want) {
				t.Fatalf("got %v, want %v", got, c.want)
			}
			for k := range got {
				for l := range got[k] {
					if !slices.Equal(got[k][l], c.want[k][l]) {
						t.Fatalf("got %v, want %v", got, c.want)
					}
				}
			}
		})
	}
}

func TestAlignEmpty(t *testing.T) {
	one := text("en", "One sentence.", "And another.")
	for _, texts := range [][]Text{
		{one, text("ru")}, {text("zh"), one}, {text("zh"), text("en")},
		{one, text("ru"), text("zh")}, {text("zh"), one, text("ru", "Одно предложение.")}, {text("zh"), text("en"), text("ru")},
	} {
		var a Aligner
		beads, err := a.Align(t.Context(), texts...)
		if err != nil {
			t.Fatal(err)
		}
		covered(t, beads, texts...)
	}
}

func TestAlignErrors(t *testing.T) {
	var a Aligner
	if _, err := a.Align(t.Context(), text("en", "One.")); !errors.Is(err, ErrTexts) {
		t.Errorf("got %v for one text", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 0)
	defer cancel()
	time.Sleep(time.Millisecond)
	if _, err := a.Align(ctx, text("en", "One."), text("ru", "Один.")); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v after the deadline", err)
	}
}
