// SPDX-License-Identifier: MPL-2.0

package zoho_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/zoho"
)

// places is what every data center looks like from outside, written from
// wire/zoho.md 4 and not from the adapter's table.
var places = [...]struct{ code, accounts, mail, records string }{
	{"us", "accounts.zoho.com", "mail.zoho.com", "zoho.com"},
	{"eu", "accounts.zoho.eu", "mail.zoho.eu", "zoho.eu"},
	{"in", "accounts.zoho.in", "mail.zoho.in", "zoho.in"},
	{"au", "accounts.zoho.com.au", "mail.zoho.com.au", "zoho.com.au"},
	{"jp", "accounts.zoho.jp", "mail.zoho.jp", "zoho.jp"},
	{"ca", "accounts.zohocloud.ca", "mail.zohocloud.ca", "zohocloud.ca"},
	{"sa", "accounts.zoho.sa", "mail.zoho.sa", "zoho.sa"},
	{"uk", "accounts.zoho.uk", "mail.zoho.uk", "zoho.uk"},
	{"cn", "accounts.zoho.com.cn", "mail.zoho.com.cn", "zoho.com.cn"},
	{"ae", "accounts.zoho.ae", "mail.zoho.ae", "zoho.ae"},
}

// hostLog answers for every host and notes which were asked.
type hostLog struct {
	mu   sync.Mutex
	urls []string
}

func (l *hostLog) RoundTrip(request *http.Request) (*http.Response, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.urls = append(l.urls, request.Method+" "+request.URL.String())
	body := `{"status":{"code":200,"description":"success"},"data":{"domainVO":[]}}`
	if strings.Contains(request.URL.Path, "oauth") {
		body = `{"access_token":"1000.made","expires_in":3600,"token_type":"Bearer"}`
	}
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(strings.NewReader(body)), Request: request,
	}, nil
}

func TestEveryDataCenterHasItsOwnHostsAndRecords(t *testing.T) {
	t.Parallel()
	for _, place := range places {
		log := &hostLog{}
		made, err := zoho.Definition().New(service.Values{
			"organization_id": "60012345", "data_center": strings.ToUpper(place.code),
			"client_id": "1000.ID", "client_secret": "secret", "refresh_token": "1000.refresh",
		}, service.Dependencies{Transport: log})
		must(t, err)
		id := service.DomainID{Service: "zoho", OrganizationID: "60012345", Domain: "acme.test"}
		if found, err := made.Read(t.Context(), id); err != nil || found.State != service.StateAbsent {
			t.Errorf("%s: %+v, %v", place.code, found, err)
		}
		want := []string{
			"POST https://" + place.accounts + "/oauth/v2/token",
			"GET https://" + place.mail + "/api/organization/60012345/domains",
		}
		if diff := cmp.Diff(want, log.urls); diff != "" {
			t.Errorf("%s: requests (-want +got):\n%s", place.code, diff)
		}
		for method, wanted := range map[service.Method]service.Publication{
			service.MethodDNSTXT:   {Record: &service.Record{Name: "acme.test", Type: "TXT", Value: "zoho-verification=zb12345678.zmverify." + place.records, TTL: 300}},
			service.MethodDNSCNAME: {Record: &service.Record{Name: "zb12345678.acme.test", Type: "CNAME", Value: "zmverify." + place.records, TTL: 300}},
			service.MethodHTTPFile: {HTTPFile: &service.HTTPFile{URL: "http://acme.test/zohoverify/verifyforzoho.html", Content: "zb12345678"}},
		} {
			got, err := made.Publication(t.Context(), id, method, "zb12345678")
			if diff := cmp.Diff(wanted, got); err != nil || diff != "" {
				t.Errorf("%s, %s: %v (-want +got):\n%s", place.code, method, err, diff)
			}
		}
	}
}

func TestDataCenterDefaultsToTheUnitedStates(t *testing.T) {
	t.Parallel()
	log := &hostLog{}
	made, err := zoho.Definition().New(service.Values{"access_token": "1000.a"}, service.Dependencies{Transport: log})
	must(t, err)
	_, err = made.Read(t.Context(), service.DomainID{Service: "zoho", OrganizationID: "1", Domain: "acme.test"})
	must(t, err)
	if len(log.urls) != 1 || !strings.HasPrefix(log.urls[0], "GET https://mail.zoho.com/") {
		t.Errorf("requests %v", log.urls)
	}
}

func TestUnknownDataCenterIsNamedWithTheCodeThatIsMeant(t *testing.T) {
	t.Parallel()
	for text, code := range map[string]string{
		"com": "us", "com.au": "au", "com.cn": "cn", "zoho.com": "us", "zoho.eu": "eu", "mail.zoho.in": "in",
		"https://accounts.zoho.com.au": "au", "https://mail.zoho.jp/zm/": "jp", "zohocloud.ca": "ca", "zoho.ca": "ca", "www.zohoapis.eu": "eu",
	} {
		_, err := zoho.Definition().New(service.Values{"access_token": "1000.a", "data_center": text}, service.Dependencies{})
		wantSetting(t, err, "data_center", "us, eu, in, au, jp, ca, sa, uk, cn, ae", `set data_center = "`+code+`"`)
	}
	_, err := zoho.Definition().New(service.Values{"access_token": "1000.a", "data_center": "mars"}, service.Dependencies{})
	wantSetting(t, err, "data_center", "us, eu, in, au, jp, ca, sa, uk, cn, ae")
	if strings.Contains(err.Error(), "set data_center") {
		t.Errorf("it guesses: %v", err)
	}
}

// wantSetting holds err to a setting and to words of its reason.
func wantSetting(t *testing.T, err error, setting string, words ...string) {
	t.Helper()
	typed, ok := errors.AsType[*service.SettingError](err)
	if !ok || typed.Setting != setting {
		t.Errorf("got %v, want an error about %s", err, setting)
		return
	}
	for _, word := range words {
		if !strings.Contains(typed.Reason, word) {
			t.Errorf("want the words %q in %s", word, typed.Reason)
		}
	}
}
