package job

import (
	"context"
	"errors"
	"fmt"

	"dragoman/align"
	"dragoman/internal/embed"
)

// reach is the greatest number of segments on one side of a bead.
const reach = 8

// embed gets the vectors of all sentences, of all texts at once so that they
// share one space, and hands them to the aligner.
func (req *Request) embed(ctx context.Context, res *Result) error {
	if req.Embeddings == nil {
		return nil
	}
	client := *req.Embeddings
	client.Progress = func(done, total int) { req.progress("embeddings", done, total) }
	var sentences []string
	for _, t := range res.Texts {
		for i := range t.Segments {
			sentences = append(sentences, t.SegmentText(i))
		}
	}
	vectors, err := client.Embed(ctx, sentences)
	if errors.Is(err, embed.ErrUnavailable) && req.EmbeddingsOptional {
		res.notes = append(res.notes, fmt.Sprintf("aligned without embeddings: %v", err))
		return nil
	} else if err != nil {
		return err
	}
	var of [][][]float32 // by text
	for _, t := range res.Texts {
		of, vectors = append(of, vectors[:len(t.Segments)]), vectors[len(t.Segments):]
	}
	req.Aligner.Similarity = func(x, y int, xs, ys []int) (align.Similarity, error) {
		s, err := embed.NewSimilarity(pick(of[x], xs), pick(of[y], ys), reach)
		return similarity{s}, err
	}
	return nil
}

func pick(vectors [][]float32, which []int) [][]float32 {
	out := make([][]float32, len(which))
	for k, i := range which {
		out[k] = vectors[i]
	}
	return out
}

// similarity is the scorer of package embed as the aligner wants it.
type similarity struct{ *embed.Similarity }

func (s similarity) Band(ctx context.Context, lo, hi []int32) (align.Alike, error) {
	return s.Similarity.Band(ctx, lo, hi)
}
