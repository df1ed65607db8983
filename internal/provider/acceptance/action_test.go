// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

const verifyIt = `domains = [domainverify_verification_token.this]`

// verifyCalls are those since the last time.
func (w *world) verifyCalls() (lines []string) {
	for _, line := range w.asked() {
		for _, call := range []string{"/verifyDomain", "/verify ", "PUT ", "verifyVerifiableDomain", "webResource?verificationMethod", "mode=verify"} {
			if strings.Contains(line+" ", call) {
				lines = append(lines, line)
				break
			}
		}
	}
	return lines
}

// Invariant 2.
func TestVerifyActionCallsTheServiceOnceAndOnlyWhenTheRecordIsPublished(t *testing.T) {
	for name, begin := range atAnyService() {
		t.Run(name, func(t *testing.T) {
			q := begin(t)
			w := q.world
			made := w.inProcess(before(q.chain, "sandbox_dns_record_set"))
			w.succeeds(made.Apply(false))
			w.asked()

			progress, _, err := made.Invoke("domainverify_verify", verifyIt)
			if err == nil || !strings.Contains(err.Error(), "Domain Not Verified") || !strings.Contains(err.Error(), "Cause (") || !strings.Contains(err.Error(), "Expected record:") {
				t.Errorf("without the record: %v", err)
			}
			if len(progress) != 1 || !strings.HasPrefix(progress[0], "acme.test at ") || !strings.Contains(progress[0], "\nLast seen:\n127.0.0.1:") {
				t.Errorf("without the record: %q", progress)
			}
			equal(t, "verify calls without the record", w.verifyCalls(), []string(nil))

			published := w.inProcess(before(q.chain, "domainverify_verification"))
			published.TakeState(made)
			w.succeeds(published.Apply(false))
			w.asked()
			progress, warnings, err := published.Invoke("domainverify_verify", verifyIt)
			w.succeeds(err)
			isBehind := name == "workos"
			if isBehind != (len(warnings) == 1) || isBehind && !strings.HasPrefix(warnings[0], "Verification Under Way: ") {
				t.Errorf("warnings %q", warnings)
			}
			if len(progress) != 2 || !strings.Contains(progress[0], ": has the expected TXT record at ") || isBehind == strings.HasSuffix(progress[1], "The service confirms the verification.") {
				t.Errorf("with the record: %q", progress)
			}
			if calls := w.verifyCalls(); len(calls) != 1 {
				t.Errorf("verify calls with the record: %q", calls)
			}

			w.Clock.Advance(10 * time.Minute)
			w.asked()
			progress, warnings, err = published.Invoke("domainverify_verify", verifyIt)
			w.succeeds(err)
			if len(progress) != 1 || len(warnings) != 0 || !strings.HasSuffix(progress[0], "verified already. No verify call was made.") {
				t.Errorf("verified: %q, warnings %q", progress, warnings)
			}
			equal(t, "verify calls for a verified domain", w.verifyCalls(), []string(nil))
			w.succeeds(published.Apply(true))
			w.succeeds(w.nothingLeft())
		})
	}
}

func TestVerifyActionTriesAllDomainsAndReportsEachThatFails(t *testing.T) {
	w := newWorld(t, domain, "b.test", "c.test").withLists()
	w.environment["WEBEX_ADMIN_DOMAIN"] = domain
	config := ""
	for _, name := range []string{"acme", "b", "c"} {
		config += before(verifiedOnly(name), "domainverify_verification")
	}
	made := w.inProcess(config)
	w.succeeds(made.Apply(false))
	w.succeeds(w.DNS.RemoveRRset("b.test", "TXT"))
	w.asked()
	_, _, err := made.Invoke("domainverify_verify", `domains = [
  domainverify_verification_token.b,
  { organization_domain_id = domainverify_organization_domain.acme.id }, # its token is in the DNS
  domainverify_verification_token.c,
]`)
	equal(t, "errors", strings.Count(fmt.Sprint(err), "Error: "), 1)
	if !strings.Contains(fmt.Sprint(err), "The domain b.test is not verified.") {
		t.Errorf("error %v", err)
	}
	equal(t, "verified", w.Webex.Snapshot().Organization.Verified, []string{domain, "c.test"})
}

// Invariant 8.
func TestVerifyActionObeysTheLockoutGuardWhateverTheOrder(t *testing.T) {
	w := newWorld(t, domain, other).withLists()
	w.Webex.SetEnforcement(true)
	made := w.inProcess(withoutVerifications(twoDomains("", "admin", "other")))
	w.succeeds(made.Apply(false))
	w.asked()
	const both = `domains = [domainverify_verification_token.other, domainverify_verification_token.admin]`
	w.succeeds(w.DNS.RemoveRRset(domain, "TXT"))
	_, _, err := made.Invoke("domainverify_verify", both)
	if !strings.Contains(fmt.Sprint(err), "Administrator Lockout Prevented") || !strings.Contains(fmt.Sprint(err), "Domain Not Verified") {
		t.Errorf("error %v", err)
	}
	equal(t, "verify calls", w.count("verifyDomain"), 0)
	w.succeeds(w.DNS.SetTXT(domain, domain, "cisco-ci-domain-verification="+w.token(domain)))
	_, _, err = made.Invoke("domainverify_verify", both)
	w.succeeds(err)
	equal(t, "domains in the order of verification", w.bodies("verifyDomain"), []string{
		`{"domain":"acme.test","claimDomain":false}`, `{"domain":"other.test","claimDomain":false}`,
	})
	equal(t, "locked out", w.Webex.Snapshot().LockedOut, false)
}

func withoutVerifications(config string) string {
	var kept []string
	for block := range strings.SplitSeq(config, "resource ") {
		if !strings.HasPrefix(block, `"domainverify_verification"`) {
			kept = append(kept, block)
		}
	}
	return strings.Join(kept, "resource ")
}

func TestVerifyActionRefusesAtPlanWhatTheServiceDoesNotHave(t *testing.T) {
	w := newWorld(t)
	made := w.inProcess("")
	id := "webex/" + w.Info().Webex.OrganizationID + "/" + domain
	for body, want := range map[string]string{
		`domains = []`: "at least 1",
		`domains = [{ organization_domain_id = "` + id + `", method = "http_file" }]`: `does not support the method "http_file"`,
		`domains = [{ organization_domain_id = "zoho/1/acme.test" }]`:                 "is not configured",
		`domains = [{ organization_domain_id = "acme.test" }]`:                        "is not of the form",
		`domains = [{ organization_domain_id = "` + id + `", token = " " }]`:          "Empty Value",
	} {
		if _, _, err := made.Invoke("domainverify_verify", body); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want %q", body, err, want)
		}
	}
	equal(t, "calls", w.calls(), []string(nil))
}
