// SPDX-License-Identifier: MPL-2.0

package servicetest

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// Player takes one domain through its life in one process.
type Player struct {
	*World
	Service service.Service
	ID      service.DomainID
	// Token is the last one that was told.
	Token string
	// Got is what the last step returned beside its error.
	Got service.Domain
	// Options are on in all steps that have them.
	Options service.Options

	ctx context.Context
}

// Player starts a process; no domain means the first one.
func (w *World) Player(domain ...string) *Player {
	w.T.Helper()
	if domain == nil {
		domain = []string{Domain(0)}
	}
	return &Player{World: w, Service: w.Service(), ID: w.ID(domain[0]), ctx: w.T.Context()}
}

// Anew is the same domain in a new process.
func (p *Player) Anew() *Player {
	p.T.Helper()
	again := *p
	again.Service, again.ctx = p.World.Service(), p.T.Context()
	return &again
}

// For is another domain in the same process.
func (p *Player) For(domain string) *Player {
	return &Player{World: p.World, Service: p.Service, ID: p.World.ID(domain), ctx: p.ctx}
}

// Under is the same process under another context.
func (p *Player) Under(ctx context.Context) *Player {
	under := *p
	under.ctx = ctx
	return &under
}

// Context is that of the player's steps.
func (p *Player) Context() context.Context { return p.ctx }

// Brief is a context that soon ends, for who waits and may send nothing: no event shows
// that somebody waits for a lock.
func Brief(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	t.Cleanup(cancel)
	return ctx
}

// With is the same process with options of the service on.
func (p *Player) With(names ...service.OptionName) *Player {
	p.T.Helper()
	with := *p
	with.Options = nil
	for _, option := range p.Definition.Options {
		if slices.Contains(names, option.Name) {
			with.Options = append(with.Options, option)
		}
	}
	if len(with.Options) != len(names) {
		p.T.Fatalf("%s does not have all of the options %v", p.Definition.Name, names)
	}
	return &with
}

// Add registers the domain.
func (p *Player) Add() (err error) {
	p.Got, err = p.Service.Add(p.ctx, p.ID)
	if token := p.Got.Token(p.Method); token != "" {
		p.Token = token
	}
	return err
}

// Challenge asks for the token.
func (p *Player) Challenge() error {
	_, err := p.Challenged()
	return err
}

// Challenged asks for the token.
func (p *Player) Challenged() (service.Challenge, error) {
	challenge, err := p.Service.Challenge(p.ctx, p.ID, p.Method)
	if err == nil {
		p.Token = challenge.Token
	}
	return challenge, err
}

// Publication is what has to be published for the token.
func (p *Player) Publication() service.Publication {
	p.T.Helper()
	publication, err := p.Service.Publication(p.ctx, p.ID, p.Method, p.Token)
	p.Must(err)
	return publication
}

// Show publishes what has to be published for the token.
func (p *Player) Show() *Player {
	p.T.Helper()
	p.show(p.Publication())
	return p
}

func (p *Player) show(publication service.Publication) {
	p.Publish(publication)
	p.See(func() { p.shown[p.ID.Domain] = publication })
}

// withdraw takes away what the domain has shown.
func (p *Player) withdraw() {
	p.See(func() {
		if record := p.shown[p.ID.Domain].Record; record != nil {
			delete(p.Records, record.Name)
			delete(p.Aliases, record.Name)
		}
	})
}

// Verify makes one attempt.
func (p *Player) Verify() (err error) {
	p.Got, err = p.Service.Verify(p.ctx, service.VerifyRequest{ID: p.ID, Method: p.Method, Token: p.Token, Options: p.Options})
	return err
}

const (
	attempts = 20
	// pauseOfAttempts lets a service look for records by itself, whatever its interval.
	pauseOfAttempts = 11 * time.Minute
)

// Wait does what the provider's wait does: it tries again as long as an attempt is
// under way, or came too soon after the last one.
func (p *Player) Wait() error {
	for range attempts {
		err := p.Verify()
		typed := typedOf(err)
		switch {
		case err == nil && p.Got.State.Verified():
			return nil
		case err == nil:
			p.Clock.Advance(pauseOfAttempts)
		case typed.Class == service.NotYet && typed.RetryAfter > 0:
			if err := p.Clock.Sleep(p.ctx, typed.RetryAfter); err != nil {
				return typed
			}
		default:
			return err
		}
	}
	return &service.Error{Class: service.NotYet, Operation: "verify " + p.ID.Domain, Reason: "it is still pending"}
}

// Renew replaces the token.
func (p *Player) Renew() error {
	_, err := p.Renewed()
	return err
}

// Renewed replaces the token.
func (p *Player) Renewed() (service.Challenge, error) {
	renewed, err := p.Service.(service.Renewer).Renew(p.ctx, service.RenewRequest{ID: p.ID, Method: p.Method, Token: p.Token})
	if err == nil {
		p.Token = renewed.Token
	}
	return renewed, err
}

// Explain asks why the domain is not verified.
func (p *Player) Explain() error {
	err := p.Service.(service.Explainer).Explain(p.ctx, p.ID, p.Method, p.Token)
	// It takes the place of a refusal to verify, and is shown as that.
	if operation := typedOf(err).Operation; err != nil && operation != "verify the domain "+p.ID.Domain {
		p.T.Errorf("the explanation is of the attempt to %s", operation)
	}
	return err
}

// TryRead reads the domain.
func (p *Player) TryRead() (err error) {
	p.Got, err = p.Service.Read(p.ctx, p.ID)
	return err
}

// Read reads the domain, which has to succeed.
func (p *Player) Read() service.Domain {
	p.T.Helper()
	p.Must(p.TryRead())
	return p.Got
}

// Release gives the domain back, when what it has shown is gone if that has to be.
func (p *Player) Release() error {
	if _, holds := p.Service.(service.RecordHolder); holds {
		p.withdraw()
	}
	return p.release()
}

func (p *Player) release() error {
	return p.Service.Release(p.ctx, service.ReleaseRequest{ID: p.ID, Options: p.Options})
}

// Claim takes the exclusive hold.
func (p *Player) Claim() error {
	return p.Service.(service.Claimer).Claim(p.ctx, service.ClaimRequest{ID: p.ID, Options: p.Options})
}

// Unclaim gives it up.
func (p *Player) Unclaim() error { return p.Service.(service.Claimer).Unclaim(p.ctx, p.ID) }

// Bring takes the domain from nothing to the state, with its record published.
func (p *Player) Bring(state service.State) *Player {
	p.T.Helper()
	if state == service.StateAbsent || state == "" {
		return p
	}
	p.Must(p.Add())
	if !p.TellsTokens {
		p.Must(p.Challenge())
	}
	p.Show()
	if state == service.StatePending {
		return p
	}
	p.Must(p.Wait())
	if state == service.StateClaimed {
		p.Must(p.Claim())
	}
	p.WantState(state)
	return p
}

// Processes gives one process for all steps, or a new one for each step, as when
// every step is an apply of its own.
func (w *World) Processes(domain string) map[string]func() *Player {
	one, last := w.Player(domain), w.Player(domain)
	return map[string]func() *Player{
		"one process": func() *Player { return one },
		"a process for each step": func() *Player {
			last = last.Anew()
			return last
		},
	}
}

// InBackground takes a step at the same time; wait returns its error.
func InBackground(step func() error) (wait func() error) {
	done := make(chan error, 1)
	go func() { done <- step() }()
	return func() error { return <-done }
}
