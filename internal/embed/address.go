package embed

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
)

// dialect is what a server speaks.
type dialect uint8

const (
	openAI dialect = iota
	ollama
)

// address is where to send requests, and how.
type address struct {
	url     *url.URL
	dialect dialect
}

// versioned matches the base of an OpenAI-compatible server: /v1, /v1beta,
// /compatible-mode/v1.
var versioned = regexp.MustCompile(`/v[0-9]+[a-z0-9]*$`)

// addresses lists where the server may answer, best first. More than one means
// that the path does not tell and that the first request finds out.
func addresses(base *url.URL) []address {
	path := strings.TrimRight(base.Path, "/")
	at := func(d dialect, path string) address {
		u := *base
		u.Path, u.RawPath, u.Fragment = path, "", ""
		return address{&u, d}
	}
	switch {
	case strings.HasSuffix(path, "/api/embed"):
		return []address{at(ollama, path)}
	case strings.HasSuffix(path, "/api/embeddings"):
		// Ollama's former address for single texts, or another server's.
		return []address{at(ollama, strings.TrimSuffix(path, "dings")), at(openAI, path)}
	case strings.HasSuffix(path, "/embeddings"):
		return []address{at(openAI, path)}
	case versioned.MatchString(path):
		return []address{at(openAI, path+"/embeddings")}
	case strings.HasSuffix(path, "/api"):
		return []address{at(ollama, path+"/embed"), at(openAI, path+"/v1/embeddings"), at(openAI, path+"/embeddings")}
	}
	return []address{at(ollama, path+"/api/embed"), at(openAI, path+"/v1/embeddings"), at(openAI, path+"/embeddings")}
}

// parseURL reads the address the user gave. The scheme may be left out for
// this machine only: elsewhere it decides whether others can read along.
func parseURL(s string) (*url.URL, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return nil, setup("no address of an embedding server", "give the address of the server, as in http://localhost:11434")
	}
	if !strings.Contains(s, "://") {
		u, err := url.Parse("http://" + s)
		if err != nil || !loopback(u.Hostname()) {
			return nil, setup("the address of the embedding server begins with neither http:// nor https://", "write the address in full, as in https://host/v1")
		}
		return u, nil
	}
	u, err := url.Parse(s)
	switch {
	case err != nil:
		// The parser repeats the address, with any password in it.
		return nil, setup("the address of the embedding server cannot be read", "write it as in http://localhost:11434")
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, setup("the address of the embedding server has the scheme "+u.Scheme, "use http:// or https://")
	case u.Hostname() == "":
		return nil, setup("the address of the embedding server names no host", "write it as in http://localhost:11434")
	}
	return u, nil
}

// loopback tells whether a host is this machine.
func loopback(host string) bool {
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && (ip.Unmap().IsLoopback() || ip.IsUnspecified())
}

// proxy is the environment's, but never for this machine: the texts would
// leave it.
func proxy(req *http.Request) (*url.URL, error) {
	if loopback(req.URL.Hostname()) {
		return nil, nil
	}
	return http.ProxyFromEnvironment(req)
}

// newHTTP makes the client of one call.
func newHTTP() *http.Client {
	t := &http.Transport{
		Proxy:                  proxy,
		DialContext:            (&net.Dialer{Timeout: dialTimeout}).DialContext,
		TLSHandshakeTimeout:    dialTimeout,
		ForceAttemptHTTP2:      true,
		MaxIdleConns:           1,
		MaxResponseHeaderBytes: 64 << 10,
	}
	return &http.Client{Transport: t}
}

// sameServer lets a redirect pass that stays on the server and repeats the
// request as it was: anything else would send the texts, and the key, where
// the user did not ask for them to go, or would lose them on the way.
func sameServer(req *http.Request, via []*http.Request) error {
	first := via[0].URL
	switch {
	case req.URL.Host != first.Host || req.URL.Scheme != first.Scheme:
		return &Error{problem: "it sends on to another server, " + clean(req.URL.Redacted(), ""),
			hint: "give that address if you trust it"}
	case req.Method != http.MethodPost:
		return &Error{problem: "it sends on to " + clean(req.URL.Redacted(), ""), hint: "give that address"}
	case len(via) >= 3:
		return &Error{problem: "it sends on in a circle", hint: "check the address"}
	}
	return nil
}
