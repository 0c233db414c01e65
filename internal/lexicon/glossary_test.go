package lexicon

import (
	"fmt"
	"strings"
	"testing"

	"dragoman/internal/lang"
)

func TestReadGlossary(t *testing.T) {
	const tbx2 = `<?xml version="1.0"?><!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX"><text><body><termEntry id="1">
<langSet xml:lang="zh-CN"><tig><term>金穹</term></tig></langSet>
<langSet xml:lang="en"><tig><term>Golden Dome</term></tig></langSet>
<langSet xml:lang="de"><tig><term>Goldene Kuppel</term></tig></langSet>
</termEntry></body></text></martif>`
	const tbx3 = `<tbx><text><body><conceptEntry><langSec xml:lang="zh"><termSec><term>金穹</term></termSec></langSec>
<langSec xml:lang="en"><termSec><term>Golden <hi>Dome</hi></term></termSec><termSec><term>the Dome</term></termSec></langSec></conceptEntry></body></text></tbx>`
	tests := []struct{ name, text, want string }{
		{"commas", "zh,en,ru\n金穹,Golden Dome,Золотой купол\n", "[[金穹] [Golden Dome] [Золотой купол]]"},
		{"tabs, byte order mark, CRLF", "\ufeffEnglish\tzh-Hans\tnote\r\nGolden Dome | the Dome\t金穹\tx\r\n", "[[金穹] [Golden Dome the Dome] []]"},
		{"semicolons, quotes, comment", "# mine\nru;zh\n\"Золотой; купол\";金穹\n", "[[金穹] [] [Золотой; купол]]"},
		{"one language only", "zh,en\n金穹,\n铁穹,Iron Dome\n", "[[铁穹] [Iron Dome] []]"},
		{"CEDICT", "# CC-CEDICT\n裁軍 裁军 [cai2 jun1] /disarmament/to disarm (a country)/CL:個|个[ge4]/\n", "[[裁军] [disarmament disarm] []]"},
		{"TBX 2", tbx2, "[[金穹] [Golden Dome] []]"},
		{"TBX 3", tbx3, "[[金穹] [Golden Dome the Dome] []]"},
	}
	for _, tt := range tests {
		g, err := ReadGlossary(strings.NewReader(tt.text), "my.csv")
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if got := fmt.Sprint(g.terms[0]); g.Len() != 1 || got != tt.want {
			t.Errorf("%s: got %d terms, first %s, want %s", tt.name, g.Len(), got, tt.want)
		}
	}
}

func TestReadGlossaryErrors(t *testing.T) {
	tests := []struct{ text, want string }{
		{"", "my.csv: the glossary is empty"},
		{" \n\n", "my.csv: the glossary is empty"},
		{"term,meaning\na,b\n", `my.csv:1: the first line must name two of the languages zh, en and ru, not "term, meaning"`},
		{"zh,zh-TW\n金,金\n", `my.csv:1: the first line must name two of the languages zh, en and ru, not "zh, zh-TW"`},
		{"zh,en\n金穹,Golden Dome\n铁穹\n", "my.csv:3: 1 columns, but en is column 2 of the first line"},
		{"zh,en\n金穹,\n", "my.csv: no term in two of the languages zh, en and ru"},
		{"zh,en\n\xff\xfe,x\n", "my.csv:2: not valid UTF-8"},
		{"裁軍 裁军 [cai2 jun1] /disarmament/\nnonsense\n", "my.csv:2: not a line of the form 裁軍 裁军 [cai2 jun1] /disarmament/"},
		{"<html>\n</html>", "my.csv:1: <html> is not the start of a TBX file"},
		{"<tbx>\n<text>\n</tbx>", "my.csv:3: XML syntax error on line 3: element <text> closed by </tbx>"},
	}
	for _, tt := range tests {
		_, err := ReadGlossary(strings.NewReader(tt.text), "my.csv")
		if err == nil || err.Error() != tt.want {
			t.Errorf("%q:\n got %v\nwant %s", tt.text, err, tt.want)
		}
	}
}

// TestGlossaryWeighsMost lays a glossary over the dictionary.
func TestGlossaryWeighsMost(t *testing.T) {
	x := full(t)
	g, err := ReadGlossary(strings.NewReader("zh\ten\tru\n稳定\tzyxwv\tквазистатус\n金穹全盘计划\tGolden Dome plan\tплан «Золотой купол»\n"), "my.tsv")
	if err != nil {
		t.Fatal(err)
	}
	y := x.With(g)
	words := y.Words(nil, lang.Chinese, "金穹全盘计划和稳定")
	var id, plan uint32
	for _, w := range words {
		switch w.Key {
		case "稳定":
			id = w.ID
		case "金穹全盘计划":
			plan = w.ID
		}
	}
	if id == 0 || plan == 0 {
		t.Fatalf("words %v", words)
	}
	for _, l := range []lang.Code{lang.English, lang.Russian} {
		best, sum := Gloss{}, float32(0)
		for _, gl := range y.Translations(nil, lang.Chinese, id, l) {
			if gl.Weight > best.Weight {
				best = gl
			}
			sum += gl.Weight
		}
		if k := y.Key(l, best.ID); best.Weight < 0.7 || sum > 1.001 || k != "zyxwv" && k != "квазистатус" {
			t.Errorf("%s: best %s with %.2f of %.2f", l, k, best.Weight, sum)
		}
	}
	found := false
	for _, w := range y.Words(nil, lang.Russian, "план «Золотой купол» плохой") {
		if strings.Count(w.Key, " ") != 2 {
			continue
		}
		for _, gl := range y.Translations(nil, lang.Russian, w.ID, lang.Chinese) {
			found = found || gl.ID == plan
		}
	}
	if !found {
		t.Error("the phrase of the glossary does not lead back to its Chinese term")
	}
	if x.Key(lang.Chinese, plan) != "" {
		t.Error("the lexicon below has changed")
	}
}

func FuzzReadGlossary(f *testing.F) {
	for _, s := range []string{"zh,en\n金穹,Golden Dome\n", "裁軍 裁军 [cai2 jun1] /disarmament/\n", "<tbx><conceptEntry><langSec xml:lang='zh'><term>x</term></langSec></conceptEntry></tbx>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		g, err := ReadGlossary(strings.NewReader(text), "x")
		if err == nil && g.Len() == 0 || err != nil && !strings.HasPrefix(err.Error(), "x:") {
			t.Fatalf("%q: %v", text, err)
		}
	})
}
