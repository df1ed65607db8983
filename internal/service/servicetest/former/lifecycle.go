// SPDX-License-Identifier: MPL-2.0

package former

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

func addingTwice(t *testing.T, start func(*testing.T) World) {
	first := newPlayer(t, start(t))
	first.must(t, "add", first.add)
	first.mustBe(t, service.StatePending)
	for _, again := range []*player{first, first.anew(t)} {
		if err := again.add(t.Context()); err != nil && service.ClassOf(err) != service.AlreadyExists {
			t.Errorf("adding again: %v, want success or %s", err, service.AlreadyExists)
		}
	}
	first.mustBe(t, service.StatePending)
}

func challengeParsesBack(t *testing.T, start func(*testing.T) World) {
	p := newPlayer(t, start(t))
	p.must(t, "add", p.add)
	challenge, err := p.service.Challenge(t.Context(), p.id, p.world.Method())
	if err != nil {
		t.Fatal(err)
	}
	parts := partsOf(challenge.Publication)
	if challenge.Token == "" || !strings.Contains(strings.Join(slices.Collect(maps.Values(parts)), " "), challenge.Token) {
		t.Fatalf("challenge %+v, want a token and a record or file that holds it", challenge)
	}
	// The target of a CNAME is the same for all; there the name holds the token.
	if value := parts[partValue]; strings.Contains(value, challenge.Token) {
		if token, ok := p.service.ParsePublished(p.world.Method(), value); !ok || token != challenge.Token {
			t.Errorf("the value %q parses to %q, %t; want the token %q", value, token, ok, challenge.Token)
		}
	}
	foreign := []string{"", "v=spf1 -all"}
	if parts[partValue] != challenge.Token {
		foreign = append(foreign, challenge.Token)
	}
	for _, value := range foreign {
		if token, ok := p.service.ParsePublished(p.world.Method(), value); ok {
			t.Errorf("the foreign value %q parses to the token %q", value, token)
		}
	}
}

// publicationOffline: what does not depend on the token is known before it is.
func publicationOffline(t *testing.T, start func(*testing.T) World) {
	p := newPlayer(t, start(t))
	publication, err := p.service.Publication(t.Context(), p.id, p.world.Method(), "")
	if err != nil {
		t.Fatal(err)
	}
	if n := p.world.Count(AnyStep); n != 0 {
		t.Errorf("%d requests, want none", n)
	}
	p.must(t, "add", p.add)
	challenge, err := p.service.Challenge(t.Context(), p.id, p.world.Method())
	if err != nil {
		t.Fatal(err)
	}
	offline := partsOf(publication)
	for part, complete := range partsOf(challenge.Publication) {
		want := complete
		if strings.Contains(complete, challenge.Token) {
			want = ""
		}
		if offline[part] != want {
			t.Errorf("the %s is %q before the token is known, want %q", part, offline[part], want)
		}
	}
}

const (
	partName  = "name"
	partValue = "value"
)

// partsOf names what a person has to publish, be it a record or a file.
func partsOf(publication service.Publication) map[string]string {
	parts := map[string]string{}
	if record := publication.Record; record != nil {
		parts[partName], parts["type"], parts[partValue] = record.Name, record.Type, record.Value
	}
	if file := publication.HTTPFile; file != nil {
		parts["url"], parts[partValue] = file.URL, file.Content
	}
	return parts
}

func unknownMethod(t *testing.T, start func(*testing.T) World) {
	p := newPlayer(t, start(t))
	for _, method := range append(service.Methods(), "carrier_pigeon") {
		if p.service.Capabilities().Supports(method) {
			continue
		}
		if _, err := p.service.Publication(t.Context(), p.id, method, "token"); service.ClassOf(err) != service.Rejected {
			t.Errorf("publication by %s: %v, want %s", method, err, service.Rejected)
		}
		if _, err := p.service.Challenge(t.Context(), p.id, method); service.ClassOf(err) != service.Rejected {
			t.Errorf("challenge by %s: %v, want %s", method, err, service.Rejected)
		}
	}
	if n := p.world.Count(AnyStep); n != 0 {
		t.Errorf("%d requests, want none", n)
	}
}

func verifyNotYet(t *testing.T, start func(*testing.T) World) {
	p := newPlayer(t, start(t))
	p.must(t, "add", p.add)
	p.must(t, "challenge", p.challenge)
	if err := p.verify(t.Context()); service.ClassOf(err) != service.NotYet {
		t.Errorf("verify without a record: %v, want %s", err, service.NotYet)
	}
	p.mustBe(t, service.StatePending)
	p.publish(t)
	p.must(t, "verify", p.verify)
	p.mustBe(t, service.StateVerified)
}

func releaseOfGone(t *testing.T, start func(*testing.T) World) {
	p := newPlayer(t, start(t))
	p.must(t, "release what never was", p.release)
	for _, state := range []service.State{service.StatePending, service.StateVerified} {
		p.bring(t, state)
		p.world.Remove(t, p.id)
		p.must(t, "release in the same process", p.release)
		again := p.anew(t)
		again.must(t, "release in a new process", again.release)
		p.mustBe(t, service.StateAbsent)
		p.service = p.world.Service(t)
	}
}

func releaseLeavesNothing(t *testing.T, start func(*testing.T) World) {
	for _, state := range []service.State{service.StatePending, service.StateVerified} {
		for name, anew := range map[string]bool{"same process": false, "new process": true} {
			t.Run(string(state)+" "+name, func(t *testing.T) {
				t.Parallel()
				p := newPlayer(t, start(t))
				p.bring(t, state)
				if anew {
					p = p.anew(t)
				}
				p.must(t, "release", p.release)
				p.mustBe(t, service.StateAbsent)
				p.must(t, "release again", p.release)
			})
		}
	}
}
