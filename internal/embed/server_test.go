package embed

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// ask is a request as a server sees it.
type ask struct {
	Path       string `json:"-"`
	Key        string `json:"-"`
	Model      string
	Input      []string
	Dimensions int
	Truncate   *bool
}

// server is an embedding server on this machine that keeps what it was asked.
type server struct {
	*httptest.Server
	mu   sync.Mutex
	asks []ask
}

// serve starts a server. answer is told what was asked and the number of the
// request, from 0.
func serve(t *testing.T, answer func(w http.ResponseWriter, r *http.Request, a ask, n int)) *server {
	t.Helper()
	s := &server{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return // the client went away
		}
		a := ask{Path: r.URL.Path, Key: r.Header.Get("Authorization")}
		if err := json.Unmarshal(body, &a); err != nil {
			t.Errorf("request %q: %v", body, err)
		}
		s.mu.Lock()
		n := len(s.asks)
		s.asks = append(s.asks, a)
		s.mu.Unlock()
		answer(w, r, a, n)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *server) seen() []ask {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.asks)
}

// sizes are the numbers of texts of the requests.
func (s *server) sizes() []int {
	var n []int
	for _, a := range s.seen() {
		n = append(n, len(a.Input))
	}
	return n
}

const dim = 8

// meaning is the vector the servers of these tests give a text: eight bytes of
// its hash.
func meaning(text string) []float32 {
	h := sha256.Sum256([]byte(text))
	v := make([]float32, dim)
	for k := range v {
		v[k] = float32(h[k]) - 127.5
	}
	return v
}

// unit is the same with unit length.
func unit(t *testing.T, text string) []float32 {
	t.Helper()
	v := meaning(text)
	if err := normalise(v); err != nil {
		t.Fatal(err)
	}
	return v
}

func reply(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

func fail(w http.ResponseWriter, status int, body string) {
	w.WriteHeader(status)
	_, _ = io.WriteString(w, body)
}

// answerOpenAI gives the vectors backwards, with their indexes.
func answerOpenAI(w http.ResponseWriter, a ask) {
	type item struct {
		Object    string    `json:"object"`
		Index     int       `json:"index"`
		Embedding []float32 `json:"embedding"`
	}
	var data []item
	for k, t := range slices.Backward(a.Input) {
		data = append(data, item{"embedding", k, meaning(t)})
	}
	reply(w, map[string]any{"object": "list", "data": data, "model": a.Model, "usage": map[string]int{"prompt_tokens": 1}})
}

func answerOllama(w http.ResponseWriter, a ask) {
	var vectors [][]float32
	for _, t := range a.Input {
		vectors = append(vectors, meaning(t))
	}
	reply(w, map[string]any{"model": a.Model, "embeddings": vectors, "total_duration": 14143917})
}

// answer speaks the dialect of the address.
func answer(w http.ResponseWriter, a ask) {
	if strings.HasSuffix(a.Path, "/api/embed") {
		answerOllama(w, a)
		return
	}
	answerOpenAI(w, a)
}

// waits records how long a client would have waited.
type waits []time.Duration

func (w *waits) pause(ctx context.Context, d time.Duration) error {
	*w = append(*w, d)
	return ctx.Err()
}

// client asks s under path and does not wait between attempts.
func (s *server) client(path string) *Client {
	return &Client{URL: s.URL + path, Model: "m", Timeout: 10 * time.Second, pause: new(waits).pause}
}
