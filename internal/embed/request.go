package embed

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	// dialTimeout is for reaching a server, not for its work.
	dialTimeout = 10 * time.Second
	// firstWait doubles with each repetition: .5, 1, 2, 4, 8 s.
	firstWait = 500 * time.Millisecond
	// longestWait is what a server may ask for with Retry-After, and where the
	// doubling ends: a person waits at the other end.
	longestWait = time.Minute
	// slowRetries is how often a request that ran into the timeout is
	// repeated: once, for a model that was being loaded.
	slowRetries = 1

	// maxAnswer, in bytes, bounds the answer to a request of one text: 10,000
	// numbers of 25 digits (the largest models give 4,096) and then some.
	// Each further text may add as much as maxVector.
	maxAnswer = 1 << 20
	maxVector = 256 << 10
	// maxFault, in bytes, is what is read of an answer that tells a fault.
	maxFault = 64 << 10
)

// run is one call of Embed.
type run struct {
	c         *Client
	http      *http.Client
	addresses []address // where the server may answer; one after the first answer
	tried     []string  // addresses that were not the server's
	limit     int       // texts in a request
	longest   int       // bytes in a text
	answered  bool      // the server has answered in this call
	dim       int       // of the vectors; 0 before the first

	done, total int
}

func (c *Client) newRun() (*run, error) {
	base, err := parseURL(c.URL)
	if err != nil {
		return nil, err
	}
	if c.Model == "" {
		return nil, setup("no embedding model is named", "name a model that the server has, such as bge-m3")
	}
	r := &run{c: c, addresses: addresses(base), limit: cmp.Or(max(0, c.Batch), defaultBatch), longest: maxText}
	if c.HTTP != nil {
		own := *c.HTTP
		r.http = &own
	} else {
		r.http = newHTTP()
	}
	r.http.CheckRedirect = sameServer
	return r, nil
}

// close lets go of the connections that were made for the call.
func (r *run) close() {
	if r.c.HTTP == nil {
		r.http.CloseIdleConnections()
	}
}

func (r *run) progress() {
	if r.c.Progress != nil {
		r.c.Progress(r.done, r.total)
	}
}

// fault makes an error of the server that is being asked.
func (r *run) fault(problem string) *Error {
	return &Error{Server: r.addresses[0].url.Redacted(), problem: problem}
}

// request gets the vectors of a batch from the address that answers.
func (r *run) request(ctx context.Context, texts []string) ([][]float32, error) {
	for {
		vectors, err := r.persist(ctx, texts)
		if err == nil {
			r.addresses = r.addresses[:1]
			return vectors, nil
		}
		e, ok := errors.AsType[*Error](err)
		if !ok || e.next != elsewhere {
			return nil, err
		}
		r.tried = append(r.tried, e.Server)
		if len(r.addresses) == 1 {
			if len(r.tried) > 1 {
				e.problem = "no embeddings here, nor at " + strings.Join(r.tried[:len(r.tried)-1], " and ")
			}
			return nil, e
		}
		r.addresses = r.addresses[1:]
	}
}

// persist asks one address, and asks again after a fault that may pass.
func (r *run) persist(ctx context.Context, texts []string) ([][]float32, error) {
	body, err := r.encode(texts)
	if err != nil {
		return nil, fmt.Errorf("embeddings: %w", err)
	}
	retries := max(0, cmp.Or(r.c.Retries, defaultRetries))
	for attempt := 0; ; attempt++ {
		vectors, err := r.post(ctx, body, len(texts))
		e, ok := errors.AsType[*Error](err)
		if !ok || e.next != again || attempt >= retries || e.most > 0 && attempt >= e.most {
			return vectors, err
		}
		wait := e.wait
		if wait == 0 {
			wait = min(firstWait<<min(attempt, 10), longestWait)
		}
		if err := r.pause(ctx, wait); err != nil {
			return nil, stopped(err)
		}
	}
}

func (r *run) pause(ctx context.Context, d time.Duration) error {
	if r.c.pause != nil {
		return r.c.pause(ctx, d)
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// encode writes a request. The format of the answer is left to the server,
// since some refuse either name of it.
func (r *run) encode(texts []string) ([]byte, error) {
	q := struct {
		Model      string   `json:"model"`
		Input      []string `json:"input"`
		Dimensions int      `json:"dimensions,omitempty"`
		Truncate   *bool    `json:"truncate,omitempty"`
	}{Model: r.c.Model, Dimensions: max(0, r.c.Dimensions)}
	if r.addresses[0].dialect == ollama {
		q.Truncate = new(bool) // Ollama would cut what is too long without a word
	}
	for _, t := range texts {
		q.Input = append(q.Input, r.c.Prefix+t)
	}
	return json.Marshal(q)
}

// post sends one request for n texts.
func (r *run) post(ctx context.Context, body []byte, n int) ([][]float32, error) {
	limited, cancel := context.WithTimeout(ctx, cmp.Or(max(0, r.c.Timeout), defaultTimeout))
	defer cancel()
	req, err := http.NewRequestWithContext(limited, http.MethodPost, r.addresses[0].url.String(), bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("embeddings: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", "dragoman")
	if r.c.Key != "" {
		req.Header.Set("Authorization", "Bearer "+r.c.Key)
	}
	resp, err := r.http.Do(req)
	if err != nil {
		return nil, r.network(ctx, err)
	}
	defer func() { _ = resp.Body.Close() }()
	r.answered = true
	most := maxFault
	if resp.StatusCode == http.StatusOK {
		most = maxAnswer + n*maxVector
	}
	answer, err := io.ReadAll(io.LimitReader(resp.Body, int64(most)+1))
	if err != nil {
		return nil, r.network(ctx, err)
	}
	if resp.StatusCode != http.StatusOK {
		return nil, r.status(resp, answer)
	}
	if len(answer) > most {
		e := r.fault(fmt.Sprintf("the answer is larger than %d MB", most>>20))
		e.Status, e.hint = resp.StatusCode, notServer
		return nil, e
	}
	return r.vectors(answer, n)
}

const (
	notServer = "check that the address is that of an embedding server and the model one for embeddings"
	isItUp    = "check that the server runs and that its address is right"
)

// network tells why no answer came.
func (r *run) network(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return stopped(ctx.Err())
	}
	if e, ok := errors.AsType[*Error](err); ok { // a redirect that was refused
		e.Server = r.addresses[0].url.Redacted()
		return e
	}
	var timeout net.Error
	op, isOp := errors.AsType[*net.OpError](err)
	switch {
	case isOp && op.Op == "dial":
		e := r.fault("cannot be reached").because(op.Err)
		e.hint = isItUp
		if r.answered { // it has been there a moment ago
			e.next = again
		}
		return e
	case errors.As(err, &timeout) && timeout.Timeout():
		e := r.fault(fmt.Sprintf("no answer within %v", cmp.Or(max(0, r.c.Timeout), defaultTimeout)))
		e.next, e.most, e.hint = again, slowRetries, "allow more time for a request, or fewer texts in it"
		return e
	case errors.Is(err, http.ErrSchemeMismatch):
		e := r.fault("does not speak https")
		e.hint = "write http:// in its address"
		return e
	}
	if _, bad := errors.AsType[*tls.CertificateVerificationError](err); bad {
		e := r.fault("its certificate is not trusted").because(bare(err))
		e.hint = "add the authority that signed it to the system's certificates"
		return e
	}
	e := r.fault("the connection broke").because(bare(err))
	e.next, e.hint = again, isItUp
	return e
}

// bare strips the address, which Error names itself.
func bare(err error) error {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			return err
		}
		err = inner
	}
}

// status tells what an answer other than 200 means.
func (r *run) status(resp *http.Response, body []byte) *Error {
	e := r.fault("the request was refused")
	e.Status, e.Said = resp.StatusCode, said(body, r.c.Key)
	switch code := resp.StatusCode; {
	case code == http.StatusBadRequest, code == http.StatusRequestEntityTooLarge, code == http.StatusUnprocessableEntity:
		e.next, e.hint = smaller, "check the name of the model, the dimensions and what the server says"
	case code == http.StatusUnauthorized, code == http.StatusForbidden:
		e.problem, e.hint = "the key was refused", "give the key that the server expects"
		if r.c.Key == "" {
			e.problem = "a key is wanted"
		}
	case code == http.StatusNotFound && missingModel(body):
		e.problem = "it has no model " + strconv.Quote(r.c.Model)
		e.hint = "load the model into the server (with Ollama: ollama pull " + r.c.Model + ")"
	case code == http.StatusNotFound, code == http.StatusMethodNotAllowed, code == http.StatusNotImplemented:
		e.problem, e.next, e.hint = "no embeddings here", elsewhere, notServer
	case code == http.StatusInternalServerError && tooLarge(body):
		e.problem, e.next = "the texts are too much for it", smaller
		e.hint = "raise the server's batch or context size (llama.cpp: --ubatch-size)"
	case code == http.StatusTooManyRequests, code == http.StatusServiceUnavailable:
		r.busy(e, resp.Header.Get("Retry-After"))
	case code == http.StatusRequestTimeout, code == http.StatusTooEarly, code == http.StatusFailedDependency, code >= 500:
		e.problem, e.next, e.hint = "it failed", again, "look into the server's log"
	default:
		e.hint = notServer
	}
	return e
}

// busy reads how long the server wants to be left alone.
func (r *run) busy(e *Error, retryAfter string) {
	e.problem, e.next, e.hint = "it is busy", again, "try again later"
	if seconds, err := strconv.ParseUint(strings.TrimSpace(retryAfter), 10, 31); err == nil {
		e.wait = time.Duration(seconds) * time.Second
	} else if at, err := http.ParseTime(retryAfter); err == nil {
		e.wait = max(0, time.Until(at))
	}
	if e.wait > longestWait {
		e.problem, e.next = fmt.Sprintf("it is busy and asks to wait for %v", e.wait.Round(time.Second)), giveUp
	}
}

// missingModel tells a server without the model from an address that does not
// exist; both are 404.
func missingModel(body []byte) bool {
	return bytes.Contains(bytes.ToLower(body), []byte("model"))
}

// tooLarge tells an error for texts that are too long or too many, which
// llama.cpp and others give as 500, from a real one.
func tooLarge(body []byte) bool {
	s := strings.ToLower(string(body))
	for _, sign := range []string{"too large", "too long", "too many", "exceed", "batch size", "context length", "out of memory"} {
		if strings.Contains(s, sign) {
			return true
		}
	}
	return false
}
