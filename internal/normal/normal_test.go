package normal

import (
	"os"
	"slices"
	"strings"
	"testing"

	"dragoman/internal/lang"
)

func keys(l lang.Code, text string) string {
	var ks []string
	for _, t := range Tokens(nil, l, text) {
		ks = append(ks, t.Key)
	}
	return strings.Join(ks, "|")
}

func TestTokens(t *testing.T) {
	const zh, en, ru, de = lang.Chinese, lang.English, lang.Russian, lang.Code("de")
	tests := []struct {
		l          lang.Code
		text, want string
	}{
		{en, "", ""},
		{en, " — … ", ""},
		{en, "Long-term Stability", "long|term|stability"},
		{en, "The States’ parties' rights; China's", "the|states|parties|rights|china's"},
		{en, "‘quoted’ and 'quoted'", "quoted|and|quoted"},
		{en, "don’t DON'T donʼt", "don't|don't|don't"},
		{en, "the U.S. and the US, e.g. this", "the|us|and|the|us|eg|this"},
		{en, "U.S.-led U.S.A", "us|led|usa"},
		{en, "A.Smith a.b", "a|smith|ab"},
		{en, "São Tomé, Côte d’Ivoire, Zürich", "sao|tome|cote|d'ivoire|zurich"},
		{en, "office oﬃce ＡＢＣ", "office|office|abc"},
		{en, "non\u00adproliferation zero\u200bwidth", "nonproliferation|zerowidth"},
		{en, "COVID-19 G20 5G 20th 1990s", "covid|19|g20|5|g|20|th|1990|s"},
		{en, "note² m² №5 ①②", "note|m|no|5|1|2"},
		{en, "A/RES/75/240", "a|res|75|240"},
		{en, "1 000 000 2,231 80", "1000000|2231|80"},
		{en, "1,234.5 3.5 3,5 0,123", "1234.5|3.5|3.5|0.123"},
		{en, "in 2015 100 people; 5, 300", "in|2015|100|people|5|300"},
		{en, "23.05.2025 1.2.3 2020-2025 15:30", "23.05.2025|1.2.3|2020|2025|15|30"},
		{en, "5. Next", "5|next"},
		{en, "Chapter Ⅶ", "chapter|vii"},
		{ru, "Ёлка ещё е\u0308ж за\u0301мок йод и\u0306од", "елка|еще|еж|замок|йод|йод"},
		{ru, "3,5 млн; 2 231; 1 000 000; 2,231", "3.5|млн|2231|1000000|2.231"},
		{ru, "1.234,5 1.000.000", "1234.5|1000000"},
		{ru, "т.е. США по-прежнему 80-летие", "те|сша|по|прежнему|80|летие"},
		{ru, "«Токаев» К.К.", "токаев|кк"},
		{de, "1.234,5 3,5", "1234.5|3.5"},
		{zh, "聯合國憲章", "联|合|国|宪|章"},
		{zh, "第 １０３ 条，３．５％", "第|103|条|3.5"},
		{zh, "2025年5月21日·维也纳", "2025|年|5|月|21|日|维|也|纳"},
		{zh, "著名乾坤", "著|名|乾|坤"},
		{zh, "（一）㈠ 〇 AI技术", "一|一|〇|ai|技|术"},
		{zh, "⼈⺠ 金", "人|⺠|金"},
		{zh, "1，000人；3，5条", "1000|人|3.5|条"},
		{en, "\xff\xfeabc\xf0", "abc"},
	}
	for _, tt := range tests {
		if got := keys(tt.l, tt.text); got != tt.want {
			t.Errorf("%s %q:\n got %s\nwant %s", tt.l, tt.text, got, tt.want)
		}
	}
}

func TestKey(t *testing.T) {
	tests := []struct {
		l    lang.Code
		a, b string
	}{
		{lang.Chinese, "《不扩散核武器条约》第 6 条", "不擴散核武器條約第６條"},
		{lang.Chinese, "在第二次世界大战胜利和联合国成立 80 周年之际", "在第二次世界大战胜利和联合国成立80周年之际，"},
		{lang.English, "The “Joint Statement”", "the 'joint statement'."},
		{lang.Russian, "Учёт — «всех» 1 000 мер", "учет всех 1000 мер"},
	}
	for _, tt := range tests {
		if a, b := Key(tt.l, tt.a), Key(tt.l, tt.b); a != b {
			t.Errorf("%q and %q: keys %q and %q differ", tt.a, tt.b, a, b)
		}
	}
	if got, want := Key(lang.English, "pages 5, 300 and x3 300"), "pages 5, 300 and x3 300"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestStem(t *testing.T) {
	tests := []struct {
		l          lang.Code
		text, want string
	}{
		{lang.English, "Nations national WEAPONS China’s", "nation nation weapon china"},
		{lang.English, "Россия", "россия"},
		{lang.Russian, "Вооружений вооружениями ВООРУЖЕНИЕ NATO", "вооружен вооружен вооружен nato"},
		{lang.Russian, "Учёт учета", "учет учет"},
		{lang.Chinese, "国 Nations", "国 nations"},
		{lang.Code("de"), "Nationen", "nationen"},
	}
	for _, tt := range tests {
		var got []string
		for _, tok := range Tokens(nil, tt.l, tt.text) {
			got = append(got, tok.Stem)
		}
		if s := strings.Join(got, " "); s != tt.want {
			t.Errorf("%s %q: got %q, want %q", tt.l, tt.text, s, tt.want)
		}
	}
}

func TestCacheGivesTheSame(t *testing.T) {
	var c Cache
	text := "Учёт и учета; Ёлка NATO 1 000 国"
	for _, l := range []lang.Code{lang.Russian, lang.English, lang.Russian, lang.Russian} {
		if got, want := c.Tokens(nil, l, text), Tokens(nil, l, text); !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", l, got, want)
		}
	}
}

func FuzzTokens(f *testing.F) {
	b, err := os.ReadFile("../../data/statement/zh.txt")
	if err != nil {
		f.Fatal(err)
	}
	for p := range strings.SplitSeq(string(b), "\n\n") {
		f.Add(p, uint8(0))
	}
	for i, s := range []string{"U.S.-led 1,234.5 5, 300 oﬃce", "Учёт е\u0308ж за\u0301мок 3,5", "½ ㈠ ﷺ ŉ ¼5", "1 000.5,6.7.8"} {
		f.Add(s, uint8(i))
	}
	langs := []lang.Code{lang.Chinese, lang.English, lang.Russian, "de"}
	f.Fuzz(func(t *testing.T, text string, n uint8) {
		l := langs[int(n)%len(langs)]
		toks := Tokens(nil, l, text)
		at := Token{}
		for _, tok := range toks {
			shared := tok.Start == at.Start && tok.End == at.End
			if tok.Start < at.End && !shared || tok.End <= tok.Start || tok.End > len(text) {
				t.Fatalf("%q: token %v after %v", text, tok, at)
			}
			if tok.Key == "" || tok.Stem == "" {
				t.Fatalf("%q: empty key or stem in %v", text, tok)
			}
			at = tok
		}
		key := Key(l, text)
		if again := Key(l, key); again != key {
			t.Fatalf("%q: key %q, its key %q", text, key, again)
		}
		again := Tokens(nil, l, key)
		if len(again) != len(toks) {
			t.Fatalf("%q: %d tokens, its key %q has %d", text, len(toks), key, len(again))
		}
		for i := range again {
			if again[i].Key != toks[i].Key || again[i].Stem != toks[i].Stem {
				t.Fatalf("%q: token %v, in its key %v", text, toks[i], again[i])
			}
		}
	})
}

func BenchmarkTokens(b *testing.B) {
	texts := []struct {
		l    lang.Code
		text string
	}{
		{lang.Chinese, "双方强调维持建设性大国关系对解决全球战略性问题的重要性。2025年5月8日。"},
		{lang.English, "The Parties stress that constructive relations between major powers matter for resolving 2,231 global strategic issues."},
		{lang.Russian, "Стороны подчёркивают важность поддержания конструктивных отношений между крупными державами для решения глобальных проблем."},
	}
	for _, tt := range texts {
		b.Run(string(tt.l), func(b *testing.B) {
			var c Cache
			var dst []Token
			b.ReportAllocs()
			b.SetBytes(int64(len(tt.text)))
			for b.Loop() {
				dst = c.Tokens(dst[:0], tt.l, tt.text)
			}
		})
		b.Run(string(tt.l)+"/cold", func(b *testing.B) {
			var dst []Token
			b.ReportAllocs()
			for b.Loop() {
				dst = Tokens(dst[:0], tt.l, tt.text)
			}
		})
	}
}

func BenchmarkKey(b *testing.B) {
	const text = "The Parties stress that constructive relations between major powers matter for resolving 2,231 global strategic issues."
	var c Cache
	b.ReportAllocs()
	for b.Loop() {
		c.Key(lang.English, text)
	}
}
