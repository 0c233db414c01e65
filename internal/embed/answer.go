package embed

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
)

// vectors reads an answer for n texts.
func (r *run) vectors(answer []byte, n int) ([][]float32, error) {
	parse := parseOpenAI
	if r.addresses[0].dialect == ollama {
		parse = parseOllama
	}
	vectors, err := parse(answer)
	if err == nil {
		err = check(vectors, n)
	}
	var other *refusedError
	switch {
	case errors.As(err, &other):
		// Some servers answer 200 to every address, with an error inside.
		e := r.fault("the request was refused")
		e.Said, e.hint = clean(other.said, r.c.Key), notServer
		if len(r.addresses) > 1 {
			e.next = elsewhere
		}
		return nil, e
	case err != nil:
		e := r.fault("the answer cannot be used").because(err)
		e.hint = notServer
		if !errors.Is(err, errVectors) {
			e.Said = said(answer, r.c.Key)
			if len(r.addresses) > 1 {
				e.next = elsewhere
			}
		}
		return nil, e
	}
	return vectors, r.dimension(len(vectors[0]))
}

// dimension holds the dimension against what was asked for and what came
// before.
func (r *run) dimension(dim int) error {
	if want := r.c.Dimensions; want > 0 && dim != want {
		e := r.fault(fmt.Sprintf("its vectors have %d numbers, not the %d asked for", dim, want))
		e.hint = "ask for no dimensions, or for those that the model has"
		return e
	}
	if r.dim > 0 && dim != r.dim {
		e := r.fault(fmt.Sprintf("its vectors have %d numbers, then %d", r.dim, dim))
		e.hint = "see that the server runs one model under this name"
		return e
	}
	r.dim = dim
	return nil
}

// errVectors is the kind of error in which the answer had the right form and
// its vectors were wrong.
var errVectors = errors.New("unusable vectors")

// vectorError says what is wrong with the vectors.
type vectorError string

func (e vectorError) Error() string   { return string(e) }
func (e vectorError) Is(t error) bool { return t == errVectors }

// refusedError is an error that came with status 200.
type refusedError struct{ said string }

func (e *refusedError) Error() string { return e.said }

// parseOpenAI reads {"data":[{"index":0,"embedding":[…]}]} and puts the
// vectors in the order of their indexes. Servers that number none of them, or
// all of them 0, mean the order in which they stand.
func parseOpenAI(answer []byte) ([][]float32, error) {
	var a struct {
		Data []struct {
			Index     int    `json:"index"`
			Embedding vector `json:"embedding"`
		} `json:"data"`
		Error json.RawMessage `json:"error"`
	}
	if err := decode(answer, &a); err != nil {
		return nil, err
	}
	if a.Data == nil {
		return nil, without(answer, a.Error, "data")
	}
	numbered := false
	for _, d := range a.Data {
		numbered = numbered || d.Index != 0
	}
	out := make([][]float32, len(a.Data))
	for k, d := range a.Data {
		if numbered {
			k = d.Index
		}
		if k < 0 || k >= len(out) {
			return nil, vectorError(fmt.Sprintf("index %d among %d vectors", k, len(out)))
		}
		if out[k] != nil {
			return nil, vectorError(fmt.Sprintf("two vectors with index %d", k))
		}
		if d.Embedding == nil {
			return nil, vectorError(fmt.Sprintf("no vector at index %d", k))
		}
		out[k] = d.Embedding
	}
	return out, nil
}

// parseOllama reads {"embeddings":[[…]]}.
func parseOllama(answer []byte) ([][]float32, error) {
	var a struct {
		Embeddings []vector        `json:"embeddings"`
		Error      json.RawMessage `json:"error"`
	}
	if err := decode(answer, &a); err != nil {
		return nil, err
	}
	if a.Embeddings == nil {
		return nil, without(answer, a.Error, "embeddings")
	}
	out := make([][]float32, len(a.Embeddings))
	for k, v := range a.Embeddings {
		out[k] = v
	}
	return out, nil
}

func decode(answer []byte, v any) error {
	if len(bytes.TrimSpace(answer)) == 0 {
		return errors.New("it is empty")
	}
	err := json.Unmarshal(answer, v)
	var bad vectorError
	var syntax *json.SyntaxError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &bad):
		return bad
	case errors.As(err, &syntax):
		if near := answer[max(0, syntax.Offset-12):min(len(answer), int(syntax.Offset)+12)]; bytes.Contains(near, []byte("NaN")) || bytes.Contains(near, []byte("Inf")) {
			return vectorError("NaN or infinity in a vector")
		}
		return fmt.Errorf("not JSON: %w", err)
	}
	return fmt.Errorf("not the expected form: %w", err)
}

func without(answer []byte, reason json.RawMessage, field string) error {
	if len(reason) > 0 && string(reason) != "null" {
		return &refusedError{said(answer, "")}
	}
	return fmt.Errorf("it has no field %q", field)
}

// vector is a vector as servers write it: an array of numbers, or base64 of
// little-endian float32.
type vector []float32

// UnmarshalJSON reads either form. encoding/json would take null for 0 within
// an array, which is how servers in C++ and JavaScript write NaN.
func (v *vector) UnmarshalJSON(b []byte) error {
	switch {
	case len(b) > 0 && b[0] == '"':
		return v.base64(b)
	case len(b) < 2 || b[0] != '[':
		if string(b) == "null" {
			return nil
		}
		return vectorError("a vector is neither an array nor base64")
	}
	out := make([]float32, 0, 1+bytes.Count(b, []byte{','}))
	for rest := b[1 : len(b)-1]; len(bytes.TrimSpace(rest)) > 0; {
		var field []byte
		field, rest, _ = bytes.Cut(rest, []byte{','})
		field = bytes.TrimSpace(field)
		x, err := strconv.ParseFloat(string(field), 32)
		switch {
		case len(field) > 0 && field[0] == '[':
			return vectorError("an array of arrays where a vector is wanted: the server gives a vector for each token and must be told to pool them")
		case string(field) == "null":
			return vectorError("null in a vector, which stands for NaN")
		case err != nil:
			return vectorError("not a number in a vector, or too large a one: " + clean(string(field), ""))
		}
		out = append(out, float32(x))
	}
	*v = out
	return nil
}

func (v *vector) base64(b []byte) error {
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return vectorError("a vector cannot be read")
	}
	raw, err := base64.StdEncoding.DecodeString(s)
	if err != nil || len(raw)%4 != 0 {
		return vectorError("a vector is not base64 of 32-bit numbers")
	}
	out := make([]float32, len(raw)/4)
	for k := range out {
		out[k] = math.Float32frombits(binary.LittleEndian.Uint32(raw[4*k:]))
	}
	*v = out
	return nil
}

// check makes n vectors of unit length out of an answer, or says what is wrong
// with it.
func check(vectors [][]float32, n int) error {
	if len(vectors) != n {
		return vectorError(fmt.Sprintf("%d vectors for %d texts", len(vectors), n))
	}
	for k, v := range vectors {
		if len(v) != len(vectors[0]) {
			return vectorError(fmt.Sprintf("vectors of %d and of %d numbers", len(vectors[0]), len(v)))
		}
		if err := normalise(v); err != nil {
			return fmt.Errorf("vector %d of %d: %w", k+1, n, err)
		}
	}
	return nil
}

// normalise gives a vector unit length.
func normalise(v []float32) error {
	if len(v) == 0 {
		return vectorError("it has no numbers")
	}
	sum := 0.0
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	switch {
	case math.IsNaN(sum) || math.IsInf(sum, 0):
		return vectorError("NaN or infinity in a vector")
	case sum == 0:
		return vectorError("it is zero")
	}
	scale := 1 / math.Sqrt(sum)
	for k, x := range v {
		v[k] = float32(float64(x) * scale)
	}
	return nil
}

// isUnit tells whether a vector has unit length, within what float32 loses.
func isUnit(v []float32) bool {
	sum := 0.0
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	return math.Abs(sum-1) < 1e-3
}
