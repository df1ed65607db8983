// SPDX-License-Identifier: MPL-2.0

package entra_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/entrasim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/entra"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/servicetest"
)

const readRequest = "GET /v1.0/domains/d0.corp.test"

// refuse answers a request with a refusal of Graph.
func refuse(match string, status int, body string) simhttp.Fault {
	return servicetest.Always(match, fmt.Sprint("status:", status), body)
}

func refusal(code, message, detail string) string {
	return fmt.Sprintf(`{"error":{"code":%q,"message":%q,"details":[%s],"innerError":{"request-id":"r"}}}`, code, message, detail)
}

// wire/entra.md 13.
func TestResponsesThatMicrosoftMayGiveAreReadAsTheyAreMeant(t *testing.T) {
	t.Parallel()
	domain := func(members string) string { return `{"id":"D0.corp.test"` + members + `}` }
	const dns = `Domain verification failed with the following error: 'Error in DNS verification. code=InternalError'.`
	add, verify, release, read, challenge := (*servicetest.Player).Add, (*servicetest.Player).Verify, (*servicetest.Player).Release, (*servicetest.Player).TryRead, (*servicetest.Player).Challenge
	explain := (*servicetest.Player).Explain
	forced := func(p *servicetest.Player) error { return p.With(entra.OptionForceRelease).Release() }
	pending, verified := service.StatePending, service.StateVerified
	records := func(items string) []simhttp.Fault {
		return []simhttp.Fault{servicetest.Always(recordsRequest, "status:200", `{"value":[`+items+`]}`)}
	}
	one := func(match string, status int, body string) []simhttp.Fault {
		return []simhttp.Fault{refuse(match, status, body)}
	}
	type c = servicetest.Case
	servicetest.Cases(t, start, map[string]c{
		"duplicate by status alone":       {Do: add, Given: foreign("d0.corp.test", entrasim.Own), Faults: []simhttp.Fault{servicetest.Once(listRequest, "status:200", `{"value":[]}`), refuse(addRequest, 409, refusal("Request_BadRequest", "Another object already exists.", ""))}, Class: service.AlreadyExists},
		"protected name":                  {Do: add, Faults: one(addRequest, 500, refusal("InternalServerError", "Internal server error.", "")), Class: service.Transient, Words: []string{"microsoft.com"}, Counts: map[string]int{addRequest: 2}},
		"name that is not accepted":       {Do: add, Faults: one(addRequest, 400, refusal("Request_BadRequest", "One or more properties contains invalid values.", "")), Class: service.Rejected, Words: []string{"invalid values"}, Counts: map[string]int{addRequest: 1}},
		"details null":                    {Do: add, Faults: one(addRequest, 400, `{"error":{"code":"Request_BadRequest","message":"No.","details":null,"innererror":{"request-id":"r"}}}`), Class: service.Rejected, Words: []string{"No."}},
		"error that is a string":          {Do: add, Faults: one(addRequest, 400, `{"error":"No."}`), Class: service.Rejected, Words: []string{"No."}},
		"another domain added":            {Do: add, Faults: one(addRequest, 201, `{"id":"other.test","isVerified":false}`), Class: service.Transient, Words: []string{"other.test"}},
		"born verified":                   {Do: add, Faults: one(addRequest, 201, domain(`,"isVerified":true,"state":{"operation":null,"status":null}`))},
		"list null":                       {Do: read, Faults: one(listRequest, 200, `{"value":null}`), Class: service.Transient},
		"list with null items":            {State: verified, Do: read, Faults: one("GET /v1.0/domains", 200, `{"value":[null,`+domain(`,"isVerified":true`)+`]}`), Counts: map[string]int{"GET": 1}},
		"item without state":              {Do: read, Faults: one(listRequest, 200, `{"value":[`+domain("")+`]}`), Class: service.Transient},
		"verified as text":                {Do: read, Faults: one(listRequest, 200, `{"value":[`+domain(`,"isVerified":"true"`)+`]}`), Class: service.Transient},
		"link to another host":            {Do: read, Faults: one(listRequest, 200, `{"value":[],"@odata.nextLink":"https://evil.test/v1.0/domains"}`), Class: service.Transient, Words: nil, Counts: map[string]int{"GET": 1}},
		"link to itself":                  {Do: read, Faults: one(listRequest, 200, `{"value":[],"@odata.nextLink":"/v1.0/domains"}`), Class: service.Transient, Counts: map[string]int{"GET": 1}},
		"list behind":                     {State: verified, Do: read, Faults: []simhttp.Fault{servicetest.Once(listRequest, "status:200", `{"value":[]}`)}, Then: verified, Counts: map[string]int{"GET": 2}},
		"text without prefix":             {State: pending, Do: challenge, Faults: records(`{"recordType":"TXT","text":"something-else"}`)},
		"known text without prefix":       {State: pending, Do: challenge, Faults: records(`{"recordType":"Txt","text":"ms1"}`), Class: service.Blocked},
		"two records":                     {State: pending, Do: challenge, Faults: records(`{"recordType":"Txt","text":"MS=ms1"},{"recordType":"Txt","text":"MS=ms2"}`), Class: service.Blocked},
		"no text":                         {State: pending, Do: challenge, Faults: records(`{"recordType":"Txt"},{"recordType":"Quux"}`), Class: service.Transient},
		"no record of a verified one":     {State: verified, Do: challenge, Faults: records(``), Class: service.AlreadyVerified},
		"refused record of a verified":    {State: verified, Do: challenge, Faults: one(recordsRequest, 400, refusal("Request_BadRequest", "No.", "")), Class: service.AlreadyVerified},
		"token that breaks out":           {State: pending, Do: challenge, Faults: records(`{"recordType":"Txt","text":"MS=${x}"}`), Class: service.Blocked},
		"missing record, 400 alone":       {State: pending, Do: verify, Faults: one(verifyRequest, 400, refusal("Request_BadRequest", "Domain verification failed.", "")), Class: service.NotYet, Words: []string{"Domain verification failed."}},
		"missing record, 500":             {State: pending, Do: verify, Faults: one(verifyRequest, 500, refusal("Request_BadRequest", dns, "")), Class: service.NotYet, Counts: map[string]int{verifyRequest: 1}},
		"missing record, 200":             {State: pending, Do: verify, Faults: one(verifyRequest, 200, domain(`,"isVerified":false`)), Class: service.NotYet},
		"204":                             {State: pending, Do: verify, Faults: one(verifyRequest, 204, " "), Class: service.Transient},
		"held elsewhere by code":          {State: pending, Do: verify, Faults: one(verifyRequest, 400, refusal("Request_BadRequest", "No.", `{"code":"DomainInUse","target":"Name.Conflict"}`)), Class: service.HeldElsewhere},
		"held elsewhere by text":          {State: pending, Do: verify, Faults: one(verifyRequest, 409, refusal("X", "Domain is being used by an active tenant.", "")), Class: service.HeldElsewhere},
		"verified by somebody":            {State: pending, Given: func(p *servicetest.Player) { p.OutOfBand("verify", p.ID.Domain) }, Do: verify, Counts: map[string]int{verifyRequest: 0}},
		"failed verification":             {State: pending, Do: read, Faults: one(readRequest, 200, domain(`,"isVerified":false,"state":{"operation":"Verification","status":"Failed","lastActionDateTime":"2026-01-01T00:00:00Z"}`))},
		"unknown operation":               {State: pending, Do: read, Faults: one(readRequest, 200, domain(`,"isVerified":false,"state":{"operation":"Dance","status":"Wild"}`))},
		"nobody answers who holds it":     {State: pending, Do: verify, Faults: one(holderRequest, 503, ""), Class: service.Transient, Counts: map[string]int{verifyRequest: 0}},
		"issuer without tenant":           {State: pending, Do: verify, Faults: one(holderRequest, 200, `{"issuer":"https://login.test/{tenantid}/v2.0"}`), Class: service.Transient, Counts: map[string]int{verifyRequest: 0}},
		"token was replaced":              {State: pending, Given: readded, Do: explain, Class: service.Rotated, Words: []string{"terraform plan"}},
		"added anew by somebody":          {State: pending, Given: func(p *servicetest.Player) { p.OutOfBand("remove", p.ID.Domain) }, Do: explain, Class: service.Blocked},
		"default domain":                  {State: verified, Given: func(p *servicetest.Player) { p.OutOfBand("make_default", p.ID.Domain) }, Do: release, Class: service.Blocked, Words: []string{"default domain"}, Counts: map[string]int{releaseRequest: 0}},
		"refusal without details":         {State: verified, Do: release, Faults: one(releaseRequest, 400, refusal("Request_BadRequest", "Domain deletion attempt failed.", "")), Class: service.Blocked, Words: []string{"deletion attempt failed"}},
		"concurrent change":               {State: verified, Do: release, Faults: one(releaseRequest, 409, refusal("Directory_ConcurrencyViolation", "No.", "")), Class: service.Transient},
		"404 of somebody else":            {State: verified, Do: release, Faults: one(readRequest, 404, "<html>Not found</html>"), Class: service.Transient, Words: []string{"proxy"}, Then: verified, Healed: service.StateAbsent},
		"page in place of a deletion":     {State: verified, Do: forced, Faults: one(releaseRequest, 400, "<html>Bad Request</html>"), Class: service.Transient, Words: []string{"page", "proxy"}, Counts: map[string]int{forceRequest: 0}, Then: verified, Healed: service.StateAbsent},
		"page in place of a verification": {State: pending, Do: verify, Faults: one(verifyRequest, 400, "<html>Bad Request</html>"), Class: service.Transient, Words: []string{"page", "proxy"}},
		"404 without an error of Graph":   {State: verified, Do: release, Faults: one(releaseRequest, 404, `{"statusCode":404,"message":"Resource not found"}`), Class: service.Transient, Then: verified, Healed: service.StateAbsent},
		"404 that says nothing":           {State: pending, Do: read, Faults: one(readRequest, 404, refusal("UnknownError", "", "")), Class: service.Transient},
		"concurrent change, 409 alone":    {State: verified, Do: forced, Faults: one(releaseRequest, 409, refusal("Conflict", "No.", "")), Class: service.Transient, Counts: map[string]int{forceRequest: 0}, Then: verified, Healed: service.StateAbsent},
		"force during another change":     {State: verified, Given: use, Do: forced, Faults: one(forceRequest, 409, refusal("Conflict", "No.", "")), Class: service.Transient, Then: verified},
		"concurrent change, 400":          {State: verified, Do: forced, Faults: one(releaseRequest, 400, refusal("Directory_ConcurrencyViolation", "No.", "")), Class: service.Transient, Counts: map[string]int{forceRequest: 0}},
		"removed, and still listed":       {Do: add, Faults: []simhttp.Fault{servicetest.Once(listRequest, "status:200", `{"value":[`+domain(`,"isVerified":true`)+`]}`)}, Then: pending, Counts: map[string]int{addRequest: 1}},
		"takeover that was not allowed":   {State: pending, Do: verify, Faults: one(verifyRequest, 200, domain(`,"isVerified":false,"availabilityStatus":"EmailVerifiedDomainTakeoverScheduled"`)), Class: service.Blocked, Words: []string{"scheduled a takeover", string(entra.OptionTakeOver)}, Counts: map[string]int{verifyRequest: 1}},
		"permission to read":              {Do: read, Faults: one(listRequest, 401, refusal("Authorization_RequestDenied", "Insufficient privileges to complete the operation.", "")), Class: service.Denied, Words: []string{"Domain.Read.All", "admin consent"}},
		"permission to write":             {Do: add, Faults: one(addRequest, 403, refusal("Authorization_RequestDenied", "Insufficient privileges to complete the operation.", "")), Class: service.Denied, Words: []string{"permission Domain.ReadWrite.All", "five minutes"}},
		"pause that is too long":          {Do: read, Faults: []simhttp.Fault{{Match: listRequest, Kind: "status:429", RetryAfter: 10000}}, Class: service.Throttled},
		"throttled as unavailable":        {Do: add, Faults: []simhttp.Fault{{Match: addRequest, Kind: "status:503", RetryAfter: 5, Times: 1}}, Then: pending},
		"read beyond the bandwidth":       {Do: read, Faults: []simhttp.Fault{{Match: listRequest, Kind: "status:509", Times: 1}}},
		"add beyond the bandwidth":        {Do: add, Faults: []simhttp.Fault{{Match: addRequest, Kind: "status:509", Times: 1}}, Then: pending, Counts: map[string]int{addRequest: 2}},
		"bandwidth of a long time":        {Do: add, Faults: []simhttp.Fault{{Match: addRequest, Kind: "status:509", RetryAfter: 10000}}, Class: service.Throttled, Words: []string{"rate limited"}},
		"verify during another change":    {State: pending, Do: verify, Faults: one(verifyRequest, 409, refusal("Directory_ConcurrencyViolation", "No.", "")), Class: service.Transient, Words: []string{"something else is changing the domain"}, Healed: verified},
		"verify during a change, 400":     {State: pending, Do: verify, Faults: one(verifyRequest, 400, refusal("Directory_ConcurrencyViolation", "No.", "")), Class: service.Transient, Words: []string{"something else is changing the domain"}, Healed: verified},
		"login page in place of a domain": {State: pending, Do: read, Faults: []simhttp.Fault{servicetest.Always(readRequest, "garbage")}, Class: service.Transient},
	})
}

// readded is a domain that somebody has deleted and added, with another token.
func readded(p *servicetest.Player) {
	p.Set(entrasim.SwitchTokenOnReadd, "new")
	p.OutOfBand("readd", p.ID.Domain)
}

// foreign adds the player's domain to a tenant without the player.
func foreign(domain, role string) func(*servicetest.Player) {
	return func(p *servicetest.Player) {
		p.Must(p.Simulator.Own.(*entrasim.Sim).AddDomain(entrasim.DomainSpec{Domain: domain, Tenant: role}))
	}
}

func TestInitialDomainAndNamesOfMicrosoftAreLeftAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	p := w.Player("own.onmicrosoft.com")
	for range 2 {
		w.WantError(p.With("force_release").Release(), service.Blocked, "initial domain")
	}
	for _, name := range []string{"onmicrosoft.com", "x.onmicrosoft.us", "x.partner.onmschina.cn"} {
		w.WantError(w.Player(name).Add(), service.Rejected, "never be released")
	}
	if w.Writes() != 0 {
		t.Errorf("written: %v", w.Lines())
	}
}

func TestSubdomainOfAFederatedDomainIsRefusedByItsName(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.have("corp.test", "", true)
	w.OutOfBand("federate", "corp.test")
	w.WantError(w.Player("a.b.corp.test").Add(), service.Rejected, "corp.test is federated")
}

func TestTenantIsShownWithItsNameWhereThatIsPermitted(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.by(w.byKind()["secret"])
	for scopes, want := range map[string]string{"Domain.Read.All": "", "Domain.Read.All Organization.Read.All": "Acme"} {
		w.Must(w.Consent(entrasim.ConsentSpec{Scopes: strings.Fields(scopes)}))
		got, err := w.Service().(service.OrganizationReader).Organization(t.Context(), w.client.TenantID)
		if w.Must(err); got.Name != want || got.Domains["own.onmicrosoft.com"].State != service.StateVerified {
			t.Errorf("%s: %+v", scopes, got)
		}
	}
}

func TestUnpublishableTokensAreNotUsed(t *testing.T) {
	t.Parallel()
	for _, token := range servicetest.Unpublishable() {
		w := newWorld(t)
		p := w.Player().Bring(service.StatePending)
		w.Fault(servicetest.Always(recordsRequest, "status:200", `{"value":[{"recordType":"Txt","text":"MS=`+token+`"}]}`))
		w.WantError(p.Challenge(), service.Blocked, "Nothing was published")
	}
}

func TestErrorBodiesAreRead(t *testing.T) {
	t.Parallel()
	servicetest.ErrorBodies(t, start, map[string]service.Response{
		refusal("Request_BadRequest", "No.", `{"code":"InvalidValue","message":"x","target":"id"}`): {Code: "InvalidValue", Message: "No.", RequestID: "r"},
		`{"error":{"code":"A","message":"No.","innererror":{"request-id":"i"}}}`:                    {Code: "A", Message: "No.", RequestID: "i"},
	})
}
