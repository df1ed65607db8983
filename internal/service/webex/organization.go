// SPDX-License-Identifier: MPL-2.0

package webex

import (
	"context"
	"io"
	"strings"
	"sync"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// organization is what one process knows of one Webex organization.
type organization struct {
	client      client
	probeDomain string
	random      io.Reader
	inventory   *service.Inventory

	mu sync.Mutex
	// tokens holds the last token issued for each domain in this process.
	tokens map[string]string
	// challenged holds the domains whose token somebody wanted in this process.
	challenged map[string]bool
	locks      map[string]*sync.Mutex
	// underWay holds the domains whose verification this run has begun.
	underWay map[string]bool
	// unclaimEncoded: this service wants Base64 in unclaimDomain.
	unclaimEncoded bool
	admin          adminDomain
}

func newOrganization(client client, probeDomain string, random io.Reader) *organization {
	known := &organization{
		client: client, probeDomain: probeDomain, random: random,
		tokens: map[string]string{}, challenged: map[string]bool{}, locks: map[string]*sync.Mutex{}, underWay: map[string]bool{},
	}
	known.inventory = service.NewInventory(known.load)
	return known
}

// lock serializes what is done with one domain.
func (o *organization) lock(domain string) (unlock func()) {
	o.mu.Lock()
	lock, ok := o.locks[domain]
	if !ok {
		lock = &sync.Mutex{}
		o.locks[domain] = lock
	}
	o.mu.Unlock()
	lock.Lock()
	return lock.Unlock
}

func (o *organization) lastToken(domain string) string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.tokens[domain]
}

// challengeOf returns the token of a domain that this run is about to verify.
func (o *organization) challengeOf(domain string) string {
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.challenged[domain] {
		return ""
	}
	return o.tokens[domain]
}

func (o *organization) setChallenged(domain string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.challenged[domain] = true
}

// requestToken asks for the token, which makes the domain pending. After an
// ambiguous failure it asks once more: the request is its own look, since it
// finds the entry that a lost one has made.
func (o *organization) requestToken(ctx context.Context, domain string) (string, error) {
	response, err := o.client.getToken(ctx, domain)
	if ambiguous(err) {
		response, err = o.client.getToken(ctx, domain)
	}
	if err != nil {
		return "", err
	}
	o.mu.Lock()
	o.tokens[domain] = response.Token
	o.mu.Unlock()
	o.learnState(domain, service.StatePending)
	return response.Token, nil
}

// learnState notes what a write has made of one domain. StateAbsent drops it.
func (o *organization) learnState(domain string, state service.State) {
	o.inventory.Learn(func(snapshot *service.Snapshot) {
		if state == service.StateAbsent {
			delete(snapshot.Domains, domain)
			return
		}
		// A pending entry may stand next to a verified one and is the weaker.
		if state == service.StatePending && snapshot.Domains[domain].State.Verified() {
			return
		}
		snapshot.Domains[domain] = service.Domain{State: state, RemoteID: domain}
	})
}

// learnLists notes the lists that verifyDomain and unverifyDomain return. They
// cover verified and claimed domains of the whole organization; what they do
// not name is not verified, though it may be pending.
func (o *organization) learnLists(lists domainLists) {
	o.inventory.Learn(func(snapshot *service.Snapshot) {
		listed := map[string]service.Domain{}
		addAll(listed, lists.VerifiedDomains, service.StateVerified)
		addAll(listed, lists.ClaimedDomains, service.StateClaimed)
		for name, domain := range snapshot.Domains {
			if _, ok := listed[name]; !ok && !domain.State.Verified() {
				listed[name] = domain
			}
		}
		snapshot.Known, snapshot.Domains = true, listed
	})
}

// addAll lower-cases, as Control Hub does before it compares.
func addAll(domains map[string]service.Domain, names []string, state service.State) {
	for _, name := range names {
		name = strings.ToLower(name)
		domains[name] = service.Domain{State: state, RemoteID: name}
	}
}
