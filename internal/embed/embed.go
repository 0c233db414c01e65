package embed

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Client asks a server for the vectors of sentences. URL and Model must be
// set; every other field has a good zero value. A Client is not changed by its
// methods and may be used by several goroutines if its Cache, HTTP and
// Progress may.
type Client struct {
	// URL is where the server answers: its root ("http://localhost:11434"),
	// its base ("https://host/v1") or the full address. See the package
	// comment for how the dialect is told from it.
	URL string
	// Model is the name of the model as the server knows it.
	Model string
	// Key is sent as a bearer token when it is not empty.
	Key string
	// Prefix is put before every text, for models that want one ("query: ").
	Prefix string
	// Dimensions asks for vectors of this many numbers and is then insisted
	// on; 0 leaves it to the model.
	Dimensions int
	// Batch is the highest number of texts a request holds; 0 means 32.
	Batch int
	// Retries is how often a request is repeated after a passing fault; 0
	// means 5, a negative number none.
	Retries int
	// Timeout bounds a single request; 0 means two minutes, for a server that
	// must load its model first.
	Timeout time.Duration
	// HTTP replaces the client that is made for the call. Its rule for
	// redirects is not used.
	HTTP *http.Client
	// Cache keeps vectors from one call to the next; nil keeps none.
	Cache Cache
	// Progress is told, from the calling goroutine, how many of the different
	// texts have their vectors.
	Progress func(done, total int)

	pause func(context.Context, time.Duration) error // waits; nil for a timer
}

const (
	// defaultBatch is the most that text-embeddings-inference takes unless it
	// is told otherwise; larger batches gain little on a processor.
	defaultBatch   = 32
	defaultRetries = 5 // half a second doubled five times: about 15 s in all
	defaultTimeout = 2 * time.Minute

	// maxRequest, in bytes of text, keeps a batch of long paragraphs below the
	// smallest limit met (2 MB of JSON, where a Han character may take 6 bytes
	// for 3) and a request on a slow processor below the timeout.
	maxRequest = 64 << 10
	// maxText, in bytes, is what a text is cut to before it is sent. The
	// largest models read 8,192 tokens, no token is less than a byte, and some
	// servers drop the rest without a word.
	maxText = 8000
	// minText, in bytes, is the length below which a refused text is not cut
	// any more: every model reads as much, so it was not the length.
	minText = 400
)

// Embed returns a vector of unit length for each text, in their order. A text
// of nothing but white space is not sent and has the zero vector. Equal texts
// are sent once and share their vector, which may be the cache's as well and
// must not be changed.
//
// The texts of a document are best given in one call, all its languages
// together: the vectors are then sure to have one dimension.
//
// The error is an *Error where the server or its address is at fault; it wraps
// ctx.Err() where ctx ended the call.
func (c *Client) Embed(ctx context.Context, texts []string) ([][]float32, error) {
	r, err := c.newRun()
	if err != nil {
		return nil, err
	}
	defer r.close()
	if err := ctx.Err(); err != nil {
		return nil, stopped(err)
	}
	jobs, which := c.distinct(texts)
	if err := r.fill(ctx, jobs); err != nil {
		return nil, err
	}
	zero := make([]float32, cmp.Or(r.dim, c.Dimensions))
	out := make([][]float32, len(texts))
	for k, j := range which {
		out[k] = zero
		if j >= 0 {
			out[k] = jobs[j].vector
		}
	}
	return out, nil
}

// job is one of the different texts.
type job struct {
	text   string
	key    [32]byte
	vector []float32
}

// distinct lists the different texts and tells for each text which it is; -1
// for one that is blank.
func (c *Client) distinct(texts []string) (jobs []*job, which []int) {
	seen := make(map[string]int, len(texts))
	which = make([]int, len(texts))
	for k, t := range texts {
		if strings.TrimSpace(t) == "" {
			which[k] = -1
			continue
		}
		j, ok := seen[t]
		if !ok {
			j = len(jobs)
			seen[t] = j
			jobs = append(jobs, &job{text: t, key: Key(c.Model, c.Dimensions, c.Prefix, t)})
		}
		which[k] = j
	}
	return jobs, which
}

// fill gives every job its vector, from the cache or from the server.
func (r *run) fill(ctx context.Context, jobs []*job) error {
	var missing, cached []*job
	for _, j := range jobs {
		if err := r.recall(j); err != nil {
			return err
		}
		if j.vector == nil {
			missing = append(missing, j)
		} else {
			cached = append(cached, j)
		}
	}
	r.total, r.done = len(jobs), len(cached)
	r.progress()
	if err := r.fetch(ctx, missing); err != nil {
		return err
	}
	stale := r.stale(cached)
	r.done -= len(stale)
	return r.fetch(ctx, stale)
}

// stale lists the jobs whose vector from the cache must be asked for again,
// since a model replaced under its old name left vectors of another dimension.
// Where the server gave none to compare with and they differ, it is all.
func (r *run) stale(cached []*job) []*job {
	dim := r.dim
	if dim == 0 && len(cached) > 0 {
		dim = len(cached[0].vector)
	}
	var other []*job
	for _, j := range cached {
		if len(j.vector) != dim {
			other = append(other, j)
		}
	}
	if r.dim == 0 {
		if len(other) > 0 {
			return cached
		}
		r.dim = dim
	}
	return other
}

// recall looks a job up in the cache. What is not a unit vector of the right
// dimension is as good as absent.
func (r *run) recall(j *job) error {
	if r.c.Cache == nil {
		return nil
	}
	v, ok, err := r.c.Cache.Get(j.key)
	if err != nil {
		return fmt.Errorf("embedding cache: %w", err)
	}
	if ok && isUnit(v) && (r.c.Dimensions == 0 || len(v) == r.c.Dimensions) {
		j.vector = v
	}
	return nil
}

// fetch asks the server, the longest texts first: batches hold texts of like
// length, which servers work off faster, and what the server cannot take shows
// at once.
func (r *run) fetch(ctx context.Context, jobs []*job) error {
	slices.SortStableFunc(jobs, func(a, b *job) int { return cmp.Compare(len(b.text), len(a.text)) })
	texts := make([]string, len(jobs))
	for k, j := range jobs {
		texts[k] = j.text
	}
	return r.batches(ctx, texts, func(first int, vectors [][]float32) error {
		put := make(map[[32]byte][]float32, len(vectors))
		for k, v := range vectors {
			j := jobs[first+k]
			j.vector = v
			put[j.key] = v
		}
		if r.c.Cache != nil {
			if err := r.c.Cache.Put(put); err != nil {
				return fmt.Errorf("embedding cache: %w", err)
			}
		}
		r.done += len(vectors)
		r.progress()
		return nil
	})
}

// batches asks for the vectors of any number of texts and hands them on as
// they come.
func (r *run) batches(ctx context.Context, texts []string, got func(first int, vectors [][]float32) error) error {
	for first := 0; first < len(texts); {
		n := r.take(texts[first:])
		vectors, _, err := r.embed(ctx, texts[first:first+n])
		if err != nil {
			return err
		}
		if err := got(first, vectors); err != nil {
			return err
		}
		first += n
	}
	return nil
}

// take tells how many of the texts make the next batch, at least one. A text
// that must be cut goes alone.
func (r *run) take(texts []string) int {
	size := 0
	for k, t := range texts {
		size += len(t)
		switch {
		case k == r.limit, k > 0 && size > maxRequest:
			return k
		case len(t) > r.longest:
			return max(1, k)
		}
	}
	return len(texts)
}

// embed asks for the vectors of a batch, in smaller batches where the server
// refuses it, and tells whether one request did.
func (r *run) embed(ctx context.Context, texts []string) (vectors [][]float32, whole bool, err error) {
	if len(texts) == 1 && len(texts[0]) > r.longest {
		vectors, err = r.pieces(ctx, texts[0], nil)
		return vectors, false, err
	}
	if len(texts) <= r.limit {
		vectors, err = r.request(ctx, texts)
		refused := refusal(err)
		if refused == nil {
			return vectors, true, err
		}
		if len(texts) == 1 {
			vectors, err = r.pieces(ctx, texts[0], refused)
			return vectors, false, err
		}
	}
	half := (len(texts) + 1) / 2
	vectors, left, err := r.embed(ctx, texts[:half])
	if err != nil {
		return nil, false, err
	}
	more, right, err := r.embed(ctx, texts[half:])
	if err != nil {
		return nil, false, err
	}
	if left && right {
		// It was the number that was too high, not one text that was too long.
		r.limit = min(r.limit, half)
	}
	return append(vectors, more...), false, nil
}

// pieces cuts a text into such as the server takes and adds up their vectors.
// refused is what the server said to the whole, and is returned where the text
// is too short for that to have been its length.
func (r *run) pieces(ctx context.Context, text string, refused *Error) ([][]float32, error) {
	if refused != nil {
		if len(text) < minText {
			return nil, refused
		}
		r.longest = min(r.longest, len(text)-1)
	}
	var sum []float32
	err := r.batches(ctx, shred(nil, text, r.longest), func(_ int, vectors [][]float32) error {
		if sum == nil {
			sum = make([]float32, len(vectors[0]))
		}
		for _, v := range vectors {
			for k, x := range v {
				sum[k] += x
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if err := normalise(sum); err != nil {
		return nil, r.fault("the parts of a long text cancel out").because(err)
	}
	return [][]float32{sum}, nil
}

// shred cuts a text into pieces of at most longest bytes, without those that
// are blank.
func shred(dst []string, text string, longest int) []string {
	if strings.TrimSpace(text) == "" {
		return dst
	}
	if len(text) <= longest {
		return append(dst, text)
	}
	a, b := cut(text)
	return shred(shred(dst, a, longest), b, longest)
}

// cut halves a text, at white space or punctuation where there is any in the
// second quarter.
func cut(text string) (a, b string) {
	middle := len(text) / 2
	for back := 0; back < utf8.UTFMax && !utf8.RuneStart(text[middle]); back++ {
		middle--
	}
	const breaks = " \t\n.,;:!?。，；：！？、\u3000"
	if k := strings.LastIndexAny(text[len(text)/4:middle], breaks); k >= 0 {
		k += len(text) / 4
		_, size := utf8.DecodeRuneInString(text[k:])
		return text[:k+size], text[k+size:]
	}
	return text[:middle], text[middle:]
}
