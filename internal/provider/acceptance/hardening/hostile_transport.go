// SPDX-License-Identifier: MPL-2.0

package hardening

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
)

// rewriting lies in the response to one call.
type rewriting struct {
	cell cell
	seen int // requests
	hits int
	put  string       // what the response has in place of the value
	read atomic.Int64 // how many bytes of it were read
}

// refuse is the response in place of a request that is not sent, or nil.
func (t *transport) refuse(request *http.Request) *http.Response {
	t.mu.Lock()
	defer t.mu.Unlock()
	r := t.rewriting
	if r == nil || r.cell.refusal == 0 || r.seen != r.cell.call.index {
		return nil
	}
	r.seen++
	r.hits++
	l := r.cell.kind.lie
	response := &http.Response{
		StatusCode: r.cell.refusal, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: request,
		Header: http.Header{"Content-Type": {"application/json"}}, Body: http.NoBody,
	}
	body := refusalBody(l)
	if l.headers != nil {
		l.inHeaders(response.Header)
		body = `{"message":"refused"}`
	}
	r.answer(response, []byte(body))
	return response
}

// rewrite changes the response to the call of the cell.
func (r *rewriting) rewrite(response *http.Response) error {
	r.seen++
	if r.cell.refusal != 0 || r.seen != r.cell.call.index+1 {
		return nil
	}
	if l := r.cell.kind.lie; l.headers != nil {
		l.inHeaders(response.Header)
		r.hits++
		return nil
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if changed, put, found := rewritten(body, r.cell.field, r.cell.kind.lie); found {
		body, r.put = changed, put
		r.hits++
	}
	r.answer(response, body)
	return nil
}

// answer counts what is read of the body.
func (r *rewriting) answer(response *http.Response, body []byte) {
	response.ContentLength = int64(len(body))
	response.Header.Del("Content-Length")
	response.Body = withBody{io.TeeReader(bytes.NewReader(body), counter{&r.read}), response.Body}
}

// withBody reads another body than it closes.
type withBody struct {
	io.Reader
	io.Closer
}

// inspect notes the fields of a response, or changes it.
func (t *transport) inspect(response *http.Response) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case t.rewriting != nil:
		return t.rewriting.rewrite(response)
	case t.fields != nil:
		body, err := io.ReadAll(response.Body)
		if err != nil {
			return err
		}
		response.Body = withBody{bytes.NewReader(body), response.Body}
		t.fields = append(t.fields, fieldsOf(body))
	}
	return nil
}

type counter struct{ read *atomic.Int64 }

func (c counter) Write(p []byte) (int, error) {
	c.read.Add(int64(len(p)))
	return len(p), nil
}

// refusalBody is a refusal in which every member that any service's has is the lie.
func refusalBody(l *lie) string {
	put := l.of("refused")
	if put == "" {
		return "{}"
	}
	members := strings.Join([]string{"message", "description", "code", "errorCode", "error_description", "moreInfo", "trackingId", "field", "type"}, `":LIE,"`)
	inner := `{"` + members + `":LIE}`
	body := inner[:len(inner)-1] + `,"error":LIE,"errors":[INNER,LIE],"status":INNER,"data":INNER}`
	return strings.NewReplacer("INNER", strings.ReplaceAll(inner, "LIE", put), "LIE", put).Replace(body)
}
