// SPDX-License-Identifier: MPL-2.0

package sandbox

import (
	"net/http"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

func (c *control) faultOperations() []operation {
	return []operation{
		{http.MethodGet, "/requests", "", "every call of a service, oldest first; ?service= for one of them", c.showRequests},
		{http.MethodDelete, "/requests", "", "empty that log", c.forgetRequests},
		{http.MethodGet, "/faults", "", "the faults and how often each hit", c.showFaults},
		{
			http.MethodPost, "/faults", `{"service":"webex","match":"POST /v1/identity","kind":"status_after:503","times":1}`,
			"add a fault: status:<code>, status_after:<code> (retry_after in seconds), drop, drop_after, hang, hang_after, garbage, " +
				"garbage_after, slow:<milliseconds>; times 0 is until cleared", c.addFault,
		},
		{http.MethodDelete, "/faults", "", "clear all faults", c.clearFaults},
		{http.MethodPost, "/latency", `{"service":"webex","milliseconds":200}`, "delay every answer, in real time", c.setLatency},
	}
}

func (c *control) showRequests(r *http.Request) (any, error) {
	wanted := r.URL.Query().Get("service")
	if wanted != "" {
		if _, err := c.find(wanted); err != nil {
			return nil, err
		}
	}
	log := []simhttp.Request{}
	for _, request := range c.Requests() {
		if wanted == "" || request.Service == wanted {
			log = append(log, request)
		}
	}
	return log, nil
}

func (c *control) forgetRequests(*http.Request) (any, error) {
	c.Recorder.ForgetRequests()
	return nil, nil
}

func (c *control) showFaults(*http.Request) (any, error) { return c.Recorder.Faults(), nil }

func (c *control) addFault(r *http.Request) (any, error) {
	var fault simhttp.Fault
	if err := read(r, &fault); err != nil {
		return nil, err
	}
	return nil, c.Recorder.AddFault(fault)
}

func (c *control) clearFaults(*http.Request) (any, error) {
	c.Recorder.ClearFaults()
	return nil, nil
}

func (c *control) setLatency(r *http.Request) (any, error) {
	var request struct {
		Service      string
		Milliseconds int
	}
	if err := read(r, &request); err != nil {
		return nil, err
	}
	return nil, c.Recorder.SetLatency(request.Service, time.Duration(request.Milliseconds)*time.Millisecond)
}
