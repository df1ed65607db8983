// SPDX-License-Identifier: MPL-2.0

package sandbox

import (
	"net/http"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/websim"
)

// webOperations are about the web host.
func (c *control) webOperations() []operation {
	return []operation{
		{http.MethodGet, "/web/files", "", "what the web host serves, by URL", c.showFiles},
		{http.MethodPut, "/web/files", `{"url":"http://acme.test/zohoverify/verifyforzoho.html","content":"12345678"}`, "publish a file", c.publishFile},
		{http.MethodDelete, "/web/files", `{"url":"http://acme.test/zohoverify/verifyforzoho.html"}`, "remove a file", c.removeFile},
		{http.MethodPost, "/web/answers", `{"url":"http://acme.test/","status":301,"location":"https://www.acme.test/","content":""}`, "answer a URL in this way, whatever is published there", c.presetAnswer},
		{http.MethodDelete, "/web/answers", "", "end all of these", c.resetAnswers},
		{http.MethodGet, "/web/requests", "", "every request to the web host, oldest first", c.showWebRequests},
	}
}

func (c *control) showFiles(*http.Request) (any, error) { return c.Web.Files(), nil }

func (c *control) publishFile(r *http.Request) (any, error) {
	var request struct{ URL, Content string }
	if err := read(r, &request); err != nil {
		return nil, err
	}
	return nil, c.Web.Publish(request.URL, request.Content)
}

func (c *control) removeFile(r *http.Request) (any, error) {
	var request struct{ URL string }
	if err := read(r, &request); err != nil {
		return nil, err
	}
	return nil, c.Web.Remove(request.URL)
}

func (c *control) presetAnswer(r *http.Request) (any, error) {
	var request struct {
		URL string
		websim.Answer
	}
	if err := read(r, &request); err != nil {
		return nil, err
	}
	return nil, c.Web.Preset(request.URL, request.Answer)
}

func (c *control) resetAnswers(*http.Request) (any, error) {
	c.Web.Reset()
	return nil, nil
}

func (c *control) showWebRequests(*http.Request) (any, error) {
	return c.Web.Requests(), nil
}
