package embed_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"

	"dragoman/internal/embed"
)

// A server that knows three meanings, in the dialect of Ollama.
func threeMeanings(w http.ResponseWriter, r *http.Request) {
	var ask struct{ Input []string }
	_ = json.NewDecoder(r.Body).Decode(&ask)
	known := map[string][]float32{
		"双方强调": {9, 1, 1}, "The two sides stress:": {9, 2, 1},
		"核战争打不得": {1, 9, 1}, "A nuclear war must never be fought.": {1, 9, 2},
		"谢谢": {1, 1, 9}, "Thank you.": {2, 1, 9},
	}
	var answer struct {
		Embeddings [][]float32 `json:"embeddings"`
	}
	for _, text := range ask.Input {
		answer.Embeddings = append(answer.Embeddings, known[text])
	}
	_ = json.NewEncoder(w).Encode(answer)
}

func Example() {
	server := httptest.NewServer(http.HandlerFunc(threeMeanings))
	defer server.Close()

	client := &embed.Client{URL: server.URL, Model: "bge-m3"}
	zh := []string{"双方强调", "核战争打不得", "谢谢"}
	en := []string{"The two sides stress:", "A nuclear war must never be fought.", "Thank you."}
	vectors, err := client.Embed(context.Background(), append(zh, en...))
	if errors.Is(err, embed.ErrUnavailable) {
		return // go on without
	}
	similarity, err := embed.NewSimilarity(vectors[:3], vectors[3:], 8)
	if err != nil {
		return
	}
	fmt.Printf("a pair:           %.1f\n", similarity.Score(1, 1, 1, 1))
	fmt.Printf("strangers:       %.1f\n", similarity.Score(1, 2, 1, 1))
	fmt.Printf("two and two:      %.1f\n", similarity.Score(2, 2, 2, 2))
	// Output:
	// a pair:           1.0
	// strangers:       -1.0
	// two and two:      1.0
}
