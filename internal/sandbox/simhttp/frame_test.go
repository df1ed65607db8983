// SPDX-License-Identifier: MPL-2.0

package simhttp_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

type refusal struct{ status int }

// shop is a simulator with one operation for each path.
type shop struct {
	simhttp.Core
	ids    int
	served []string
}

func (s *shop) handler() http.Handler {
	return simhttp.Frame[string, refusal]{
		Core:   &s.Core,
		Routes: map[string]string{"GET /orders/{id}": "read", "PUT /orders/{id}": "write"},
		Serve: func(c simhttp.Call, operation string) (simhttp.Response, *refusal) {
			s.served = append(s.served, operation)
			switch c.PathValue("id") {
			case "refused":
				return simhttp.Response{Header: http.Header{"X-Limit": {"9"}}}, &refusal{http.StatusConflict}
			case "slow":
				s.Unlocked(func() { defer s.Lock()() })
			}
			return simhttp.JSON(http.StatusOK, fmt.Sprint(operation, " ", c.PathValue("id"), " ", string(c.Body), " ", c.MediaType())), nil
		},
		Unmatched: func(_ simhttp.Call, known bool) *refusal {
			if known {
				return &refusal{http.StatusMethodNotAllowed}
			}
			return &refusal{http.StatusNotFound}
		},
		Render: func(c simhttp.Call, f *refusal) simhttp.Response {
			return simhttp.Text(f.status, c.ID+" is refused")
		},
		NewID:    func() string { s.ids++; return fmt.Sprint("id-", s.ids) },
		IDHeader: "X-Request-Id",
		Now:      noonTime,
	}.Handler()
}

func (s *shop) call(method, path, contentType, body string) *http.Response {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Content-Type", contentType)
	w := httptest.NewRecorder()
	s.handler().ServeHTTP(w, r)
	return w.Result()
}

func TestFrameServesRoutesAndRefusesTheRestInTheShapeOfTheService(t *testing.T) {
	t.Parallel()
	s := &shop{Core: simhttp.NewCore()}
	for _, c := range []struct {
		method, path, contentType, body string
		status                          int
		text                            string
	}{
		{"PUT", "/orders/7", "text/plain; charset=utf-8", "two pears", 200, `"write 7 two pears text/plain"`},
		{"GET", "/orders/slow", "", "", 200, `"read slow  "`},
		{"GET", "/orders/refused", "", "", 409, "id-3 is refused"},
		{"DELETE", "/orders/7", "", "", 405, "id-4 is refused"},
		{"GET", "/orders", "", "", 404, "id-5 is refused"},
		{"GET", "/", "", "", 404, "id-6 is refused"},
	} {
		response := s.call(c.method, c.path, c.contentType, c.body)
		text, err := io.ReadAll(response.Body)
		if err != nil || response.StatusCode != c.status || string(text) != c.text {
			t.Errorf("%s %s: %d %s (%v), want %d %s", c.method, c.path, response.StatusCode, text, err, c.status, c.text)
		}
		if response.Header.Get("X-Request-Id") == "" || response.Header.Get("Date") != "Thu, 01 Jan 2026 12:00:00 GMT" {
			t.Errorf("%s %s: header %v, want a request ID and the time of the simulator", c.method, c.path, response.Header)
		}
		if allow := response.Header.Get("Allow"); (allow == "GET, PUT") != (c.status == 405) {
			t.Errorf("%s %s: Allow is %q, want the other methods where there are any", c.method, c.path, allow)
		}
		if limit := response.Header.Get("X-Limit"); (limit == "9") != (c.status == 409) {
			t.Errorf("%s %s: X-Limit %q, want the header that came with the refusal there alone", c.method, c.path, limit)
		}
	}
	if diff := cmp.Diff([]string{"write", "read", "read"}, s.served); diff != "" {
		t.Errorf("served (-want +got):\n%s", diff)
	}
}

func TestRequestWhoseBodyBreaksOffIsNotServed(t *testing.T) {
	t.Parallel()
	s := &shop{Core: simhttp.NewCore()}
	r := httptest.NewRequest(http.MethodPut, "/orders/7", io.MultiReader(strings.NewReader("two"), brokenReader{}))
	w := httptest.NewRecorder()
	s.handler().ServeHTTP(w, r)
	if w.Code != 400 || len(s.served) != 0 {
		t.Errorf("status %d, served %v, want 400 and nothing served", w.Code, s.served)
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, errors.New("connection reset") }

func TestNumberIsWhatTheValueOfASwitchBeginsWith(t *testing.T) {
	t.Parallel()
	core := simhttp.NewCore(simhttp.NewSwitch("status", "1", "404_in_200 400", "A status."), simhttp.NewSwitch("word", "1", "seen", "A word."))
	first := core.Number("status")
	if err := core.Switches().Set("status", "400"); err != nil {
		t.Fatal(err)
	}
	if second := core.Number("status"); first != 404 || second != 400 || !core.Is("status", "400") {
		t.Errorf("numbers %d and %d, want 404 and 400", first, second)
	}
	defer func() {
		if recover() == nil {
			t.Error("a word is a number")
		}
	}()
	core.Number("word")
}

func TestDriftHappensUnlessSomethingIsInItsWay(t *testing.T) {
	t.Parallel()
	sold := map[string]bool{"pear": true}
	drifts := []simhttp.Drift[string]{
		simhttp.NewDrift("sell", func(name string) string { return simhttp.Unless(!sold[name], "is sold already") }, func(name string) { sold[name] = true }),
		simhttp.NewDrift("return", simhttp.Always, func(name string) { delete(sold, name) }),
	}
	find := func(name string) (string, error) {
		if name == "stone" {
			return "", errors.New("the shop does not have it")
		}
		return name, nil
	}
	for _, c := range [][3]string{
		{"sell", "apple", ""},
		{"sell", "pear", "drift sell of Shop domain pear: it is sold already"},
		{"sell", "stone", "drift sell of Shop domain stone: the shop does not have it"},
		{"eat", "stone", `drift of Shop domain stone: unknown kind "eat", there are: sell, return`},
		{"return", "pear", ""},
	} {
		got := ""
		if err := simhttp.ApplyDrift("Shop", drifts, c[0], c[1], find); err != nil {
			got = err.Error()
		}
		if got != c[2] {
			t.Errorf("%s %s: error %q, want %q", c[0], c[1], got, c[2])
		}
	}
	if diff := cmp.Diff(map[string]bool{"apple": true}, sold); diff != "" {
		t.Errorf("sold (-want +got):\n%s", diff)
	}
}

func TestOperationReadsItsBodyStrictly(t *testing.T) {
	t.Parallel()
	type order struct {
		Fruit string
		After simhttp.Duration
	}
	take := simhttp.Query("POST", "/orders", `{"fruit":"pear","after":"1m"}`, "take an order",
		func(o order) (any, error) { return fmt.Sprint(o.Fruit, " after ", o.After.Duration), nil })
	forget := simhttp.Command("DELETE", "/orders", "", "forget all", func(struct{}) error { return nil })
	for _, c := range []struct {
		operation  simhttp.Operation
		body, want string
	}{
		{take, `{"fruit":"pear","after":"1m"}`, "pear after 1m0s <nil>"},
		{take, `{"fruit":"pear","after":""}`, "pear after 0s <nil>"},
		{take, `{"fruits":"pear"}`, `<nil> reading the JSON body of POST /orders: json: unknown field "fruits"`},
		{take, `{} {}`, "<nil> reading the JSON body of POST /orders: there is more behind the first object"},
		{take, `{"after":"soon"}`, `<nil> reading the JSON body of POST /orders: invalid duration "soon": must be like 500ms or 10m`},
		{take, `{"after":"-1m"}`, `<nil> reading the JSON body of POST /orders: invalid duration "-1m": must be like 500ms or 10m`},
		{forget, `not JSON, and not read`, "<nil> <nil>"},
	} {
		answer, err := c.operation.Do(httptest.NewRequest(c.operation.Method, c.operation.Path, strings.NewReader(c.body)))
		if got := fmt.Sprint(answer, " ", err); got != c.want {
			t.Errorf("%s: got %s, want %s", c.body, got, c.want)
		}
	}
}

func TestMadeUpTextFollowsItsAlphabet(t *testing.T) {
	t.Parallel()
	source := rand.NewPCG(1, 1)
	for text, pattern := range map[string]string{
		simhttp.RandomHex(source, 20): `^[0-9a-f]{20}$`, simhttp.RandomText(source, simhttp.UpperCase, 9): `^[A-Z]{9}$`,
		simhttp.RandomUUID(source): `^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$`,
	} {
		if !regexp.MustCompile(pattern).MatchString(text) {
			t.Errorf("%q is not like %s", text, pattern)
		}
	}
}

func TestHostNameIsCanonicalAndRefusesWhatIsNone(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Acme.Test.": "acme.test", "bücher.test": "xn--bcher-kva.test", "a-1.b.test": "a-1.b.test",
		"acme": "", "": "", "acme..test": "", "acme.123": "", "-a.test": "", strings.Repeat("a", 64) + ".test": "", "a b.test": "",
	} {
		got, ok := simhttp.HostName(text)
		if ok != (want != "") || ok && got != want {
			t.Errorf("%q is %q (%t), want %q", text, got, ok, want)
		}
	}
}

func TestDomainIsStoredAsTheServiceSpellsIt(t *testing.T) {
	t.Parallel()
	for _, c := range [][3]string{
		{"Acme.Test.", "canonical", "acme.test true"},
		{"Acme.Test.", "kept", "Acme.Test. true"},
		{"Acme.Test.", "refused", "acme.test false"},
		{"acme.test", "refused", "acme.test true"},
		{"acme", "canonical", "acme false"},
		{"acme", "kept", "acme false"},
	} {
		stored, _, ok := simhttp.Stored(c[0], c[1])
		if got := fmt.Sprint(stored, " ", ok); got != c[2] {
			t.Errorf("%s, %s: %s, want %s", c[0], c[1], got, c[2])
		}
	}
}

func TestAnswerIsOfTheKindOfItsBody(t *testing.T) {
	t.Parallel()
	for want, body := range map[string]any{
		"204 ": nil, "202 taken": simhttp.Text(http.StatusAccepted, "taken"), `200 {"a":1}`: map[string]int{"a": 1},
	} {
		if response := simhttp.Answer(body); fmt.Sprint(response.Status, " ", string(response.Body)) != want {
			t.Errorf("%v: %d %s, want %s", body, response.Status, response.Body, want)
		}
	}
}

func TestSimulatorWantsAClockChanceAndDNS(t *testing.T) {
	t.Parallel()
	whole := simhttp.World{Now: noonTime, Rand: rand.NewPCG(1, 1), LookupTXT: func(context.Context, string) ([]string, error) { return nil, nil }}
	for name, take := range map[string]func(*simhttp.World){
		"clock": func(w *simhttp.World) { w.Now = nil }, "chance": func(w *simhttp.World) { w.Rand = nil },
		"DNS": func(w *simhttp.World) { w.LookupTXT = nil },
	} {
		world := whole
		take(&world)
		if err := world.Check("Shop"); err == nil || whole.Check("Shop") != nil {
			t.Errorf("without %s: accepted, or refused with everything", name)
		}
	}
}
