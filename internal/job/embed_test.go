package job

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"dragoman/internal/embed"
)

// server answers with vectors that tell nothing, and counts the requests.
func server(t *testing.T, requests *int) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*requests++
		var q struct {
			Input []string `json:"input"`
		}
		if err := json.NewDecoder(r.Body).Decode(&q); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		var vectors [][]float32
		for k, text := range q.Input {
			v := make([]float32, 16)
			v[len(text)%16], v[(len(text)/16+k)%16] = 1, 0.5
			vectors = append(vectors, v)
		}
		json.NewEncoder(w).Encode(map[string]any{"model": "m", "embeddings": vectors})
	}))
	t.Cleanup(s.Close)
	return s
}

func TestEmbeddings(t *testing.T) {
	requests := 0
	s := server(t, &requests)
	req := Request{Paths: statement("zh", "en"), Embeddings: &embed.Client{URL: s.URL + "/api/embed", Model: "m"}}
	res, err := Align(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	if requests == 0 || len(res.Beads) == 0 {
		t.Errorf("%d requests, %d beads", requests, len(res.Beads))
	}
	if err := res.Check(); err != nil {
		t.Errorf("vectors that tell nothing undo the rest: %v", err)
	}
}

func TestEmbeddingsDown(t *testing.T) {
	s := server(t, new(int))
	url := s.URL
	s.Close()
	req := Request{Paths: statement("zh", "en"), Embeddings: &embed.Client{URL: url + "/api/embed", Model: "m", Retries: -1}}
	if _, err := Align(t.Context(), req); err == nil || !strings.Contains(err.Error(), "embed") {
		t.Errorf("a server that is down: %v", err)
	}
	req.EmbeddingsOptional = true
	res, err := Align(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	if w := strings.Join(res.Warnings(), "\n"); !strings.Contains(w, "without embeddings") {
		t.Errorf("no warning: %q", w)
	}
}
