// SPDX-License-Identifier: MPL-2.0

package webexsim_test

import (
	"fmt"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/webexsim"
)

// The steps that stories are made of. Each fails the test when the step itself does.

func (w *world) askToken(name string) string {
	w.T.Helper()
	a := w.act("getDomainVerificationToken", fmt.Sprintf(`{"domain":%q}`, name))
	if a.status != 200 {
		w.T.Fatalf("asking for the token of %s: %d %s", name, a.status, a.text)
	}
	return a.fields["token"].(string)
}

func (w *world) makePending(name string) {
	w.T.Helper()
	w.Publish(name, webexsim.RecordPrefix+w.askToken(name))
}

func (w *world) makeVerified(name string) {
	w.T.Helper()
	w.makePending(name)
	if a := w.verify(name); a.status != 200 {
		w.T.Fatalf("verifying %s: %d %s", name, a.status, a.text)
	}
}

func (w *world) makeClaimed(name string) {
	w.T.Helper()
	w.makeVerified(name)
	if a := w.claim(name, `,"forceDomainClaim":false,"claimDomainOnly":true`); a.status != 200 {
		w.T.Fatalf("claiming %s: %d %s", name, a.status, a.text)
	}
}

// The calls under test; options are further JSON members with a leading comma.

func (w *world) verify(name string, options ...string) answer {
	w.T.Helper()
	return w.act("verifyDomain", object(name, options))
}

func (w *world) claim(name string, options ...string) answer {
	w.T.Helper()
	return w.act("claimDomain", fmt.Sprintf(`{"data":[{"domain":%q}]%s}`, name, join(options)))
}

func (w *world) unverify(name string, options ...string) answer {
	w.T.Helper()
	return w.act("unverifyDomain", object(name, options))
}

func (w *world) unclaim(name string) answer {
	w.T.Helper()
	return w.act("unclaimDomain", object(name, nil))
}

const removePending = `,"removePending":true`

func object(name string, options []string) string {
	return fmt.Sprintf(`{"domain":%q%s}`, name, join(options))
}

func join(options []string) string {
	all := ""
	for _, o := range options {
		all += o
	}
	return all
}

func (w *world) set(name, value string) {
	w.T.Helper()
	if err := w.Switches().Set(name, value); err != nil {
		w.T.Fatal(err)
	}
}
