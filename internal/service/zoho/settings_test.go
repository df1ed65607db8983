// SPDX-License-Identifier: MPL-2.0

package zoho_test

import (
	"errors"
	"io"
	"maps"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/zoho"
)

func TestSettingsAndTheirVariablesAreStable(t *testing.T) {
	t.Parallel()
	want := []service.Setting{
		{Name: "organization_id", EnvironmentVariables: []string{"ZOHO_ORGANIZATION_ID"}, Identifying: true},
		{Name: "data_center", EnvironmentVariables: []string{"ZOHO_DATA_CENTER"}},
		{Name: "access_token", EnvironmentVariables: []string{"ZOHO_ACCESS_TOKEN"}, Secret: true, Identifying: true},
		{Name: "client_id", EnvironmentVariables: []string{"ZOHO_CLIENT_ID"}},
		{Name: "client_secret", EnvironmentVariables: []string{"ZOHO_CLIENT_SECRET"}, Secret: true},
		{Name: "refresh_token", EnvironmentVariables: []string{"ZOHO_REFRESH_TOKEN"}, Secret: true, Identifying: true},
		{Name: "token_cache_dir", EnvironmentVariables: []string{"ZOHO_TOKEN_CACHE_DIR"}},
		{Name: "base_url", EnvironmentVariables: []string{"ZOHO_BASE_URL"}},
		{Name: "accounts_url", EnvironmentVariables: []string{"ZOHO_ACCOUNTS_URL"}},
		{Name: "requests_per_minute", Kind: service.KindNumber, EnvironmentVariables: []string{"ZOHO_REQUESTS_PER_MINUTE"}},
	}
	settings := zoho.Definition().Settings
	for i := range settings {
		settings[i].Description = ""
	}
	if diff := cmp.Diff(want, settings); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWrongSettingsAreNamedBeforeAnyRequest(t *testing.T) {
	t.Parallel()
	refresh := service.Values{"client_id": "1000.id", "client_secret": "s3cret", "refresh_token": "1000.refresh"}
	for name, test := range map[string]struct {
		change  service.Values
		setting string
		words   string
	}{
		"no credentials":            {service.Values{"client_id": "", "client_secret": "", "refresh_token": ""}, "refresh_token", "ZOHO_ACCESS_TOKEN"},
		"no client id":              {service.Values{"client_id": ""}, "client_id", "client_id is not"},
		"no client at all":          {service.Values{"client_id": "", "client_secret": ""}, "client_id", "client_id and client_secret is not"},
		"a client alone":            {service.Values{"refresh_token": ""}, "refresh_token", "neither refresh_token nor access_token"},
		"a token with its scheme":   {service.Values{"access_token": "Zoho-oauthtoken 1000.a"}, "access_token", "Zoho-oauthtoken"},
		"a token with a line break": {service.Values{"refresh_token": "1000.a\n"}, "refresh_token", "white space"},
		"plain http":                {service.Values{"base_url": "http://mail.zoho.eu"}, "base_url", "https"},
		"accounts without a host":   {service.Values{"accounts_url": "accounts"}, "accounts_url", "host"},
		"no requests":               {service.Values{"requests_per_minute": "0"}, "requests_per_minute", "at least 1"},
		"half a request":            {service.Values{"requests_per_minute": "0.5"}, "requests_per_minute", "integer"},
		"a name for an id":          {service.Values{"organization_id": "acme"}, "organization_id", "admin console"},
	} {
		values := maps.Clone(refresh)
		maps.Copy(values, test.change)
		_, err := zoho.Definition().New(values, service.Dependencies{})
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			wantSetting(t, err, test.setting, test.words)
			for _, secret := range []string{"s3cret", "1000.a", "1000.refresh"} {
				if strings.Contains(err.Error(), secret) {
					t.Errorf("the error shows a secret: %v", err)
				}
			}
		})
	}
}

func TestEveryCombinationOfCredentialsThatCanWorkIsTaken(t *testing.T) {
	t.Parallel()
	for _, values := range []service.Values{
		{"access_token": "1000.a"},
		{"access_token": "1000.a", "client_id": "1000.id"},
		{"client_id": "1000.id", "client_secret": "s", "refresh_token": "1000.r"},
		{"client_id": "1000.id", "client_secret": "s", "refresh_token": "1000.r", "access_token": "1000.a", "requests_per_minute": "1"},
	} {
		if _, err := zoho.Definition().New(values, service.Dependencies{}); err != nil {
			t.Errorf("%v: %v", values, err)
		}
	}
}

func TestOrganizationIDIsANumberWithoutLeadingZeros(t *testing.T) {
	t.Parallel()
	made, err := zoho.Definition().New(service.Values{"access_token": "1000.a", "organization_id": "0060012345"}, service.Dependencies{})
	must(t, err)
	for id, want := range map[string]string{"": "60012345", "60012345": "60012345", "0007": "7", "9223372036854775807": "9223372036854775807"} {
		if got, err := made.CanonicalOrganizationID(id); got != want || err != nil {
			t.Errorf("%q: %q, %v; want %q", id, got, err, want)
		}
	}
	for _, id := range []string{"acme", "acme.com", "0", "-1", "6e7", " 60012345", "６００", "12345678901234567890", "60012345/domains"} {
		_, err := made.CanonicalOrganizationID(id)
		wantError(t, err, service.Rejected, "digits only", "admin console", "zoid")
	}
	unset, err := zoho.Definition().New(service.Values{"access_token": "1000.a"}, service.Dependencies{})
	must(t, err)
	_, err = unset.CanonicalOrganizationID("")
	wantError(t, err, service.Rejected, "no organization ID", "ZOHO_ORGANIZATION_ID")
}

// Ten creates at two requests a minute take longer than the five minutes of one.
func TestTimeInLineGrowsAsTheBudgetShrinks(t *testing.T) {
	t.Parallel()
	for budget, want := range map[string]time.Duration{"": 2 * time.Minute, "2": 20 * time.Minute, "1": 40 * time.Minute} {
		w := newWorld(t)
		w.values["requests_per_minute"] = budget
		if got := w.adapter(t).Capabilities().QueueAllowance; got != want {
			t.Errorf("%q: %s, want %s", budget, got, want)
		}
	}
}

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
