// SPDX-License-Identifier: MPL-2.0

package sandbox

import (
	"net/http"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/websim"
)

// webOperations are about the web host.
func (s *Sandbox) webOperations() []simhttp.Operation {
	type file struct{ URL, Content string }
	type address struct{ URL string }
	type answer struct {
		URL string
		websim.Answer
	}
	return []simhttp.Operation{
		simhttp.Query(http.MethodGet, "/web/files", "", "what the web host serves, by URL",
			func(struct{}) (any, error) { return s.Web.Files(), nil }),
		simhttp.Command(http.MethodPut, "/web/files", `{"url":"http://acme.test/zohoverify/verifyforzoho.html","content":"12345678"}`, "publish a file",
			func(r file) error { return s.Web.Publish(r.URL, r.Content) }),
		simhttp.Command(http.MethodDelete, "/web/files", `{"url":"http://acme.test/zohoverify/verifyforzoho.html"}`, "remove a file",
			func(r address) error { return s.Web.Remove(r.URL) }),
		simhttp.Command(http.MethodPost, "/web/answers", `{"url":"http://acme.test/","status":301,"location":"https://www.acme.test/","content":""}`,
			"answer a URL in this way, whatever is published there",
			func(r answer) error { return s.Web.Preset(r.URL, r.Answer) }),
		simhttp.Command(http.MethodDelete, "/web/answers", "", "end all of these",
			func(struct{}) error { s.Web.Reset(); return nil }),
		simhttp.Query(http.MethodGet, "/web/requests", "", "every request to the web host, oldest first",
			func(struct{}) (any, error) { return s.Web.Requests(), nil }),
	}
}
