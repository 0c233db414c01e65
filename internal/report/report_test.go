package report

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"dragoman/internal/job"
	"dragoman/internal/lang"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestStatement checks the page of the sample document against its summary.
func TestStatement(t *testing.T) {
	res := statement(t, "zh", "en", "ru")
	page := write(t, res)
	root := check(t, page)
	sum := res.Summary()

	if n, want := len(charts(root)), 3+1+3+3+1; n != want {
		t.Errorf("%d charts, want %d", n, want)
	}
	rows := all(root, func(n *html.Node) bool { return strings.HasPrefix(attr(n, "id"), "row") })
	if len(rows) != sum.Rows {
		t.Errorf("%d rows are listed of %d", len(rows), sum.Rows)
	}
	if low := all(root, func(n *html.Node) bool { return n.Data == "tr" && attr(n, "class") == "low" }); len(low) != len(sum.Check) {
		t.Errorf("%d rows marked to check, want %d", len(low), len(sum.Check))
	}
	if n := len(tableRows(byID(t, root, "check"))); n != len(sum.Check) {
		t.Errorf("the table has %d rows to check, want %d", n, len(sum.Check))
	}
	if n := len(tableRows(byID(t, root, "gaps"))); n != len(sum.Gaps) {
		t.Errorf("the table has %d gaps, want %d", n, len(sum.Gaps))
	}
	counted := 0
	for _, n := range all(byID(t, root, "confidence"), func(n *html.Node) bool { return n.Data == "text" && attr(n, "class") == "val" }) {
		var k int
		fmt.Sscan(text(n), &k)
		counted += k
	}
	if counted != sum.Rows-sum.Single {
		t.Errorf("the histogram counts %d rows, want %d", counted, sum.Rows-sum.Single)
	}
	for i, row := range rows {
		sameText(t, res, i, row)
	}
	golden(t, "statement.outline", outline(root))
}

// sameText wants the very sentences of row i in its cells, in their languages.
func sameText(t *testing.T, res *job.Result, i int, row *html.Node) {
	t.Helper()
	cells := all(row, func(n *html.Node) bool { return n.Data == "td" && attr(n, "lang") != "" })
	if len(cells) != len(res.Texts) {
		t.Fatalf("row %d has %d cells", i+1, len(cells))
	}
	for k, cell := range cells {
		if l := res.Texts[k].Lang; attr(cell, "lang") != htmlLang(string(l)) {
			t.Errorf("row %d: cell %d is in %q, want %s", i+1, k, attr(cell, "lang"), l)
		}
		var got, want []string
		for _, p := range all(cell, func(n *html.Node) bool { return n.Data == "p" }) {
			got = append(got, text(p))
		}
		for s := res.Beads[i].Spans[k].Start; s < res.Beads[i].Spans[k].End; s++ {
			want = append(want, res.Texts[k].SegmentText(s))
		}
		if !slices.Equal(got, want) {
			t.Errorf("row %d: %q, want %q", i+1, got, want)
		}
	}
}

func TestTwoLanguages(t *testing.T) {
	for _, names := range [][]string{{"zh", "ru"}, {"en", "ru"}, {"en.statement-only", "zh"}} {
		root := check(t, write(t, statement(t, names...)))
		if n, want := len(charts(root)), 1+1+1+2; n != want {
			t.Errorf("%v: %d charts, want %d", names, n, want)
		}
		if find(root, "agreement") != nil {
			t.Errorf("%v: two languages have one pair, with nothing to agree on", names)
		}
	}
}

// TestSmall writes documents that have next to nothing in them.
func TestSmall(t *testing.T) {
	one := func(sides ...[]string) *job.Result {
		b := build("one", lang.Chinese, lang.English, lang.Russian)
		b.row(0.9, nil, sides...)
		return &b.res
	}
	s := []string{"A."}
	for name, res := range map[string]*job.Result{
		"no rows, two texts":    &build("", lang.Chinese, lang.English).res,
		"no rows, three texts":  &build("", lang.Chinese, lang.English, lang.Russian).res,
		"one row":               one(s, s, s),
		"one row, two present":  one(s, nil, s),
		"one row, one present":  one(nil, s, nil),
		"one row, no character": one([]string{" "}, s, []string{"\n"}),
		"one row, four":         one([]string{"A.", "B.", "C.", "D."}, s, s),
	} {
		t.Run(name, func(t *testing.T) { check(t, write(t, res)) })
	}
}

func TestOneSideEmpty(t *testing.T) {
	b := build("half", lang.Chinese, lang.English)
	for range 50 {
		b.row(0.9, nil, nil, []string{"Only here."})
	}
	page := write(t, &b.res)
	root := check(t, page)
	for _, want := range []string{"The zh text is empty.", "No row links zh and en.", "en ¶1–50 has no counterpart in zh"} {
		if !strings.Contains(text(root), want) {
			t.Errorf("nothing says %q", want)
		}
	}
}

// A long document makes a page that a browser opens at once.
func TestSize(t *testing.T) {
	for rows, most := range map[int]int{2000: 2 << 20, 10000: 2 << 20, 50000: 2 << 20} {
		page := write(t, synthetic(rows))
		t.Logf("%d rows: %d kB", rows, len(page)>>10)
		if len(page) > most {
			t.Errorf("%d rows: %d bytes, at most %d", rows, len(page), most)
		}
		root := check(t, page)
		listed := len(all(root, func(n *html.Node) bool { return strings.HasPrefix(attr(n, "id"), "row") }))
		says := strings.Contains(text(root), "rows are listed: the first and the last ones")
		if cut := rows > listAll; cut != says || cut != (listed < rows) {
			t.Errorf("%d rows: %d listed, and the page says so: %v", rows, listed, says)
		}
	}
}

// TestWorst is a document in which nothing is right: every row to check, in
// reverse order, every other side missing.
func TestWorst(t *testing.T) {
	const rows = 20000
	b := build("worst", lang.Chinese, lang.English, lang.Russian)
	for i := range rows {
		sides := [][]string{{strings.Repeat("错", 1+i%97)}, {strings.Repeat("wrong ", 1+i%89)}, {strings.Repeat("неверно ", 1+i%83)}}
		if i%2 == 0 {
			sides[i/2%3] = nil
		}
		b.row(0.2, []float64{0.1, 0.9, 0.3}, sides...).Reasons = []string{"nothing matches"}
	}
	for i := range rows / 2 {
		b.swap(i, rows-1-i, 1)
	}
	page := write(t, &b.res)
	t.Logf("%d kB", len(page)>>10)
	if len(page) > 3<<20 {
		t.Errorf("%d bytes", len(page))
	}
	check(t, page)
}

// Whatever the texts hold is shown as text.
func TestHostile(t *testing.T) {
	evil := []string{
		`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `</title></style></svg><b>`,
		`javascript:alert(1)`, `{{.Title}}`, `<!--`, `]]>`, `&lt;b&gt; &amp;`, "’ \u202e override", `https://example.org/`,
	}
	for _, e := range evil {
		b := build(e, lang.Chinese, lang.English, lang.Russian)
		for k := range b.res.Texts {
			b.res.Texts[k].Path = "/tmp/" + e
		}
		b.res.Date = e
		for range 3 {
			b.row(0.1, []float64{0.9, 0.1, 0.1}, []string{e}, []string{e}, []string{e}).Reasons = []string{e}
		}
		root := check(t, write(t, &b.res))
		if got := text(all(root, func(n *html.Node) bool { return n.Data == "h1" })[0]); got != e {
			t.Errorf("the title is %q, want %q", got, e)
		}
		sameText(t, &b.res, 0, byID(t, root, "row1"))
	}
}

// Confidences that no aligner should give leave the page whole.
func TestOddConfidences(t *testing.T) {
	b := build("odd", lang.Chinese, lang.English, lang.Russian)
	nan := 0.0
	nan /= nan
	for _, c := range []float64{nan, -1, 2, 1 / (nan - nan + 0), 0, 1} {
		b.row(c, []float64{c, nan, 0.5}, []string{"甲"}, []string{"A"}, []string{"А"})
		b.row(c, []float64{c}, []string{"甲"}, []string{"A"}, []string{"А"})
	}
	page := write(t, &b.res)
	check(t, page)
	if strings.Contains(page, "NaN") || strings.Contains(page, "Inf") {
		t.Error("a number that is none is on the page")
	}
}

func TestLongSegment(t *testing.T) {
	b := build("long", lang.Chinese, lang.English)
	b.row(0.9, nil, []string{strings.Repeat("长", 200_000)}, []string{strings.Repeat("long ", 40_000)})
	page := write(t, &b.res)
	if len(page) > 64<<10 {
		t.Errorf("%d bytes", len(page))
	}
	if !strings.Contains(page, "… (198,800 characters more)") {
		t.Error("nothing says that the sentence was cut")
	}
	check(t, page)
}

func TestDeterministic(t *testing.T) {
	res := synthetic(3000)
	if first, second := write(t, res), write(t, res); first != second {
		t.Error("two pages of one document differ")
	}
}

func BenchmarkWrite(b *testing.B) {
	for _, rows := range []int{100, 10_000, 50_000} {
		res := synthetic(rows)
		b.Run(fmt.Sprint(rows), func(b *testing.B) {
			for b.Loop() {
				write(b, res)
			}
		})
	}
}

// check parses a page and checks what holds for every page: no script, no
// address outside of it, every link with a target, every chart with words.
func check(t *testing.T, page string) *html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(page, `content="default-src 'none'; style-src 'unsafe-inline'"`) {
		t.Error("no policy against loading anything")
	}
	ids := map[string]bool{}
	for _, n := range all(root, func(n *html.Node) bool { return attr(n, "id") != "" }) {
		if ids[attr(n, "id")] {
			t.Errorf("two elements are #%s", attr(n, "id"))
		}
		ids[attr(n, "id")] = true
	}
	for _, n := range all(root, func(*html.Node) bool { return true }) {
		checkNode(t, n, ids)
	}
	for _, n := range charts(root) {
		if words := all(n, func(n *html.Node) bool { return n.Data == "desc" }); len(words) != 1 || text(words[0]) == "" && attr(n, "aria-labelledby") != "" {
			t.Errorf("chart %s has no description", attr(n, "aria-labelledby"))
		}
	}
	return root
}

func checkNode(t *testing.T, n *html.Node, ids map[string]bool) {
	t.Helper()
	switch n.Data {
	case "script", "img", "iframe", "link", "object", "embed", "image", "use", "foreignObject":
		t.Errorf("<%s> on the page", n.Data)
	}
	for _, a := range n.Attr {
		switch {
		case a.Key == "href":
			if !strings.HasPrefix(a.Val, "#") || !ids[a.Val[1:]] {
				t.Errorf("a link to %q, which is not on the page", a.Val)
			}
		case a.Key == "aria-labelledby":
			for id := range strings.FieldsSeq(a.Val) {
				if !ids[id] {
					t.Errorf("a chart named by #%s, which is not on the page", id)
				}
			}
		case a.Key == "src" || strings.HasPrefix(a.Key, "on"):
			t.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val)
		case strings.Contains(a.Val, "ZgotmplZ") || strings.Contains(a.Val, "NaN") || strings.Contains(a.Val, "Inf"):
			t.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val)
		}
	}
	if n.Data == "style" && (strings.Contains(text(n), "url(") || strings.Contains(text(n), "@import")) {
		t.Error("the style loads something")
	}
}

func charts(root *html.Node) []*html.Node {
	return all(root, func(n *html.Node) bool { return n.Data == "svg" && attr(n, "role") == "img" })
}

// tableRows are the rows of the bodies of the tables below n.
func tableRows(n *html.Node) []*html.Node {
	return all(n, func(n *html.Node) bool { return n.Data == "tr" && n.Parent.Data == "tbody" })
}

// all lists the elements below n, and n itself, that are meant.
func all(n *html.Node, meant func(*html.Node) bool) []*html.Node {
	var out []*html.Node
	if n.Type == html.ElementNode && meant(n) {
		out = append(out, n)
	}
	for c := range n.ChildNodes() {
		out = append(out, all(c, meant)...)
	}
	return out
}

func find(root *html.Node, id string) *html.Node {
	if found := all(root, func(n *html.Node) bool { return attr(n, "id") == id }); len(found) > 0 {
		return found[0]
	}
	return nil
}

func byID(t *testing.T, root *html.Node, id string) *html.Node {
	t.Helper()
	n := find(root, id)
	if n == nil {
		t.Fatalf("no #%s on the page", id)
	}
	return n
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// outline is what stays of a page when its figures change.
func outline(root *html.Node) string {
	var b strings.Builder
	for _, n := range all(root, func(n *html.Node) bool { return true }) {
		switch {
		case n.Data == "section":
			fmt.Fprintf(&b, "#%s\n", attr(n, "id"))
		case n.Data == "h1" || n.Data == "h2" || n.Data == "h3":
			fmt.Fprintf(&b, "  %s %s\n", n.Data, text(n))
		case n.Data == "svg" && attr(n, "role") == "img":
			fmt.Fprintf(&b, "    chart %s\n", text(n.FirstChild))
		case n.Data == "svg" && attr(n, "aria-hidden") != "":
			var words []string
			for _, w := range all(n, func(n *html.Node) bool { return n.Data == "text" }) {
				words = append(words, text(w))
			}
			fmt.Fprintf(&b, "    labels %s\n", strings.Join(words, " | "))
		case n.Data == "table" && attr(n, "class") == "rows":
			fmt.Fprintf(&b, "    rows\n")
		}
	}
	return b.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; -update rewrites it. Now:\n%s", path, got)
	}
}
