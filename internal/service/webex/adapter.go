// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/httpapi"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Name is the service's name in configuration and ids.
const Name = "webex"

var (
	_ service.Service      = (*Adapter)(nil)
	_ service.Claimer      = (*Adapter)(nil)
	_ service.Explainer    = (*Adapter)(nil)
	_ service.LockoutGuard = (*Adapter)(nil)
)

// Config makes an Adapter. API is required.
type Config struct {
	API *httpapi.Client
	// OrganizationID is the default organization, a UUID, or empty.
	OrganizationID string
	// AdminDomain is the mail domain of the administrators, canonical; empty:
	// ask Webex for the caller's own.
	AdminDomain string
	// DriftProbeDomain, canonical, allows the round trip of inventory.go.
	DriftProbeDomain string
	// RecordPrefix replaces the documented one.
	RecordPrefix string
	// CanReserve: the organization may be a Webex for Government one.
	CanReserve bool
}

// Adapter is the contract of package service at Webex.
type Adapter struct {
	config       Config
	recordPrefix string

	mu            sync.Mutex
	organizations map[string]*organization
}

// New returns an Adapter.
func New(config Config) *Adapter {
	adapter := &Adapter{config: config, recordPrefix: config.RecordPrefix, organizations: map[string]*organization{}}
	if adapter.recordPrefix == "" {
		adapter.recordPrefix = defaultRecordPrefix
	}
	return adapter
}

// Name implements service.Service.
func (a *Adapter) Name() string { return Name }

// Capabilities implements service.Service. Control Hub takes a verification as
// done when the call returns, without polling; what takes time is the DNS that
// Webex' own resolvers see.
func (a *Adapter) Capabilities() service.Capabilities {
	return service.Capabilities{
		Methods:         []service.Method{service.MethodDNSTXT},
		CanReserve:      a.config.CanReserve,
		PollInterval:    10 * time.Second,
		MaxPollInterval: time.Minute,
		Deadline:        20 * time.Minute,
	}
}

// CanonicalOrganizationID implements service.Service.
func (a *Adapter) CanonicalOrganizationID(id string) (string, error) {
	if id == "" {
		id = a.config.OrganizationID
	}
	return OrganizationUUID(id)
}

func (a *Adapter) organization(id service.DomainID) *organization {
	a.mu.Lock()
	defer a.mu.Unlock()
	known, ok := a.organizations[id.OrganizationID]
	if !ok {
		known = newOrganization(client{a.config.API, id.OrganizationID}, a.config.DriftProbeDomain)
		a.organizations[id.OrganizationID] = known
	}
	return known
}

// Read implements service.Service.
func (a *Adapter) Read(ctx context.Context, id service.DomainID) (service.Domain, error) {
	snapshot, err := a.organization(id).snapshot(ctx, "read the domain "+id.Domain)
	if err != nil {
		return service.Domain{}, err
	}
	found := snapshot.Of(id.Domain)
	if found.State == service.StatePending && !snapshot.Known {
		// A token was issued, which a verified domain may get as well.
		found.State, found.Notice = service.StateUnknown, snapshot.Notice
	}
	return found, nil
}

// Add implements service.Service. Asking for the token is what creates the
// pending entry; Webex knows no other "add domain".
func (a *Adapter) Add(ctx context.Context, id service.DomainID) (service.Domain, error) {
	operation := "add the domain " + id.Domain
	organization := a.organization(id)
	// Two resources for one domain must not both believe they have added it.
	unlock, err := organization.lock(ctx, operation, id.Domain)
	if err != nil {
		return service.Domain{}, err
	}
	defer unlock()

	snapshot, err := organization.snapshot(ctx, operation)
	if err != nil {
		return service.Domain{}, err
	}
	found := snapshot.Of(id.Domain)
	if found.State == service.StateUnknown {
		if listed := organization.isListed(id.Domain); listed.State != "" {
			found = listed
		}
	}
	if found.State.Verified() || found.State == service.StatePending {
		return found, &service.Error{
			Class:     service.AlreadyExists,
			Operation: operation,
			Reason:    fmt.Sprintf("the organization has the domain already, in the state %q", found.State),
		}
	}
	if _, err := organization.requestToken(ctx, id.Domain); err != nil {
		refused := a.tokenFailure(ctx, operation, id, err)
		var typed *service.Error
		if errors.As(refused, &typed) && typed.Class == service.AlreadyVerified {
			typed.Class = service.AlreadyExists
			found, _ = a.Read(ctx, id)
			return found, typed
		}
		return service.Domain{}, withImportAdvice(err, refused, "that the domain exists already", id)
	}
	organization.keepToken(id.Domain, true)
	return service.Domain{State: service.StatePending, RemoteID: id.Domain}, nil
}

// Challenge implements service.Service.
func (a *Adapter) Challenge(ctx context.Context, id service.DomainID, method service.Method) (service.Challenge, error) {
	operation := "get the verification token of " + id.Domain
	if _, err := a.Publication(ctx, id, method, ""); err != nil {
		return service.Challenge{}, err
	}
	organization := a.organization(id)
	// A token that is asked for twice at once may be two, of which one is dead.
	unlock, err := organization.lock(ctx, operation, id.Domain)
	if err != nil {
		return service.Challenge{}, err
	}
	defer unlock()

	snapshot, err := organization.snapshot(ctx, operation)
	if err != nil {
		return service.Challenge{}, err
	}
	if snapshot.Of(id.Domain).State == service.StateClaimed {
		return service.Challenge{}, &service.Error{
			Class:     service.AlreadyVerified,
			Operation: operation,
			Reason:    "the domain is claimed, and Webex issues no token for a claimed domain",
		}
	}
	token, err := organization.wantedToken(ctx, operation, id.Domain)
	if err != nil {
		return service.Challenge{}, a.tokenFailure(ctx, operation, id, err)
	}
	organization.setChallenged(id.Domain)
	publication, err := a.Publication(ctx, id, method, token)
	// Cisco does not say whether asking again gives the same token. Two equal
	// answers show that it does; only then may a refresh ask.
	return service.Challenge{Token: token, Publication: publication, Rereadable: organization.keepsTokens()}, err
}

// tokenFailure reads the 409 of a token request: the domain is claimed, by
// another organization or by this one, and the answer does not say which. So
// it looks anew.
func (a *Adapter) tokenFailure(ctx context.Context, operation string, id service.DomainID, err error) error {
	if httpapi.StatusOf(err) == http.StatusBadRequest {
		return a.refusal(operation, err, service.Rejected, "Webex does not accept this domain",
			"Check the spelling. Public mail domains and domains that break Webex' own rules cannot be added.")
	}
	if httpapi.StatusOf(err) != http.StatusConflict {
		return failure(operation, err)
	}
	organization := a.organization(id)
	organization.invalidate(id.Domain)
	snapshot, lookErr := organization.snapshot(ctx, operation)
	if lookErr != nil {
		return lookErr
	}
	if state := snapshot.Of(id.Domain).State; state.Verified() {
		return a.refusal(operation, err, service.AlreadyVerified,
			fmt.Sprintf("the domain is %s in this organization, and Webex issues no token for it any more", state), "")
	}
	// Whether a name below a claimed domain gets a token is not documented.
	if parent := claimedParent(snapshot, id.Domain); parent != "" {
		return a.refusal(operation, err, service.Blocked,
			fmt.Sprintf("Webex refuses it; this organization has claimed %s, which may cover it, or another organization has claimed the domain", parent),
			fmt.Sprintf("If the claim on %s is enough, this domain needs none of its own. Otherwise ask Cisco who holds it.", parent))
	}
	if snapshot.Known {
		return a.heldElsewhere(operation, err)
	}
	return a.refusal(operation, err, service.HeldElsewhere,
		"the domain is claimed, either by another organization or by this very one, or this one has verified it already; Webex does not tell which",
		importAdvice("domain", id))
}

func claimedParent(snapshot service.Snapshot, domain string) string {
	for _, parent, ok := strings.Cut(domain, "."); ok; _, parent, ok = strings.Cut(parent, ".") {
		if snapshot.Domains[parent].State == service.StateClaimed {
			return parent
		}
	}
	return ""
}

func (a *Adapter) heldElsewhere(operation string, err error) error {
	return a.refusal(operation, err, service.HeldElsewhere, "another organization has claimed the domain",
		"Waiting does not help. The organization that holds the claim has to release it; Cisco support can find out which one it is if you prove ownership.")
}

// refusal is failure with a meaning of its own.
func (a *Adapter) refusal(operation string, err error, class service.Class, reason, advice string) error {
	typed, ok := errors.AsType[*service.Error](failure(operation, err))
	if !ok {
		return err
	}
	typed.Class, typed.Reason, typed.Advice = class, reason, advice
	return typed
}

// importAdvice has the command on a line of its own, which Terraform does not
// wrap.
func importAdvice(what string, id service.DomainID) string {
	return fmt.Sprintf("If Control Hub (Management > Organization Settings > Domains) shows the %s in this organization, import it:\n\n  terraform import ADDRESS %s\n\n"+
		"Otherwise the organization that holds it has to release it first; waiting does not help.", what, id)
}
