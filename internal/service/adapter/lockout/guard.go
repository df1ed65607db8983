// SPDX-License-Identifier: MPL-2.0

package lockout

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
	"github.com/domainverify/terraform-provider-domainverify/internal/service/adapter"
)

// guardPause is how soon it is worth asking again about what this run has begun:
// the verification of the administrators' domain, or the release of another.
const guardPause = 2 * time.Second

// maxAge is how old a reading may be that lets the administrators' domain be released. What
// a run has read at first may be as old as the run, which others do not wait for.
const maxAge = time.Minute

// Organization is what the guard needs of an organization of package adapter.
type Organization interface {
	Lock(ctx context.Context, operation, key string) (unlock func(), err error)
	Snapshot(ctx context.Context, operation string) (service.Snapshot, error)
	Current(ctx context.Context, operation string, within time.Duration) (service.Snapshot, error)
	DomainID(domain string) service.DomainID
}

// Config is what differs between services, and between organizations of one. All
// functions may be called concurrently.
type Config struct {
	// Service is the name in configuration, Company what people call it, Console where
	// they see the domains of an organization.
	Service, Company, Console string
	// AdminDomain is the mail domain of the administrators as the setting admin_domain
	// has it, or empty. Owner finds that of the credentials, which is guarded as well:
	// an organization may have been renamed since the setting was written.
	AdminDomain string
	Owner       func(ctx context.Context, operation string) (Owner, error)
	// Enforced reports whether users outside of the verified domains are locked out; nil
	// where that is not known.
	Enforced func() *bool
	// Token is what this process wants to publish for a domain, or empty.
	Token func(domain string) string
	// AdviceReadDomains says in a clause how the provider gets to read the verified
	// domains.
	AdviceReadDomains string
}

// Guard is the lockout guard of one organization. Its methods may be called
// concurrently.
type Guard struct {
	Config
	organization Organization

	mu           sync.Mutex
	owner        *Owner
	ownerAsked   int
	steps        map[string]*step
	noticesShown map[string]bool
}

// step is what this process is doing with a domain.
type step struct {
	// verifying counts the verifications that were let pass, such as that of an action beside
	// that of a resource.
	verifying int
	// refused: the service will not verify the domain, so that no other step waits for it.
	refused, releasing bool
	// releaseAllowed: the release of this administrators' domain was let pass.
	releaseAllowed bool
}

// New returns the guard of an organization.
func New(organization Organization, config Config) *Guard {
	return &Guard{Config: config, organization: organization, steps: map[string]*step{}, noticesShown: map[string]bool{}}
}

// isEnforced reports whether verified domains are known to be enforced,
// isNotEnforced whether they are known not to be.
func (g *Guard) isEnforced() bool {
	enforced := g.Enforced()
	return enforced != nil && *enforced
}

func (g *Guard) isNotEnforced() bool {
	enforced := g.Enforced()
	return enforced != nil && !*enforced
}

// locked returns the step of a domain. The caller holds mu.
func (g *Guard) locked(domain string) *step {
	if g.steps[domain] == nil {
		g.steps[domain] = &step{}
	}
	return g.steps[domain]
}

func (g *Guard) isVerifying(domain string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	current := g.locked(domain)
	return current.verifying > 0 && !current.refused
}

// VerifyEnded says that a verification that Verify let pass has ended without
// success, so that no other step waits for it.
func (g *Guard) VerifyEnded(domain string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	current := g.locked(domain)
	current.verifying = max(current.verifying-1, 0)
}

// VerifyRefused says that the service will not verify the domain, whoever asks, so that no
// other step waits for it.
func (g *Guard) VerifyRefused(domain string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.locked(domain).refused = true
}

// ReleaseBegins says that a release is under way, and returns what says that it has
// ended, whatever came of it.
func (g *Guard) ReleaseBegins(domain string) (ended func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.locked(domain).releasing = true
	return func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		*g.locked(domain) = step{}
	}
}

// beginVerify lets the verification of a domain begin unless the release of one of
// the administrators' has been let pass: together they would do what the guard
// refuses in either order. The owner's domain keeps the owner in, whatever else is
// released.
func (g *Guard) beginVerify(operation, domain string, admins administrators) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if admin := g.lockedReleasedBeside(domain, admins); admin != "" {
		if g.isNotEnforced() {
			return nil
		}
		return blocked(operation, "this run releases the administrators' own domain "+admin+" at the same time; "+
			"verifying another one can lock the administrators out of the organization",
			"Keep "+admin+" in the configuration as long as other domains are verified. "+adviceCorrectAdminDomain)
	}
	current := g.locked(domain)
	current.releaseAllowed, current.refused = false, false
	current.verifying++
	return nil
}

// releasedBeside is the administrators' domain whose release forbids the verification of
// another domain, or empty.
func (g *Guard) releasedBeside(domain string, admins administrators) string {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.lockedReleasedBeside(domain, admins)
}

func (g *Guard) lockedReleasedBeside(domain string, admins administrators) string {
	for _, admin := range admins.domains() {
		// The release of a domain above it may be guarded in its place.
		for _, released := range append([]string{admin}, adapter.Parents(admin)...) {
			if released != domain && domain != admins.Domain && g.locked(released).releaseAllowed {
				return released
			}
		}
	}
	return ""
}

// beginRelease lets the release of one of the administrators' domains pass unless
// the verification of a domain that is not named is in progress.
func (g *Guard) beginRelease(operation, domain string, named []string) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	verifying := g.others(func(s *step) bool { return s.verifying > 0 }, named...)
	if len(verifying) == 0 {
		g.locked(domain).releaseAllowed = true
		return nil
	}
	if g.isNotEnforced() {
		return nil
	}
	err := blocked(operation, "it is the administrators' own domain, and this run verifies other domains ("+strings.Join(verifying, ", ")+
		"); releasing it can lock the administrators out of the organization",
		"Keep it as long as other domains are verified. "+adviceCorrectAdminDomain)
	err.RetryAfter = guardPause
	return err
}

// isReleasingOthers reports whether the release of another domain is in progress.
func (g *Guard) isReleasingOthers(domain string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.others(func(s *step) bool { return s.releasing }, domain)) > 0
}

// others returns the domains of a kind that are not named. The caller holds mu.
func (g *Guard) others(isOne func(*step) bool, named ...string) []string {
	var others []string
	for domain, current := range g.steps {
		if isOne(current) && !slices.Contains(named, domain) {
			others = append(others, domain)
		}
	}
	slices.Sort(others)
	return others
}

// once returns the notice the first time and nothing afterwards.
func (g *Guard) once(about, notice string) string {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.noticesShown[about] {
		return ""
	}
	g.noticesShown[about] = true
	return notice
}

// blocked is the error of a step that the guard stops.
func blocked(operation, reason, advice string) *service.Error {
	return &service.Error{Class: service.Blocked, Operation: operation, Reason: reason + ". No request was made", Advice: advice}
}

const adviceCorrectAdminDomain = "If the administrators now use another domain, use a token whose owner has an address there, and correct admin_domain."

// otherVerified returns the verified domains that are not named.
func otherVerified(snapshot service.Snapshot, named ...string) []string {
	var others []string
	for name, domain := range snapshot.Domains {
		if domain.State.Verified() && !slices.Contains(named, name) {
			others = append(others, name)
		}
	}
	slices.Sort(others)
	return others
}
