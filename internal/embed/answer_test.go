package embed

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"net/http"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func encode64(v ...float32) string {
	var b []byte
	for _, x := range v {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
	}
	return base64.StdEncoding.EncodeToString(b)
}

func TestParseOpenAI(t *testing.T) {
	want := [][]float32{{1, 0}, {0, 1}}
	for name, answer := range map[string]string{
		"in order":     `{"object":"list","data":[{"index":0,"embedding":[1,0]},{"index":1,"embedding":[0,1]}],"model":"m"}`,
		"out of order": `{"data":[{"index":1,"embedding":[0,1]},{"index":0,"embedding":[1,0]}]}`,
		"unnumbered":   `{"data":[{"embedding":[1,0]},{"embedding":[0,1]}]}`,
		"all 0":        `{"data":[{"index":0,"embedding":[1,0]},{"index":0,"embedding":[0,1]}]}`,
		"base64":       `{"data":[{"index":0,"embedding":"` + encode64(1, 0) + `"},{"index":1,"embedding":"` + encode64(0, 1) + `"}]}`,
		"spaced":       "{\"data\" : [ {\"embedding\" : [ 1e0 ,\n-0.0 ] } , { \"embedding\":[0E3,10e-1]} ] }",
		"null error":   `{"error":null,"data":[{"embedding":[1,0]},{"embedding":[0,1]}]}`,
	} {
		got, err := parseOpenAI([]byte(answer))
		if err != nil || len(got) != 2 || !slices.Equal(got[0], want[0]) || !slices.Equal(got[1], want[1]) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
}

func TestNonsense(t *testing.T) {
	openAI := func(vectors ...string) string {
		var items []string
		for k, v := range vectors {
			items = append(items, fmt.Sprintf(`{"index":%d,"embedding":%s}`, k, v))
		}
		return `{"data":[` + strings.Join(items, ",") + `]}`
	}
	ollama := func(vectors ...string) string { return `{"embeddings":[` + strings.Join(vectors, ",") + `]}` }
	tests := []struct{ path, answer, says string }{
		{"/v1", "", "it is empty"},
		{"/v1", "<html><body>Welcome</body></html>", "not JSON: invalid character '<' looking for beginning of value; it says: <html><body>Welcome"},
		{"/v1", "{", "not JSON"},
		{"/v1", "null", `it has no field "data"`},
		{"/v1", `[{"index":0,"embedding":[[1,2]]}]`, "not the expected form"},
		{"/v1", `{"data":"x"}`, "not the expected form"},
		{"/v1", `{"data":[]}`, "0 vectors for 2 texts"},
		{"/v1", `{"error":{"message":"no such model"}}`, "the request was refused; it says: no such model"},
		{"/v1", openAI(`[1,0]`), "1 vectors for 2 texts"},
		{"/v1", openAI(`[1,0]`, `[1,0]`, `[1,0]`), "3 vectors for 2 texts"},
		{"/v1", openAI(`[1,0]`, `[1,0,0]`), "vectors of 2 and of 3 numbers"},
		{"/v1", openAI(`[1,0]`, `[NaN,0]`), "NaN or infinity in a vector"},
		{"/v1", openAI(`[1,0]`, `[1,-Infinity]`), "NaN or infinity in a vector"},
		{"/v1", openAI(`[1,0]`, `[null,0]`), "null in a vector, which stands for NaN"},
		{"/v1", openAI(`[1,0]`, `[1e39,0]`), "too large a one: 1e39"},
		{"/v1", openAI(`[1,0]`, `[true,0]`), "not a number in a vector"},
		{"/v1", openAI(`[1,0]`, `["1",0]`), "not a number in a vector"},
		{"/v1", openAI(`[1,0]`, `[[1,0],[1,0]]`), "must be told to pool them"},
		{"/v1", openAI(`[1,0]`, `[0,0]`), "vector 2 of 2: it is zero"},
		{"/v1", openAI(`[]`, `[]`), "it has no numbers"},
		{"/v1", openAI(`[1,0]`, `null`), "no vector at index 1"},
		{"/v1", openAI(`[1,0]`, `{}`), "neither an array nor base64"},
		{"/v1", openAI(`[1,0]`, `"AAA"`), "not base64 of 32-bit numbers"},
		{"/v1", openAI(`[1,0]`, `"`+encode64(float32(math.NaN()), 1)+`"`), "NaN or infinity in a vector"},
		{"/v1", `{"data":[{"index":1,"embedding":[1]},{"index":1,"embedding":[1]}]}`, "two vectors with index 1"},
		{"/v1", `{"data":[{"index":5,"embedding":[1]},{"index":1,"embedding":[1]}]}`, "index 5 among 2 vectors"},
		{"/v1", `{"data":[{"index":-1,"embedding":[1]},{"index":1,"embedding":[1]}]}`, "index -1 among 2 vectors"},
		{"/api/embed", ollama(`[1,0]`), "1 vectors for 2 texts"},
		{"/api/embed", ollama(`[1,0]`, `null`), "vectors of 2 and of 0 numbers"},
		{"/api/embed", ollama(`[1,0]`, `[NaN,1]`), "NaN or infinity"},
		{"/api/embed", `{"error":"bad"}`, "the request was refused; it says: bad"},
		{"/api/embed", openAI(`[1,0]`, `[1,0]`), `it has no field "embeddings"`},
	}
	for _, tt := range tests {
		s := serve(t, func(w http.ResponseWriter, _ *http.Request, _ ask, _ int) { _, _ = io.WriteString(w, tt.answer) })
		got, err := s.client(tt.path).Embed(t.Context(), []string{"a", "b"})
		if err == nil {
			t.Errorf("%s is taken for %v", tt.answer, got)
			continue
		}
		wantFault(t, err, tt.says, s.URL+tt.path)
		if n := len(s.seen()); n != 1 {
			t.Errorf("%s: %d requests", tt.answer, n)
		}
	}
}

func TestDimensions(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request, a ask, n int) {
		if n == 1 {
			fail(w, 200, `{"data":[{"embedding":[1,0,0]}]}`)
			return
		}
		answer(w, a)
	})
	c := s.client("/v1")
	c.Batch = 1
	_, err := c.Embed(t.Context(), []string{"a", "b"})
	wantFault(t, err, "its vectors have 8 numbers, then 3")

	c = s.client("/v1")
	c.Dimensions = 256
	_, err = c.Embed(t.Context(), []string{"a", "b"})
	wantFault(t, err, "its vectors have 8 numbers, not the 256 asked for")
}

func TestSaid(t *testing.T) {
	tests := []struct{ body, want string }{
		{`{"error":"plain"}`, "plain"},
		{`{"error":{"message":"inner","code":3}}`, "inner"},
		{`{"message":"outer"}`, "outer"},
		{`{"detail":"lost"}`, "lost"},
		{`{"detail":[{"msg":"x"}]}`, `{"detail":[{"msg":"x"}]}`},
		{"two\r\nlines\x1b[31m red\x00\u200e", "two lines [31m red"},
		{"\xff\xfe", ""},
		{"key sk-1 here", "key … here"},
		{strings.Repeat("中", 100), strings.Repeat("中", 66) + " …"},
	}
	for _, tt := range tests {
		if got := said([]byte(tt.body), "sk-1"); got != tt.want {
			t.Errorf("said(%q) = %q, want %q", tt.body, got, tt.want)
		}
	}
}

func FuzzAnswer(f *testing.F) {
	for _, answer := range []string{
		`{"data":[{"index":1,"embedding":[0,1]},{"index":0,"embedding":[1,0]}]}`,
		`{"data":[{"embedding":"AACAPwAAAAA="},{"embedding":"AAAAAAAAgD8="}]}`,
		`{"embeddings":[[1,0],[0.5e-3,-1]]}`, `{"embeddings":[[],[null]]}`,
		`{"error":{"message":"no"}}`, `{"data":[{"embedding":[1e39,NaN]}]}`, `{"embeddings":[[1,,2]]}`, "<html>",
	} {
		f.Add([]byte(answer), 2, true)
		f.Add([]byte(answer), 1, false)
	}
	f.Fuzz(func(t *testing.T, answer []byte, n int, open bool) {
		if n < 1 || n > 100 {
			return
		}
		parse := parseOllama
		if open {
			parse = parseOpenAI
		}
		vectors, err := parse(answer)
		if err == nil {
			err = check(vectors, n)
		}
		if err != nil {
			if err.Error() == "" && len(answer) == 0 {
				t.Error("an error without words")
			}
			return
		}
		if len(vectors) != n {
			t.Fatalf("%d vectors, want %d", len(vectors), n)
		}
		for _, v := range vectors {
			if len(v) != len(vectors[0]) || !isUnit(v) {
				t.Fatalf("vectors %v out of %q", vectors, answer)
			}
		}
	})
}

func FuzzSaid(f *testing.F) {
	f.Add([]byte(`{"error":{"message":"no"}}`), "key")
	f.Add([]byte("\x1b[2Jkey\xff"), "key")
	f.Fuzz(func(t *testing.T, body []byte, key string) {
		s := said(body, key)
		if len(s) > maxSaid+len(" …") || !utf8.ValidString(s) || strings.ContainsAny(s, "\n\r\t\x00\x1b") {
			t.Errorf("said(%q) = %q", body, s)
		}
	})
}
