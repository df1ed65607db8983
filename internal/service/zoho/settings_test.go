// SPDX-License-Identifier: MPL-2.0

package zoho_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/zoho"
)

func TestSettingsAndTheirVariablesAreStable(t *testing.T) {
	t.Parallel()
	servicetest.MarksSecrets(t, zoho.Definition(), "access_token", "client_secret", "refresh_token")
	identifying := map[string]bool{"organization_id": true, "access_token": true, "refresh_token": true}
	var names []string
	for _, setting := range zoho.Definition().Settings {
		names = append(names, setting.Name)
		isNumber := setting.Kind == service.KindNumber
		if setting.Identifying != identifying[setting.Name] || isNumber != (setting.Name == "requests_per_minute") ||
			strings.Join(setting.EnvironmentVariables, " ") != "ZOHO_"+strings.ToUpper(setting.Name) {
			t.Errorf("%+v has changed", setting)
		}
	}
	want := "organization_id data_center access_token client_id client_secret refresh_token token_cache_dir base_url accounts_url requests_per_minute"
	if got := strings.Join(names, " "); got != want {
		t.Errorf("settings %s, want %s", got, want)
	}
}

func accessToken() service.Values { return service.Values{"access_token": "1000.a"} }

func refreshToken() service.Values {
	return service.Values{"client_id": "1000.id", "client_secret": "s3cret", "refresh_token": "1000.refresh"}
}

func TestWrongSettingsAreNamedBeforeAnyRequest(t *testing.T) {
	t.Parallel()
	servicetest.RefusesSettings(t, zoho.Definition(), refreshToken(), servicetest.WrongSettings{
		"no credentials":            {service.Values{"client_id": "", "client_secret": "", "refresh_token": ""}, "refresh_token", []string{"ZOHO_ACCESS_TOKEN"}},
		"no client id":              {service.Values{"client_id": ""}, "client_id", []string{"but not client_id"}},
		"no client at all":          {service.Values{"client_id": "", "client_secret": ""}, "client_id", []string{"but not client_id and client_secret"}},
		"a client alone":            {service.Values{"refresh_token": ""}, "refresh_token", []string{"neither refresh_token nor access_token"}},
		"a token with its scheme":   {service.Values{"access_token": "Zoho-oauthtoken 1000.a"}, "access_token", []string{"Zoho-oauthtoken"}},
		"a token with a line break": {service.Values{"refresh_token": "1000.a\n"}, "refresh_token", []string{"white space"}},
		"plain http":                {service.Values{"base_url": "http://mail.zoho.eu"}, "base_url", []string{"https"}},
		"accounts without a host":   {service.Values{"accounts_url": "accounts"}, "accounts_url", []string{"host"}},
		"no requests":               {service.Values{"requests_per_minute": "0"}, "requests_per_minute", []string{"at least 1"}},
		"half a request":            {service.Values{"requests_per_minute": "0.5"}, "requests_per_minute", []string{"integer"}},
		"a name for an id":          {service.Values{"organization_id": "acme"}, "organization_id", []string{"admin console"}},
	})
	all := refreshToken()
	all["access_token"], all["requests_per_minute"] = "1000.a", "1"
	for _, enough := range []service.Values{{"access_token": "1000.a", "client_id": "1000.id"}, all} {
		servicetest.RefusesSettings(t, zoho.Definition(), enough, nil)
	}
}

func TestUnknownDataCenterIsNamedWithTheCodeThatIsMeant(t *testing.T) {
	t.Parallel()
	const codes = "us, eu, in, au, jp, ca, sa, uk, cn, ae"
	wrong := servicetest.WrongSettings{"mars": {service.Values{"data_center": "mars"}, "data_center", []string{codes}}}
	for text, code := range map[string]string{
		"com": "us", "com.au": "au", "com.cn": "cn", "zoho.com": "us", "zoho.eu": "eu", "mail.zoho.in": "in",
		"https://accounts.zoho.com.au": "au", "https://mail.zoho.jp/zm/": "jp", "zohocloud.ca": "ca", "zoho.ca": "ca", "www.zohoapis.eu": "eu",
	} {
		row := wrong["mars"]
		row.Change, row.Words = service.Values{"data_center": text}, []string{codes, `set data_center = "` + code + `"`}
		wrong[text] = row
	}
	servicetest.RefusesSettings(t, zoho.Definition(), accessToken(), wrong)
	if _, err := zoho.Definition().New(service.Values{"access_token": "1000.a", "data_center": "mars"}, service.Dependencies{}); strings.Contains(err.Error(), "set data_center") {
		t.Errorf("it guesses: %v", err)
	}
}

func TestOrganizationIDIsANumberWithoutLeadingZeros(t *testing.T) {
	t.Parallel()
	values := service.Values{"access_token": "1000.a", "organization_id": "0060012345"}
	want := map[string]string{"": organizationID, organizationID: organizationID, "0007": "7", "9223372036854775807": "9223372036854775807"}
	for _, id := range []string{"acme", "acme.com", "0", "-1", "6e7", " 60012345", "６００", "12345678901234567890", "60012345/domains"} {
		want[id] = ""
	}
	servicetest.OrganizationIDs(t, zoho.Definition(), values, want, "digits only", "admin console", "zoid")
	servicetest.OrganizationIDs(t, zoho.Definition(), accessToken(), map[string]string{"": ""}, "no organization ID", "ZOHO_ORGANIZATION_ID")
}

// Ten creates at two requests a minute take longer than the five minutes of one.
func TestTimeInLineGrowsAsTheBudgetShrinks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for budget, want := range map[string]time.Duration{"": 2 * time.Minute, "2": 20 * time.Minute, "1": 40 * time.Minute} {
		w.Values["requests_per_minute"] = budget
		w.WantEqual(budget, want, w.Service().Capabilities().QueueAllowance)
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

// logHosts answers for every host, and notes which were asked.
func (w *world) logHosts() *[]string {
	var urls []string
	delete(w.Values, "base_url")
	delete(w.Values, "accounts_url")
	w.Via = servicetest.RoundTrip(func(request *http.Request) (*http.Response, error) {
		urls = append(urls, request.Method+" "+request.URL.String())
		body := listingOf()
		if strings.Contains(request.URL.Path, "oauth") {
			body = `{"access_token":"1000.made","expires_in":3600,"token_type":"Bearer"}`
		}
		return &http.Response{
			StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}},
			Body: io.NopCloser(strings.NewReader(body)), Request: request,
		}, nil
	})
	return &urls
}

func TestEveryDataCenterHasItsOwnHostsAndRecords(t *testing.T) {
	t.Parallel()
	for _, place := range places {
		w := newWorld(t)
		urls := w.logHosts()
		w.refreshing()
		w.Values["data_center"] = strings.ToUpper(place.code)
		p := w.Player()
		p.WantRead(service.StateAbsent)
		w.WantEqual(place.code, []string{
			"POST https://" + place.accounts + "/oauth/v2/token",
			"GET https://" + place.mail + "/api/organization/60012345/domains",
		}, *urls)
		p.Token = "zb12345678"
		for method, want := range map[service.Method]service.Publication{
			service.MethodDNSTXT:   {Record: &service.Record{Name: "d0.corp.test", Type: "TXT", Value: "zoho-verification=zb12345678.zmverify." + place.records, TTL: 300}},
			service.MethodDNSCNAME: {Record: &service.Record{Name: "zb12345678.d0.corp.test", Type: "CNAME", Value: "zmverify." + place.records, TTL: 300}},
			service.MethodHTTPFile: {HTTPFile: &service.HTTPFile{URL: "http://d0.corp.test/zohoverify/verifyforzoho.html", Content: "zb12345678"}},
		} {
			p.Method = method
			w.WantEqual(place.code, want, p.Publication())
		}
	}
}

// Records of another data center than that of the API would never be confirmed.
func TestDataCenterIsThatOfTheBaseURL(t *testing.T) {
	t.Parallel()
	for _, place := range places {
		w := newWorld(t)
		urls := w.logHosts()
		w.refreshing()
		delete(w.Values, "data_center")
		w.Values["base_url"] = "https://" + place.mail
		p := w.Player()
		p.WantRead(service.StateAbsent)
		w.WantEqual(place.code, "POST https://"+place.accounts+"/oauth/v2/token", (*urls)[0])
		p.Method, p.Token = service.MethodDNSCNAME, "zb12345678"
		w.WantEqual(place.code, "zmverify."+place.records, p.Publication().Record.Value)
	}
	servicetest.RefusesSettings(t, zoho.Definition(), accessToken(), servicetest.WrongSettings{
		"another one than that of base_url": {
			service.Values{"data_center": "us", "base_url": "https://mail.zoho.eu"}, "data_center", []string{"mail.zoho.eu", `data_center = "eu"`},
		},
	})
}

func TestDataCenterDefaultsToTheUnitedStates(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	urls := w.logHosts()
	w.ready("1000.a")
	delete(w.Values, "data_center")
	w.Player().Read()
	w.WantEqual("requests", []string{"GET https://mail.zoho.com/api/organization/60012345/domains"}, *urls)
}
