package embed

import (
	"errors"
	"fmt"
	"math"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func numbered(n int) []string {
	var texts []string
	for k := range n {
		texts = append(texts, fmt.Sprintf("sentence %03d", k))
	}
	return texts
}

// wantVectors checks that the vectors are those of the texts.
func wantVectors(t *testing.T, got [][]float32, texts ...string) {
	t.Helper()
	if len(got) != len(texts) {
		t.Fatalf("%d vectors for %d texts", len(got), len(texts))
	}
	for k, text := range texts {
		if want := unit(t, text); !slices.Equal(got[k], want) {
			t.Errorf("vector of %q is %v, want %v", text, got[k], want)
		}
	}
}

func TestEmbedDialects(t *testing.T) {
	tests := []struct{ given, asked string }{
		{"/api/embed", "/api/embed"},
		{"/api/embed/", "/api/embed"},
		{"/api/embeddings", "/api/embed"},
		{"/api", "/api/embed"},
		{"", "/api/embed"},
		{"/", "/api/embed"},
		{"/ollama", "/ollama/api/embed"},
		{"/v1", "/v1/embeddings"},
		{"/v1/", "/v1/embeddings"},
		{"/v1/embeddings", "/v1/embeddings"},
		{"/compatible-mode/v1", "/compatible-mode/v1/embeddings"},
		{"/v1beta", "/v1beta/embeddings"},
		{"/deployments/x/embeddings", "/deployments/x/embeddings"},
	}
	for _, tt := range tests {
		t.Run(tt.given, func(t *testing.T) {
			s := serve(t, func(w http.ResponseWriter, _ *http.Request, a ask, _ int) { answer(w, a) })
			c := s.client(tt.given)
			c.Key, c.Dimensions, c.Prefix = "secret-key", dim, "query: "
			got, err := c.Embed(t.Context(), []string{"禁止核武器", "ядерное оружие"})
			if err != nil {
				t.Fatal(err)
			}
			wantVectors(t, got, "query: 禁止核武器", "query: ядерное оружие")
			want := ask{Path: tt.asked, Key: "Bearer secret-key", Model: "m", Dimensions: dim,
				Input: []string{"query: ядерное оружие", "query: 禁止核武器"}} // the longest first
			if strings.HasSuffix(tt.asked, "/api/embed") {
				want.Truncate = new(bool)
			}
			if seen := s.seen(); len(seen) != 1 || !reflect.DeepEqual(seen[0], want) {
				t.Errorf("asked %+v, want %+v", seen, want)
			}
		})
	}
}

func TestEmbedFindsTheAddress(t *testing.T) {
	lost := map[string]func(http.ResponseWriter){
		"404":           func(w http.ResponseWriter) { fail(w, 404, "404 page not found") },
		"405":           func(w http.ResponseWriter) { fail(w, 405, `{"detail":"Method Not Allowed"}`) },
		"200, an error": func(w http.ResponseWriter) { reply(w, map[string]string{"error": "Unexpected endpoint or method"}) },
		"200, a page":   func(w http.ResponseWriter) { fail(w, 200, "<html>hello</html>") },
	}
	for name, nothing := range lost {
		for _, where := range []string{"/v1/embeddings", "/embeddings"} {
			t.Run(name+where, func(t *testing.T) {
				s := serve(t, func(w http.ResponseWriter, _ *http.Request, a ask, _ int) {
					if a.Path != where {
						nothing(w)
						return
					}
					answer(w, a)
				})
				texts := numbered(70)
				got, err := s.client("").Embed(t.Context(), texts)
				if err != nil {
					t.Fatal(err)
				}
				wantVectors(t, got, texts...)
				var paths []string
				for _, a := range s.seen() {
					paths = append(paths, a.Path)
				}
				want := []string{"/api/embed", "/v1/embeddings", "/embeddings"}
				want = want[:slices.Index(want, where)+1]
				want = append(want, where, where) // 32, 32 and 6 texts
				if !slices.Equal(paths, want) {
					t.Errorf("asked %q, want %q", paths, want)
				}
			})
		}
	}
}

func TestEmbedSparesTheServer(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request, a ask, _ int) { answer(w, a) })
	got, err := s.client("/v1").Embed(t.Context(), []string{"", "twice", " \n\u3000", "once", "twice"})
	if err != nil {
		t.Fatal(err)
	}
	zero := make([]float32, dim)
	if !slices.Equal(got[0], zero) || !slices.Equal(got[2], zero) {
		t.Errorf("blank texts have %v and %v", got[0], got[2])
	}
	wantVectors(t, [][]float32{got[1], got[3], got[4]}, "twice", "once", "twice")
	if seen := s.seen(); len(seen) != 1 || !slices.Equal(seen[0].Input, []string{"twice", "once"}) {
		t.Errorf("asked %+v", seen)
	}
	got, err = s.client("/v1").Embed(t.Context(), []string{"", " "})
	if err != nil || len(got) != 2 || len(got[0]) != 0 || len(s.seen()) != 1 {
		t.Errorf("blank texts only: %v, %v, %d requests", got, err, len(s.seen()))
	}
	got, err = s.client("/v1").Embed(t.Context(), nil)
	if err != nil || len(got) != 0 {
		t.Errorf("no texts: %v, %v", got, err)
	}
}

func TestEmbedBatches(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request, a ask, _ int) { answer(w, a) })
	var progress []string
	c := s.client("/v1")
	c.Batch = 4
	c.Progress = func(done, total int) { progress = append(progress, fmt.Sprint(done, "/", total)) }
	texts := numbered(10)
	got, err := c.Embed(t.Context(), append(texts, texts...))
	if err != nil {
		t.Fatal(err)
	}
	wantVectors(t, got, append(texts, texts...)...)
	if want := []int{4, 4, 2}; !slices.Equal(s.sizes(), want) {
		t.Errorf("requests of %v texts, want %v", s.sizes(), want)
	}
	if want := []string{"0/10", "4/10", "8/10", "10/10"}; !slices.Equal(progress, want) {
		t.Errorf("progress %q, want %q", progress, want)
	}

	// Long paragraphs make smaller batches.
	long := numbered(20)
	for k := range long {
		long[k] += strings.Repeat(" и так далее", 1000/2)
	}
	before := len(s.seen())
	if _, err := s.client("/v1").Embed(t.Context(), long); err != nil {
		t.Fatal(err)
	}
	for _, a := range s.seen()[before:] {
		if size := len(strings.Join(a.Input, "")); size > maxRequest {
			t.Errorf("a request of %d bytes of text", size)
		}
	}
}

func TestEmbedHalves(t *testing.T) {
	refusals := []struct {
		status int
		body   string
	}{
		{400, `{"error":{"message":"batch size is invalid, it should not be larger than 10"}}`},
		{413, "Payload Too Large"},
		{422, `{"error":"batch size 32 > maximum allowed batch size 10","error_type":"Validation"}`},
		{500, `{"error":{"code":500,"message":"input is too large to process. increase the physical batch size"}}`},
	}
	for _, no := range refusals {
		t.Run(fmt.Sprint(no.status), func(t *testing.T) {
			s := serve(t, func(w http.ResponseWriter, _ *http.Request, a ask, _ int) {
				if len(a.Input) > 10 {
					fail(w, no.status, no.body)
					return
				}
				answer(w, a)
			})
			texts := numbered(80)
			got, err := s.client("/v1").Embed(t.Context(), texts)
			if err != nil {
				t.Fatal(err)
			}
			wantVectors(t, got, texts...)
			// The limit is learnt from the first batch.
			if want := []int{32, 16, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8}; !slices.Equal(s.sizes(), want) {
				t.Errorf("requests of %v texts, want %v", s.sizes(), want)
			}
		})
	}
}

func TestEmbedCutsLongTexts(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request, a ask, _ int) {
		for _, text := range a.Input {
			if len(text) > 2000 {
				fail(w, 400, `{"error":"the input length exceeds the context length"}`)
				return
			}
		}
		answer(w, a)
	})
	long := strings.Repeat("中华人民共和国和俄罗斯联邦。", 200_000/14)
	texts := append(numbered(40), strings.Repeat("and so on ", 390), long)
	got, err := s.client("/api/embed").Embed(t.Context(), texts)
	if err != nil {
		t.Fatal(err)
	}
	wantVectors(t, got[:40], texts[:40]...)
	for _, v := range got[40:] {
		if !isUnit(v) {
			t.Errorf("vector of a long text: %v", v)
		}
	}
	whole := 0
	for _, a := range s.seen() {
		if len(a.Input) == 32 {
			whole++
		}
		for _, text := range a.Input {
			if len(text) > maxText {
				t.Error("a text was sent that is too long for any model")
			}
		}
	}
	// 600 kB in pieces of 2 kB, four a request, and few refusals.
	if n := len(s.seen()); whole != 1 || n > 160 {
		t.Errorf("%d requests, of %v texts", n, s.sizes())
	}
}

func TestPiecesAddUp(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request, a ask, _ int) {
		if len(a.Input[0]) > 400 {
			fail(w, 413, "no")
			return
		}
		answer(w, a)
	})
	text := strings.Repeat("x", 350) + " " + strings.Repeat("y", 360)
	got, err := s.client("/v1").Embed(t.Context(), []string{text})
	if err != nil {
		t.Fatal(err)
	}
	a, b := unit(t, text[:351]), unit(t, text[351:])
	sum := make([]float32, dim)
	for k := range sum {
		sum[k] = a[k] + b[k]
	}
	if err := normalise(sum); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got[0], sum) {
		t.Errorf("%v, want %v", got[0], sum)
	}
}

func TestCut(t *testing.T) {
	for _, text := range []string{
		strings.Repeat("a", 500), strings.Repeat("中", 500), strings.Repeat("\x80", 500),
		strings.Repeat("中文，", 500), strings.Repeat("да ", 99), strings.Repeat("😀", 77), strings.Repeat("\u3000", 300),
	} {
		a, b := cut(text)
		if a+b != text || len(a) < len(text)/4 || len(b) < len(text)/4 {
			t.Errorf("cut %.20q into %d and %d bytes", text, len(a), len(b))
		}
		if strings.ToValidUTF8(text, "") == text && (strings.ToValidUTF8(a, "") != a || strings.ToValidUTF8(b, "") != b) {
			t.Errorf("cut %.20q within a character", text)
		}
	}
}

// A request that is refused for another reason than its size comes to an end.
func TestEmbedRefused(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request, _ ask, _ int) {
		fail(w, 400, `{"error":{"message":"dimensions is not supported by this model"}}`)
	})
	c := s.client("/v1")
	c.Dimensions = 64
	_, err := c.Embed(t.Context(), numbered(500))
	e, ok := errors.AsType[*Error](err)
	if !ok || e.Status != 400 || !strings.Contains(err.Error(), "dimensions is not supported") || e.Hint() == "" {
		t.Errorf("error %v", err)
	}
	if n := len(s.seen()); n > 6 {
		t.Errorf("%d requests", n)
	}
}

func TestEmbedCache(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request, a ask, _ int) { answer(w, a) })
	c := s.client("/v1")
	cache := MapCache{}
	c.Cache = cache
	texts := numbered(40)
	for range 2 {
		got, err := c.Embed(t.Context(), texts)
		if err != nil {
			t.Fatal(err)
		}
		wantVectors(t, got, texts...)
	}
	if want := []int{32, 8}; !slices.Equal(s.sizes(), want) || len(cache) != 40 {
		t.Errorf("requests of %v texts, %d kept", s.sizes(), len(cache))
	}
	for _, change := range []func(*Client){
		func(c *Client) { c.Model = "n" }, func(c *Client) { c.Prefix = "p" }, func(c *Client) { c.Dimensions = dim },
	} {
		other := s.client("/v1")
		other.Cache = cache
		change(other)
		before := len(s.seen())
		if _, err := other.Embed(t.Context(), texts[:1]); err != nil || len(s.seen()) != before+1 {
			t.Errorf("error %v, %d requests more", err, len(s.seen())-before)
		}
	}
	// The rest is asked for, not all.
	before := len(s.seen())
	got, err := c.Embed(t.Context(), []string{"new", texts[3]})
	if err != nil {
		t.Fatal(err)
	}
	wantVectors(t, got, "new", texts[3])
	if seen := s.seen()[before:]; len(seen) != 1 || !slices.Equal(seen[0].Input, []string{"new"}) {
		t.Errorf("asked %+v", seen)
	}
}

func TestEmbedSpoiltCache(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request, a ask, _ int) { answer(w, a) })
	nan := float32(math.NaN())
	other := []float32{1, 0, 0}
	tests := []struct {
		name string
		kept map[string][]float32
		ask  []string
		want int // texts sent
	}{
		{"not a number", map[string][]float32{"a": {nan, 1, 0, 0, 0, 0, 0, 0}}, []string{"a"}, 1},
		{"zero", map[string][]float32{"a": make([]float32, dim)}, []string{"a"}, 1},
		{"empty", map[string][]float32{"a": {}}, []string{"a"}, 1},
		{"another model's", map[string][]float32{"a": other, "b": other}, []string{"a", "b", "c"}, 3},
		{"two models'", map[string][]float32{"a": other, "b": unit(t, "b")}, []string{"a", "b"}, 2},
		{"good", map[string][]float32{"a": unit(t, "a"), "b": unit(t, "b")}, []string{"a", "b"}, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := s.client("/v1")
			cache := MapCache{}
			c.Cache = cache
			c.Progress = func(done, total int) {
				if done < 0 || done > total {
					t.Errorf("progress %d of %d", done, total)
				}
			}
			for text, v := range tt.kept {
				cache[Key("m", 0, "", text)] = v
			}
			before := len(s.seen())
			got, err := c.Embed(t.Context(), tt.ask)
			if err != nil {
				t.Fatal(err)
			}
			wantVectors(t, got, tt.ask...)
			sent := 0
			for _, a := range s.seen()[before:] {
				sent += len(a.Input)
			}
			if sent != tt.want {
				t.Errorf("%d texts sent, want %d", sent, tt.want)
			}
		})
	}
}

type brokenCache struct{ get, put error }

func (b brokenCache) Get([32]byte) ([]float32, bool, error) { return nil, false, b.get }
func (b brokenCache) Put(map[[32]byte][]float32) error      { return b.put }

func TestEmbedBrokenCache(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request, a ask, _ int) { answer(w, a) })
	full := errors.New("disk full")
	for _, cache := range []brokenCache{{get: full}, {put: full}} {
		c := s.client("/v1")
		c.Cache = cache
		if _, err := c.Embed(t.Context(), []string{"a"}); !errors.Is(err, full) || errors.Is(err, ErrUnavailable) {
			t.Errorf("%+v: error %v", cache, err)
		}
	}
}

// What was answered before a failure is kept.
func TestEmbedKeepsWhatItGot(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request, a ask, n int) {
		if n == 2 {
			fail(w, 401, "")
			return
		}
		answer(w, a)
	})
	c := s.client("/v1")
	cache := MapCache{}
	c.Cache, c.Batch = cache, 10
	if _, err := c.Embed(t.Context(), numbered(50)); !errors.Is(err, ErrUnavailable) {
		t.Fatalf("error %v", err)
	}
	if len(cache) != 20 {
		t.Errorf("%d vectors kept, want 20", len(cache))
	}
}

func TestKey(t *testing.T) {
	seen := map[[32]byte]string{}
	for _, k := range []struct {
		model, prefix, text string
		dimensions          int
	}{
		{"m", "", "text", 0}, {"m", "t", "ext", 0}, {"mt", "", "ext", 0}, {"m", "", "text", 1}, {"", "m", "text", 0}, {"", "", "mtext", 0},
	} {
		key := Key(k.model, k.dimensions, k.prefix, k.text)
		if was, ok := seen[key]; ok {
			t.Errorf("%v has the key of %s", k, was)
		}
		seen[key] = fmt.Sprint(k)
		if key != Key(k.model, k.dimensions, k.prefix, k.text) {
			t.Errorf("the key of %v changes", k)
		}
	}
}
