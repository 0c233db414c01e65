package embed

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"
)

// wantFault checks that err is a server's, says all the words and has a hint.
func wantFault(t *testing.T, err error, words ...string) *Error {
	t.Helper()
	e, ok := errors.AsType[*Error](err)
	if !ok || !errors.Is(err, ErrUnavailable) {
		t.Fatalf("error %v (%T), want one of the server", err, err)
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("error %q does not say %q", err, w)
		}
	}
	if e.Hint() == "" {
		t.Errorf("error %q has no hint", err)
	}
	return e
}

func TestRetries(t *testing.T) {
	const s = time.Second
	status := func(code int, retryAfter string) func(http.ResponseWriter) {
		return func(w http.ResponseWriter) {
			if retryAfter != "" {
				w.Header().Set("Retry-After", retryAfter)
			}
			fail(w, code, `{"error":"not now"}`)
		}
	}
	reset := func(w http.ResponseWriter) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err == nil {
			_ = conn.(*net.TCPConn).SetLinger(0)
			_ = conn.Close()
		}
	}
	half := func(w http.ResponseWriter) {
		w.Header().Set("Content-Length", "1000")
		_, _ = io.WriteString(w, `{"data":[`)
	}
	tests := []struct {
		name    string
		faults  int // how many requests fail; -1 for all
		fault   func(http.ResponseWriter)
		retries int
		waits   []time.Duration
		says    string // of the error; "" where it goes well in the end
	}{
		{"429", 1, status(429, "7"), 0, []time.Duration{7 * s}, ""},
		{"429 without time", 3, status(429, ""), 0, []time.Duration{s / 2, s, 2 * s}, ""},
		{"429 nonsense time", 1, status(429, "soon"), 0, []time.Duration{s / 2}, ""},
		{"429 past date", 1, status(429, "Wed, 21 Oct 2015 07:28:00 GMT"), 0, []time.Duration{s / 2}, ""},
		{"429 zero", 1, status(429, "0"), 0, []time.Duration{s / 2}, ""},
		{"429 one hour", -1, status(429, "3600"), 0, nil, "asks to wait for 1h0m0s"},
		{"503 loading", 2, status(503, "60"), 0, []time.Duration{60 * s, 60 * s}, ""},
		{"503 for ever", -1, status(503, ""), 0, []time.Duration{s / 2, s, 2 * s, 4 * s, 8 * s}, "it is busy (503 service unavailable); it says: not now"},
		{"500", 1, status(500, ""), 0, []time.Duration{s / 2}, ""},
		{"502 for ever", -1, status(502, ""), 2, []time.Duration{s / 2, s}, "it failed (502 bad gateway)"},
		{"no retries", -1, status(503, "1"), -1, nil, "it is busy"},
		{"many retries", -1, status(503, ""), 9, []time.Duration{s / 2, s, 2 * s, 4 * s, 8 * s, 16 * s, 32 * s, 60 * s, 60 * s}, "it is busy"},
		{"reset", 2, reset, 0, []time.Duration{s / 2, s}, ""},
		{"reset for ever", -1, reset, 1, []time.Duration{s / 2}, "the connection broke"},
		{"half an answer", 1, half, 0, []time.Duration{s / 2}, ""},
		{"401", -1, status(401, ""), 0, nil, "a key is wanted (401 unauthorized)"},
		{"402", -1, status(402, ""), 0, nil, "the request was refused (402 payment required)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			srv := serve(t, func(w http.ResponseWriter, _ *http.Request, a ask, n int) {
				if tt.faults < 0 || n < tt.faults {
					tt.fault(w)
					return
				}
				answer(w, a)
			})
			var w waits
			c := srv.client("/v1")
			c.pause, c.Retries = w.pause, tt.retries
			got, err := c.Embed(t.Context(), []string{"a", "bb"})
			if !slices.Equal(w, tt.waits) {
				t.Errorf("waited %v, want %v", w, tt.waits)
			}
			if tt.says != "" {
				wantFault(t, err, tt.says, srv.URL+"/v1/embeddings")
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			wantVectors(t, got, "a", "bb")
		})
	}
}

func TestRetryAfterDate(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request, a ask, n int) {
		if n == 0 {
			w.Header().Set("Retry-After", time.Now().Add(30*time.Second).UTC().Format(http.TimeFormat))
			fail(w, 429, "")
			return
		}
		answer(w, a)
	})
	var w waits
	c := s.client("/v1")
	c.pause = w.pause
	if _, err := c.Embed(t.Context(), []string{"a"}); err != nil {
		t.Fatal(err)
	}
	if len(w) != 1 || w[0] < 20*time.Second || w[0] > 30*time.Second {
		t.Errorf("waited %v", w)
	}
}

func TestSlowServer(t *testing.T) {
	over := make(chan struct{})
	s := serve(t, func(_ http.ResponseWriter, r *http.Request, _ ask, _ int) {
		select {
		case <-r.Context().Done():
		case <-over:
		}
	})
	defer close(over)
	c := s.client("/v1")
	c.Timeout = 300 * time.Millisecond
	_, err := c.Embed(t.Context(), []string{"a"})
	wantFault(t, err, "no answer within 300ms")
	if n := len(s.seen()); n != 2 {
		t.Errorf("%d requests, want 2", n)
	}
}

func TestServerDown(t *testing.T) {
	s := httptest.NewServer(nil)
	s.Close()
	var w waits
	c := &Client{URL: s.URL, Model: "m", pause: w.pause}
	_, err := c.Embed(t.Context(), []string{"a"})
	wantFault(t, err, s.URL, "cannot be reached", "refused")
	if len(w) != 0 {
		t.Errorf("waited %v for a server that was never there", w)
	}
}

// A server that went away during the work is waited for.
func TestServerRestarted(t *testing.T) {
	var s *server
	s = serve(t, func(w http.ResponseWriter, _ *http.Request, a ask, _ int) {
		w.Header().Set("Connection", "close")
		answer(w, a)
		_ = s.Listener.Close()
	})
	var w waits
	c := s.client("/v1")
	c.Batch, c.Retries, c.pause = 1, 2, w.pause
	_, err := c.Embed(t.Context(), []string{"a", "b"})
	wantFault(t, err, "cannot be reached")
	if len(w) != 2 {
		t.Errorf("waited %v", w)
	}
}

func TestNotFound(t *testing.T) {
	tests := []struct{ path, body, says string }{
		{"", `{"error":"model \"m\" not found, try pulling it first"}`, `it has no model "m" (404 not found); it says: model "m" not found, try pulling it first`},
		{"/v1", "{\"error\":{\"message\":\"The model `m` does not exist.\",\"type\":\"NotFoundError\"}}", `it has no model "m"`},
		{"/v1", `{"detail":"Not Found"}`, "no embeddings here (404 not found); it says: Not Found"},
		{"/x", "404 page not found", "/x/embeddings: no embeddings here, nor at "},
	}
	for _, tt := range tests {
		s := serve(t, func(w http.ResponseWriter, _ *http.Request, _ ask, _ int) { fail(w, 404, tt.body) })
		_, err := s.client(tt.path).Embed(t.Context(), numbered(100))
		wantFault(t, err, tt.says)
		if n := len(s.seen()); n > 3 {
			t.Errorf("%q: %d requests", tt.body, n)
		}
	}
}

func TestHugeAnswer(t *testing.T) {
	sent := make(chan int, 1)
	s := serve(t, func(w http.ResponseWriter, _ *http.Request, _ ask, _ int) {
		n := 0
		_, _ = io.WriteString(w, `{"data":[{"embedding":[`)
		for chunk := strings.Repeat("0.123456,", 10_000); n < 1<<30; {
			k, err := io.WriteString(w, chunk)
			n += k
			if err != nil {
				break
			}
		}
		sent <- n
	})
	_, err := s.client("/v1").Embed(t.Context(), []string{"a"})
	wantFault(t, err, "the answer is larger than 1 MB")
	if n := <-sent; n > 64<<20 {
		t.Errorf("%d bytes were taken", n)
	}
}

func TestCancel(t *testing.T) {
	hang := func(_ http.ResponseWriter, r *http.Request, _ ask, _ int) { <-r.Context().Done() }
	busy := func(w http.ResponseWriter, _ *http.Request, _ ask, _ int) {
		w.Header().Set("Retry-After", "60")
		fail(w, 429, "")
	}
	trickle := func(w http.ResponseWriter, r *http.Request, _ ask, _ int) {
		_, _ = io.WriteString(w, `{"data":[`)
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	}
	for name, handler := range map[string]func(http.ResponseWriter, *http.Request, ask, int){
		"in a request": hang, "in a pause": busy, "in an answer": trickle,
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, handler)
			c := &Client{URL: s.URL, Model: "m"}
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(50*time.Millisecond, cancel)
			start := time.Now()
			_, err := c.Embed(ctx, numbered(100))
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("took %v", took)
			}
			if !errors.Is(err, context.Canceled) || errors.Is(err, ErrUnavailable) {
				t.Errorf("error %v", err)
			}
			before := len(s.seen())
			if _, err := c.Embed(ctx, []string{"a"}); !errors.Is(err, context.Canceled) || len(s.seen()) != before {
				t.Errorf("afterwards: error %v", err)
			}
		})
	}
}

func TestRedirects(t *testing.T) {
	other := serve(t, func(w http.ResponseWriter, _ *http.Request, a ask, _ int) { answer(w, a) })
	tests := []struct {
		name, to string
		status   int
		says     string
	}{
		{"another server", other.URL + "/v1/embeddings", 307, "it sends on to another server, " + other.URL},
		{"another server, moved", other.URL + "/v1/embeddings", 301, "it sends on to another server"},
		{"another scheme", "https://%s/there", 307, "it sends on to another server"},
		{"as GET", "/there", 302, "it sends on to "},
		{"in a circle", "/v1/embeddings", 308, "in a circle"},
		{"on the server", "/there", 307, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := serve(t, func(w http.ResponseWriter, r *http.Request, a ask, _ int) {
				if a.Path == "/there" {
					answer(w, a)
					return
				}
				to := tt.to
				if strings.Contains(to, "%s") {
					to = fmt.Sprintf(to, r.Host)
				}
				http.Redirect(w, r, to, tt.status)
			})
			c := s.client("/v1")
			c.Key = "secret"
			got, err := c.Embed(t.Context(), []string{"a"})
			if tt.says == "" {
				if err != nil {
					t.Fatal(err)
				}
				wantVectors(t, got, "a")
				return
			}
			wantFault(t, err, s.URL, tt.says)
		})
	}
	if n := len(other.seen()); n != 0 {
		t.Errorf("the other server got %d requests", n)
	}
}

func TestTLS(t *testing.T) {
	s := httptest.NewTLSServer(http.NotFoundHandler())
	s.Config.ErrorLog = nil
	defer s.Close()
	c := &Client{URL: s.URL + "/v1", Model: "m", pause: new(waits).pause}
	_, err := c.Embed(t.Context(), []string{"a"})
	wantFault(t, err, "its certificate is not trusted")

	c.HTTP = s.Client() // the caller's own client is used
	_, err = c.Embed(t.Context(), []string{"a"})
	wantFault(t, err, "no embeddings here")

	plain := serve(t, func(w http.ResponseWriter, _ *http.Request, a ask, _ int) { answer(w, a) })
	c = &Client{URL: strings.Replace(plain.URL, "http:", "https:", 1) + "/v1", Model: "m", pause: new(waits).pause}
	_, err = c.Embed(t.Context(), []string{"a"})
	wantFault(t, err, "does not speak https")
}

func TestSecretsStayInside(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request, a ask, _ int) {
		fail(w, 401, `{"error":{"message":"bad key `+strings.TrimPrefix(a.Key, "Bearer ")+`"}}`)
	})
	c := s.client("/v1")
	c.URL = strings.Replace(c.URL, "//", "//user:password@", 1)
	c.Key = "sk-very-secret"
	_, err := c.Embed(t.Context(), []string{"a"})
	e := wantFault(t, err, "bad key …", "the key was refused")
	for _, secret := range []string{"sk-very-secret", ":password"} {
		if strings.Contains(err.Error()+e.Hint()+e.Server+e.Said, secret) {
			t.Errorf("%q shows %q", err, secret)
		}
	}
}

func TestSettings(t *testing.T) {
	tests := []struct{ url, model, says string }{
		{"", "m", "no address of an embedding server"},
		{"ftp://localhost/", "m", "the scheme ftp"},
		{"http://", "m", "names no host"},
		{"http://user:pass word@host:port/", "m", "cannot be read"},
		{"example.org/v1", "m", "neither http:// nor https://"},
		{"http://localhost:1", "", "no embedding model"},
	}
	for _, tt := range tests {
		c := &Client{URL: tt.url, Model: tt.model}
		_, err := c.Embed(t.Context(), []string{"a"})
		e, ok := errors.AsType[*Error](err)
		if !ok || errors.Is(err, ErrUnavailable) || !strings.Contains(err.Error(), tt.says) || e.Hint() == "" || strings.Contains(err.Error(), "pass") {
			t.Errorf("%q: error %v", tt.url, err)
		}
	}
	s := serve(t, func(w http.ResponseWriter, _ *http.Request, a ask, _ int) { answer(w, a) })
	c := s.client("")
	c.URL = strings.TrimPrefix(c.URL, "http://") // this machine may go without
	if _, err := c.Embed(t.Context(), []string{"a"}); err != nil {
		t.Error(err)
	}
}

func TestLoopback(t *testing.T) {
	t.Setenv("HTTP_PROXY", "http://proxy.example:3128")
	for host, want := range map[string]bool{
		"localhost": true, "127.0.0.1": true, "127.8.9.10": true, "::1": true, "0.0.0.0": true, "box.localhost": true, "::ffff:127.0.0.1": true,
		"localhost.example.org": false, "10.0.0.1": false, "example.org": false, "1270.0.0.1": false,
	} {
		if got := loopback(host); got != want {
			t.Errorf("loopback(%q) = %v", host, got)
		}
		if !want {
			continue
		}
		req := httptest.NewRequest(http.MethodPost, "http://"+net.JoinHostPort(host, "80")+"/", nil)
		if via, err := proxy(req); via != nil || err != nil {
			t.Errorf("%s is asked through %v, %v", host, via, err)
		}
	}
}
