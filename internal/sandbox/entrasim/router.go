// SPDX-License-Identifier: MPL-2.0

package entrasim

import (
	"bytes"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// endpoint is a call of Microsoft Graph.
type endpoint struct {
	needs []string // permissions, of which one suffices
	run   func(*Sim, call) (any, *failure)
}

// call is a request with a live token.
type call struct {
	simhttp.Call
	tenant *tenant
	name   string // of the domain in the path
}

// graphRoutes are wire/entra.md 1. Actions have two forms.
func graphRoutes() map[string]endpoint {
	read := []string{readDomains, writeDomains}
	readAll := append([]string{readDirectory}, read...)
	const one = "/v1.0/domains/{id}"
	routes := map[string]endpoint{
		"GET /v1.0/domains":                      {readAll, (*Sim).list},
		"POST /v1.0/domains":                     {[]string{writeDomains}, (*Sim).add},
		"GET " + one:                             {readAll, (*Sim).get},
		"DELETE " + one:                          {[]string{writeDomains}, (*Sim).delete},
		"GET " + one + "/rootDomain":             {read, (*Sim).rootDomain},
		"GET " + one + "/verificationDnsRecords": {read, (*Sim).records},
		"GET " + one + "/domainNameReferences":   {read, (*Sim).references},
		"GET /v1.0/organization":                 {[]string{readOrganization, readDirectory}, (*Sim).organization},
	}
	for action, run := range map[string]func(*Sim, call) (any, *failure){"verify": (*Sim).verify, "forceDelete": (*Sim).forceDelete} {
		routes["POST "+one+"/"+action] = endpoint{[]string{writeDomains}, run}
		routes["POST "+one+"/microsoft.graph."+action] = endpoint{[]string{writeDomains}, run}
	}
	return routes
}

func (s *Sim) serve(received simhttp.Call, e endpoint) (response simhttp.Response, fail *failure) {
	s.settle()
	header := http.Header{}
	defer func() { response = response.With(header) }()
	if id := received.Header.Get("Client-Request-Id"); id != "" {
		header.Set("Client-Request-Id", id)
	}
	c := call{Call: received, name: strings.ToLower(received.PathValue("id"))}
	token, fail := s.authenticate(&c)
	if fail != nil {
		return response, fail
	}
	if fail := c.permit(token, e.needs); fail != nil {
		return response, fail
	}
	for option := range c.URL.Query() {
		if strings.HasPrefix(option, "$") && option != "$select" && option != "$skiptoken" {
			return response, badRequest("The query option '" + option + "' is not supported.")
		}
	}
	body, fail := e.run(s, c)
	if fail != nil {
		return response, fail
	}
	return simhttp.Answer(body), nil
}

// read reads a body strictly, but for annotations, which are allowed everywhere.
func (c call) read(described ...simhttp.Field) *failure {
	if c.MediaType() != "application/json" && len(c.Body) > 0 {
		return badRequest("Write requests (excluding DELETE) must contain the Content-Type header declaration.")
	}
	fields := simhttp.Fields{}
	if len(bytes.TrimSpace(c.Body)) > 0 {
		var err error
		if fields, err = c.Fields(); err != nil {
			return badRequest("Unable to read JSON request payload.")
		}
	}
	maps.DeleteFunc(fields, func(name string, _ jsonValue) bool { return strings.HasPrefix(name, "@odata.") })
	if err := fields.ReadStrictly(described...); err != nil {
		return badRequest("Invalid property: " + err.Error() + ".")
	}
	return nil
}

// live is the domain of the path. Writes see it as it is.
func (s *Sim) live(c call) (*domain, *failure) {
	if d := c.tenant.find(c.name); d != nil {
		return d, nil
	}
	return nil, notFound(c.PathValue("id"))
}

// readable is the domain of the path as reads by ID see it.
func (s *Sim) readable(c call) (d *domain, verified bool, fail *failure) {
	for _, d := range slices.Backward(c.tenant.domains) {
		if there, verified := s.seen(d, 0); d.Domain == c.name && there {
			return d, verified, nil
		}
	}
	return nil, false, notFound(c.PathValue("id"))
}
