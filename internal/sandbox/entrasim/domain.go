// SPDX-License-Identifier: MPL-2.0

package entrasim

import (
	"fmt"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
)

// DomainSnapshot shows one domain as it is, whatever lags.
type DomainSnapshot struct {
	Tenant     string     `json:"tenant"` // its role
	Domain     string     `json:"domain"`
	Verified   bool       `json:"verified"`
	Root       bool       `json:"root"` // verified by a record of its own
	Default    bool       `json:"default"`
	Initial    bool       `json:"initial"`
	Federated  bool       `json:"federated"`
	Text       string     `json:"text"`  // of the TXT record
	State      string     `json:"state"` // such as "ForceDelete InProgress"
	References References `json:"references"`
}

type domain struct {
	DomainSnapshot // but State
	tenant         *tenant

	// The zero time is long ago, but a zero deleted is never.
	added, verified, deleted time.Time
	operation                *operation
}

// operation is what happens to a domain in the background (wire/entra.md 1.1).
type operation struct {
	kind          string
	started, ends time.Time
	finish        func() (ok bool)
	failed        bool
	hidden        bool // state does not show it
}

// Kinds of operations.
const (
	forceDelete  = "ForceDelete"
	verification = "Verification"
)

func (s *Sim) begin(d *domain, kind string, lasts time.Duration, finish func() bool) {
	d.operation = &operation{kind: kind, started: s.Now(), ends: s.Now().Add(lasts), finish: finish}
}

func (d *domain) busy() bool { return d.operation != nil && !d.operation.failed }

// settle finishes the operations that are due.
func (s *Sim) settle() {
	for _, t := range s.tenants {
		for _, d := range t.domains {
			if o := d.operation; d.busy() && !s.Now().Before(o.ends) {
				if o.failed = !o.finish(); !o.failed {
					d.operation = nil
				}
			}
		}
	}
}

// status of an operation. For how long it is only scheduled is not known: here, a quarter
// of the time.
func (s *Sim) status(o *operation) string {
	switch {
	case o.failed:
		return "Failed"
	case s.Now().Before(o.started.Add(o.ends.Sub(o.started) / 4)):
		return "Scheduled"
	}
	return "InProgress"
}

// newDomain issues a token, which may be the one that the name had before.
func (s *Sim) newDomain(t *tenant, name string) *domain {
	d := &domain{DomainSnapshot: DomainSnapshot{Tenant: t.Role, Domain: name}, tenant: t, added: s.Now()}
	for _, before := range t.domains {
		if before.Domain == name && s.Is(SwitchTokenOnReadd, "same") {
			d.Text = before.Text
		}
	}
	if d.Text == "" {
		d.Text = "MS=ms" + simhttp.RandomText(s.config.Rand, simhttp.DecimalDigits, 8)
	}
	t.forget(name)
	t.domains = append(t.domains, d)
	return d
}

func (s *Sim) makeVerified(d *domain) {
	d.Verified, d.Root, d.verified = true, true, s.Now()
}

// remove keeps the domain for reads that lag.
func (s *Sim) remove(d *domain) { d.deleted, d.operation = s.Now(), nil }

// lag is the duration that a switch is set to.
func (s *Sim) lag(name string) time.Duration {
	lag, err := time.ParseDuration(s.Value(name))
	if err != nil {
		panic(fmt.Sprintf("the simulator wants a duration of switch %q: %v", name, err))
	}
	return lag
}

// seen is what a read shows of a domain, if it is at least that far behind
// (wire/entra.md 7).
func (s *Sim) seen(d *domain, behind time.Duration) (there, verified bool) {
	past := func(event time.Time, lag string) bool { return !s.Now().Before(event.Add(max(behind, s.lag(lag)))) }
	there = past(d.added, SwitchAddVisibleAfter) && (d.deleted.IsZero() || !past(d.deleted, SwitchDeleteGoneAfter))
	return there, d.Verified && past(d.verified, SwitchVerifyVisibleAfter)
}

// object is wire/entra.md 1.1.
func (s *Sim) object(d *domain, verified bool) map[string]any {
	var state any
	if o := d.operation; o != nil && !o.hidden {
		at := o.started
		if o.failed {
			at = o.ends
		}
		state = map[string]string{"operation": o.kind, "status": s.status(o), "lastActionDateTime": at.UTC().Format(time.RFC3339)}
	}
	authentication := "Managed"
	if d.Federated {
		authentication = "Federated"
	}
	services := []string{}
	if verified {
		services = []string{"Email", "OfficeCommunicationsOnline"}
	}
	return map[string]any{
		"id": d.Domain, "isVerified": verified, "state": state, "isDefault": d.Default, "isInitial": d.Initial, "isRoot": verified && d.Root,
		"authenticationType": authentication, "availabilityStatus": nil, "isAdminManaged": true, "supportedServices": services,
		"passwordValidityPeriodInDays": nil, "passwordNotificationWindowInDays": nil, "manufacturer": nil, "model": nil,
	}
}
