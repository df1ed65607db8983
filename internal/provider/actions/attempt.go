// SPDX-License-Identifier: MPL-2.0

package actions

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"golang.org/x/sync/errgroup"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/diagnostics"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/providerdata"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/verification"
)

// atOnce is how many domains are tried at a time: as many as Terraform works on.
const atOnce = 10

// attempt is one attempt to verify one domain.
type attempt struct {
	data    *providerdata.Data
	service service.Service
	request service.VerifyRequest
	report  func(text string)

	outcome outcome
	diags   diag.Diagnostics
}

type outcome int

const (
	untried outcome = iota
	verified
	// blocked: the lockout guard did not let the attempt pass.
	blocked
	failed
)

func count(attempts []*attempt, matches func(*attempt) bool) (n int) {
	for _, one := range attempts {
		if matches(one) {
			n++
		}
	}
	return n
}

// tryAll tries each domain once. What the lockout guard has blocked is tried again as long
// as others have been verified meanwhile: the administrators' own domain may be among them.
func (a *verifyAction) tryAll(ctx context.Context, attempts []*attempt) {
	isVerified := func(one *attempt) bool { return one.outcome == verified }
	for next := slices.Clone(attempts); len(next) > 0; {
		before := count(attempts, isVerified)
		tryOnce(ctx, next)
		if count(attempts, isVerified) == before {
			return
		}
		next = slices.DeleteFunc(next, func(one *attempt) bool { return one.outcome != blocked })
	}
}

func tryOnce(ctx context.Context, attempts []*attempt) {
	var group errgroup.Group
	group.SetLimit(atOnce)
	for _, one := range attempts {
		if one.outcome == failed {
			continue
		}
		group.Go(func() error {
			if ctx.Err() == nil {
				one.outcome, one.diags = one.verify(ctx)
			}
			return nil
		})
	}
	_ = group.Wait()
}

// verify makes at most one verify call.
func (t *attempt) verify(ctx context.Context) (came outcome, diags diag.Diagnostics) {
	workflow, id := t.data.Workflow, t.request.ID
	domain, err := workflow.Read(ctx, t.service, id)
	switch {
	case err != nil:
		return failed, diag.Diagnostics{diagnostics.AttemptError(id, err)}
	case domain.State.Verified():
		t.report("The domain is verified already. No verify call was made.")
		return verified, nil
	}
	request := t.request
	// A token of another caller can never be verified by these credentials.
	if _, ofCaller := t.service.(service.CallerIdentifier); ofCaller || request.Token == "" {
		known, err := workflow.KnownToken(ctx, t.service, id, request.Method)
		if err == nil && request.Token != "" && known != "" && known != request.Token {
			err = &verification.TokenMismatchError{Request: request, Domain: service.Domain{Tokens: map[service.Method]string{request.Method: known}}}
		}
		if err != nil {
			return failed, diag.Diagnostics{diagnostics.AttemptError(id, err)}
		}
		request.Token = cmp.Or(request.Token, known)
	}
	result, err := workflow.Verify(ctx, verification.Task{
		Service: t.service, Request: request, Limit: t.data.CallTimeout(id.Service), SingleAttempt: true, Report: t.report,
	})
	for _, notice := range result.Notices {
		diags.Append(diagnostics.LockoutNotice(notice))
	}
	switch {
	case err != nil:
		return failed, append(diags, diagnostics.AttemptError(id, err))
	case result.Pending == "":
		return verified, diags
	case result.Blocked:
		return blocked, append(diags, diagnostics.NotVerified(id, result))
	}
	return failed, append(diags, diagnostics.NotVerified(id, result))
}
