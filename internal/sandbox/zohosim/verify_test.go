// SPDX-License-Identifier: MPL-2.0

package zohosim_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/zohosim"
)

func TestEachMethodLooksForItsOwnProof(t *testing.T) {
	t.Parallel()
	for mode, forget := range map[string]func(*world, zohosim.DomainSnapshot){
		byTXT:   func(w *world, d zohosim.DomainSnapshot) { delete(w.Records, d.Domain) },
		byCNAME: func(w *world, d zohosim.DomainSnapshot) { delete(w.Aliases, d.CNAMEName) },
		byHTML:  func(w *world, d zohosim.DomainSnapshot) { w.Pages[d.FileURL] = simtest.Page{Status: 500} },
	} {
		w := newWorld(t)
		d := w.add("acme.test")
		w.publish(d)
		w.See(func() { forget(w, d) })
		if a := w.put("acme.test", mode); a.Status != 200 || a.code != 200 || a.data["status"] != false || w.domain("acme.test").Verified {
			t.Errorf("%s with the proofs of the others: %d %s", mode, a.Status, a.Text)
		}
		w.publish(d)
		a := w.put("acme.test", mode)
		if a.Text != `{"status":{"code":200,"description":"success"},"data":{"status":true}}` || !w.domain("acme.test").Verified {
			t.Errorf("%s: %d %s, want success and nothing else", mode, a.Status, a.Text)
		}
	}
}

func TestFailureHidesBehindHTTP200(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := w.add("broken.test")
	w.See(func() { w.Pages[d.FileURL] = simtest.Page{Status: 500} })
	want := map[string]map[string]any{
		byTXT: {
			"status": false, "error": "TXT_RECORD_HOST_UNKNOWN", "message": "The TXT record of broken.test could not be verified.", "txtRecord": []any{},
		},
		byCNAME: {
			"status": false, "error": "CNAME_HOST_UNKNOWN", "cnameRecord": []any{},
			"message": "The CNAME host " + d.CNAMEName[:10] + " of broken.test is unknown.",
		},
		byHTML: {
			"status": false, "error": "HTML_VCODE_FAILURE_WITH_ERRORCODE_AND_DESC",
			"message": "The verification file could not be fetched from " + d.FileURL + ". Error code: 500 Description: Internal Server Error",
		},
	}
	for mode, data := range want {
		a := w.put("broken.test", mode)
		if diff := cmp.Diff(data, a.data); diff != "" || a.Status != 200 || a.code != 200 || a.description != "success" {
			t.Errorf("%s: %d %d %s (-want +got):\n%s", mode, a.Status, a.code, a.description, diff)
		}
	}
}

func TestFileCountsByItsContent(t *testing.T) {
	t.Parallel()
	const url = "http://acme.test/zohoverify/verifyforzoho.html"
	for name, c := range map[string]struct {
		pages func(code string) map[string]simtest.Page
		want  bool
	}{
		"with white space": {func(code string) map[string]simtest.Page {
			return map[string]simtest.Page{url: {Status: 200, Content: "\n " + code + "\r\n"}}
		}, true},
		"by https alone": {func(code string) map[string]simtest.Page {
			return map[string]simtest.Page{strings.Replace(url, "http", "https", 1): {Status: 200, Content: code}}
		}, true},
		"inside a page": {func(code string) map[string]simtest.Page {
			return map[string]simtest.Page{url: {Status: 200, Content: "<p>" + code + "</p>"}}
		}, false},
		"of a failure": {func(code string) map[string]simtest.Page {
			return map[string]simtest.Page{url: {Status: 404, Content: code}}
		}, false},
		"redirect to itself": {func(string) map[string]simtest.Page {
			return map[string]simtest.Page{url: {Status: 302, Location: url}}
		}, false},
		"redirect nowhere": {func(string) map[string]simtest.Page {
			return map[string]simtest.Page{url: {Status: 302, Location: "http://%zz"}}
		}, false},
	} {
		w := newWorld(t)
		d := w.add("acme.test")
		w.See(func() { w.Pages = c.pages(d.FileContent) })
		if a := w.put("acme.test", byHTML); a.data["status"] != c.want {
			t.Errorf("%s: %s, want status %t", name, a.Text, c.want)
		}
	}
}

func TestTXTRecordMustBeExactAndCNAMETargetIsANameOfDNS(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := w.add("acme.test")
	w.See(func() {
		w.Records["acme.test"] = []string{strings.ToUpper(d.TXTRecord), d.TXTRecord + " ", "\"" + d.TXTRecord + "\""}
		w.Aliases[d.CNAMEName] = "ZMVerify.Zoho.com"
	})
	if got := simtest.Line(w.put("acme.test", byTXT).data["status"], w.put("acme.test", byCNAME).data["status"]); got != "false true" {
		t.Errorf("TXT and CNAME: %s, want false true", got)
	}
}

func TestVerifyDoesNotSucceedOnWhatChangedDuringItsLookup(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*world) error
		status int
	}{
		"rotated":        {func(w *world) error { return w.Drift("rotate", "acme.test") }, 200},
		"removed":        {func(w *world) error { return w.Drift("remove", "acme.test") }, 404},
		"lost elsewhere": {func(w *world) error { return w.HoldElsewhere("acme.test") }, 400},
	} {
		w := newWorld(t)
		w.During = func(string) { w.Must(c.change(w)) }
		w.publish(w.add("acme.test"))
		if a := w.put("acme.test", byTXT); a.Status != c.status || a.data["status"] == true {
			t.Errorf("%s: %d %s, want %d and no success", name, a.Status, a.Text, c.status)
		}
	}
}

func TestThirtyDomainsAtOnceAllGetThrough(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *zohosim.Config) { c.RequestsPerMinute = 1000 })
	var group sync.WaitGroup
	for i := range 30 {
		name := fmt.Sprintf("d%d.test", i)
		group.Go(func() {
			w.publish(w.add(name))
			if a := w.call(http.MethodPut, domains+"/"+name, `{"mode":"verifyDomainByTXT"}`); a.data["status"] != true {
				t.Errorf("%s: %d %s", name, a.Status, a.Text)
			}
		})
	}
	group.Wait()
	primary := 0
	for _, d := range w.Snapshot().Domains {
		if d.Primary {
			primary++
		}
	}
	if primary != 1 {
		t.Errorf("%d primary domains, want one", primary)
	}
}
