// SPDX-License-Identifier: MPL-2.0

package sandbox

import (
	"net/http"
	"slices"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

func (s *Sandbox) faultOperations() []simhttp.Operation {
	type latency struct {
		Service      string
		Milliseconds int
	}
	return []simhttp.Operation{
		{Method: http.MethodGet, Path: "/requests", Doc: "every call of a service, oldest first; ?service= for one of them", Do: s.showRequests},
		simhttp.Command(http.MethodDelete, "/requests", "", "empty that log",
			func(struct{}) error { s.Recorder.ForgetRequests(); return nil }),
		simhttp.Query(http.MethodGet, "/faults", "", "the faults and how often each hit",
			func(struct{}) (any, error) { return s.Recorder.Faults(), nil }),
		simhttp.Command(http.MethodPost, "/faults", `{"service":"webex","match":"POST /v1/identity","kind":"status_after:503","times":1}`,
			"add a fault: status:<code>, drop, hang, drip, garbage, empty, null, huge, redirect, each of them with _after behind its name to do it "+
				"first (status_after:<code>); slow:<milliseconds>, truncate_after, mistype_after; retry_after in seconds, with retry_after_date as "+
				"a date; match is a part of \"METHOD /path?query\", match_body one of the request body; skip lets so many requests pass first; times 0 is until cleared", s.Recorder.AddFault),
		simhttp.Command(http.MethodDelete, "/faults", "", "clear all faults",
			func(struct{}) error { s.Recorder.ClearFaults(); return nil }),
		simhttp.Command(http.MethodPost, "/latency", `{"service":"webex","milliseconds":200}`, "delay every response, in real time",
			func(r latency) error {
				return s.Recorder.SetLatency(r.Service, time.Duration(r.Milliseconds)*time.Millisecond)
			}),
	}
}

func (s *Sandbox) showRequests(r *http.Request) (any, error) {
	name, log := r.URL.Query().Get("service"), s.Requests()
	if name == "" {
		return log, nil
	}
	_, err := s.service(name)
	return slices.DeleteFunc(log, func(r simhttp.Request) bool { return r.Service != name }), err
}
