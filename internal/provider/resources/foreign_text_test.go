// SPDX-License-Identifier: MPL-2.0

package resources

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll/polltest"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/diagnostics"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/providerdata"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/verification"
)

// hostile clears the screen, goes back to the begin of the line, turns the
// direction of writing, ends a C string, and ends a line.
const hostile = "begin\x1b[2J\rmiddle\u202eturned\x00\u009b31m\nend"

func hostileError() *service.Error {
	return &service.Error{
		Class: service.Rejected, Operation: "verify " + hostile, Reason: "the service said " + hostile, Advice: "Look at " + hostile,
		Cause:    errors.New(hostile),
		Response: service.Response{Status: 400, Code: hostile, Message: hostile, RequestID: hostile},
	}
}

// hostileService answers every read with hostile words.
type hostileService struct{ service.Service }

func (hostileService) Name() string                       { return "hostile" }
func (hostileService) Capabilities() service.Capabilities { return service.Capabilities{} }
func (hostileService) CanonicalOrganizationID(id string) (string, error) {
	return id, nil
}

func (hostileService) Read(context.Context, service.DomainID) (service.Domain, error) {
	return service.Domain{State: service.StateFailed, Reason: hostile, Notice: hostile}, nil
}

// What a service says reaches terminals, logs and mails through these.
func TestForeignTextIsShownEscapedWhereverItIsShown(t *testing.T) {
	t.Parallel()
	id := service.DomainID{Service: "hostile", OrganizationID: "o", Domain: "acme.test"}
	domain := service.Domain{State: service.StateFailed, Reason: hostile}
	record := service.Publication{Record: &service.Record{Name: hostile, Type: "TXT", Value: hostile, TTL: 300}}
	file := service.Publication{HTTPFile: &service.HTTPFile{URL: hostile, Content: hostile}}
	data := &providerdata.Data{Clock: &polltest.Clock{}, Services: map[string]providerdata.ConfiguredService{"hostile": {Service: hostileService{}}}}
	data.Workflow = verification.New(verification.Dependencies{Clock: data.Clock})
	var pending verificationModel
	pending.setPending(hostile)
	read := func() (diags diag.Diagnostics) {
		data.RefreshDomain(t.Context(), id, &diags)
		return diags
	}
	stopped := func(cause error, publication service.Publication) error {
		return &verification.StoppedError{
			StoppedError: &poll.StoppedError{Waited: 20 * time.Minute, LastReason: hostile, Cause: cause}, Publication: publication,
		}
	}
	words := withCause(context.Canceled)
	words.Operation = "verify the domain"
	organizations := []service.Organization{{ID: hostile, Name: hostile}, {ID: "b", Name: hostile}}
	guarded := diagnostics.GuardOfRelease(id, verification.GuardResult{Notice: hostile}, nil, false)
	kept := diagnostics.GuardOfRelease(id, verification.GuardResult{}, &verification.LockoutError{Blocked: &service.Error{Class: service.Blocked, Operation: "release the domain b.test", Reason: hostile}}, false)

	for name, text := range map[string]string{
		"failed":                diagnostics.ServiceError(diagnostics.CannotAdd, id, hostileError()).Detail(),
		"failed, cut off":       diagnostics.ServiceError(diagnostics.CannotAdd, id, withCause(context.Canceled)).Detail(),
		"failed, out of time":   diagnostics.ServiceError(diagnostics.CannotAdd, id, withCause(context.DeadlineExceeded)).Detail(),
		"failed, untyped":       diagnostics.ServiceError(diagnostics.CannotAdd, id, errors.New(hostile)).Detail(),
		"words":                 diagnostics.ServiceError(diagnostics.CannotAdd, id, words).Detail(),
		"answer":                verification.ResponseLines(hostileError()),
		"seen":                  verification.DescribeState(domain),
		"gone":                  diagnostics.Gone(diagnostics.DomainIsGone, "The domain", id, domain).Detail(),
		"domain exists":         diagnostics.DomainExists(id, hostile).Detail(),
		"organizations":         diagnostics.ServiceError(diagnostics.CannotReadOrganization, id, diagnostics.NotOneOrganization("hostile", organizations)).Detail(),
		"names":                 diagnostics.NotOneOrganization("hostile", organizations).Error(),
		"notice of a read":      details(read()),
		"notice of a list":      details(diagnostics.ListNotice("hostile", "", service.Snapshot{Known: true, Notice: hostile})),
		"notice of no list":     details(diagnostics.ListNotice("hostile", "", service.Snapshot{Notice: hostile})),
		"notice of a guard":     details(guarded),
		"block of a guard":      details(kept),
		"failure_reason":        pending.FailureReason.ValueString(),
		"record instructions":   instructions(issuer{company: "Hostile"}, id, service.Challenge{Publication: record}),
		"file instructions":     instructions(issuer{company: "Hostile"}, id, service.Challenge{Publication: file}),
		"stopped":               diagnostics.VerificationError(id, stopped(context.DeadlineExceeded, record)).Detail(),
		"interrupted":           diagnostics.VerificationError(id, stopped(context.Canceled, file)).Detail(),
		"published wrongly":     diagnostics.VerificationError(id, &verification.RecordIncorrectError{Finding: dnscheck.Finding{Sentence: hostile, Fix: hostile}, Seen: hostile, Publication: record}).Detail(),
		"an error as sentence":  displaytext.Sentence(hostile),
		"fields of the log":     fmt.Sprint(providerdata.LogFields(map[string]any{"path": hostile, "error": errors.New(hostile), "status": 400})),
		"the sentence's begin":  displaytext.Sentence("\x1b]0;title\x07 of a window"),
		"a label of an address": displaytext.JoinLines(hostile, hostile),
	} {
		if strings.ContainsFunc(text, func(r rune) bool {
			return r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r))
		}) {
			t.Errorf("%s obeys: %q", name, text)
		}
		if name != "the sentence's begin" && (!strings.Contains(text, "turned") || !strings.Contains(text, "end")) {
			t.Errorf("%s lost the words: %q", name, text)
		}
	}
	for name, text := range map[string]string{
		"answer": verification.ResponseLines(hostileError()), "seen": verification.DescribeState(domain), "instructions": instructions(issuer{company: "Hostile"}, id, service.Challenge{Publication: record}), "words of an organization": diagnostics.NotOneOrganization("s", []service.Organization{{ID: "a", Name: hostile}, {ID: "b"}}).Error(),
	} {
		if strings.Contains(text, "\nend") {
			t.Errorf("%s: a line end of the service makes a line of its own: %q", name, text)
		}
	}
}

func TestLongAnswerIsCutAndSaysSo(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("long ", 5000)
	said := verification.ResponseLines(&service.Error{Response: service.Response{Status: 400, Code: long, Message: long, RequestID: long}})
	if len(said) > 4*1000 || strings.Count(said, "and 24000 more characters") != 3 {
		t.Errorf("%d octets: %.200q …", len(said), said)
	}
}

// What is published is not what is shown.
func TestShownTokenIsStoredUnchanged(t *testing.T) {
	t.Parallel()
	var token verificationTokenModel
	token.setChallenge(issuer{company: "Hostile"}, service.DomainID{Service: "hostile", Domain: "acme.test"}, service.Challenge{
		Token: hostile, Publication: service.Publication{Record: &service.Record{Name: "acme.test", Type: "TXT", Value: hostile}},
	})
	if token.Token.ValueString() != hostile {
		t.Errorf("the token is stored as %q", token.Token.ValueString())
	}
}

func withCause(cause error) *service.Error {
	err := hostileError()
	err.Class, err.Cause = service.Interrupted, cause
	return err
}

func details(diags diag.Diagnostics) string {
	var texts []string
	for _, one := range diags {
		texts = append(texts, one.Summary()+": "+one.Detail())
	}
	return strings.Join(texts, "\n")
}
