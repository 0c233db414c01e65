package tmx

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// pieces is what TMX files are made of, whole and broken.
var pieces = []string{
	"<tu>", "</tu>", "<tuv xml:lang='en'>", "</tuv>", "<seg>", "</seg>", "<tu><tuv xml:lang=\"ru\"><seg>", "</seg></tuv></tu>", "text", " ", "\r\n",
	"你好。", "<ph>", "</ph>", "<bpt i='1'>", "</bpt>", "<ept i='1'/>", "<hi type=\"a>b\">", "</hi>", "<sub>", "</sub>", "<it pos='begin'/>", "<it>", "</it>",
	"<ut x='1'>", "</ut>", "<g id='1'>", "</g>", "<x/>", "<br>", "</b>", "<b>", "<note>", "</note>", "<prop type='t'>", "</prop>", "<prop>", "<PH>", "</PH>",
	"&amp;", "&", "&lt;", "<", ">", "]]>", "<![CDATA[", "<![CDATA[a<b]]>", "<!-- c -->", "<!--", "<?pi?>", "&nbsp;", "&e;", "&x;", "&bomb;", "&#13;", "&#x1F;", "&#xD83D;", "&#xDE00;", "&#xD83D;&#xDE00;",
	"\x00", "\x0b", "\xff", "\uFFFE", "\uFFFD", "\uFEFF", "<tu tuid='1' tuid='2' x=y z>", "<tuv lang='zh_CN'>", "<tuv>", "<seg/>", "<tuv xml:lang='fr'/>", "<seg", "<tuv ", "'", "\"", "=", "</body>", "</tmx>", "<body>", "<tmx version=\"1.4\">", "<header/>",
	"<ph x='a&amp;b&#10;c\td'/>", "<ph id=\"1\" type=\"a\">", "<x:g>", "</x:g>", "<sub", "</", "<!", "<header creationtool='a'>", "</header>", "<ude name='n'>", "<map unicode='#x1'/>", "</ude>",
}

// TestSoup reads documents made of such pieces by chance. It holds them to what
// FuzzRead holds: byte-wise mutation seldom makes a tag.
func TestSoup(t *testing.T) {
	n := 2000
	if testing.Short() {
		n = 300
	}
	var all []Unit
	for seed := range n {
		rnd := rand.New(rand.NewPCG(uint64(seed), 2))
		var b strings.Builder
		if rnd.IntN(10) > 0 {
			b.WriteString("<?xml version='1.0'?><!DOCTYPE tmx [<!ENTITY e \"x&amp;y\"><!ENTITY x SYSTEM 'f'><!ENTITY bomb '&bomb;'>]><tmx version='1.4'>" + sampleHeader + "<body>")
		}
		for range rnd.IntN(60) {
			switch rnd.IntN(4) {
			case 0:
				b.WriteString("<tu><tuv xml:lang='en'><seg>")
				for range rnd.IntN(6) {
					b.WriteString(pieces[rnd.IntN(len(pieces))])
				}
				b.WriteString("</seg></tuv></tu>")
			default:
				b.WriteString(pieces[rnd.IntN(len(pieces))])
			}
		}
		if rnd.IntN(3) > 0 {
			b.WriteString("</body></tmx>")
		}
		all = append(all, holds(t, []byte(b.String()))...)
		if t.Failed() {
			t.Fatalf("seed %d: %q", seed, b.String())
		}
	}
	if len(all) < n {
		t.Errorf("only %d units in %d documents", len(all), n)
	}
	for _, portable := range []bool{false, true} {
		doc, _ := write(t, Header{}, all, func(w *Writer) { w.Portable = portable })
		valid(t, doc)
	}
}
