// SPDX-License-Identifier: MPL-2.0

package simhttp

import (
	"errors"
	"fmt"
	"strings"
)

// Drift is one change that somebody makes to a domain out of band. D is the domain.
type Drift[D any] struct {
	Kind string
	// Obstacle is why the change cannot happen to the domain as it is, to be read after
	// "it": "is not verified". Empty means that it can.
	Obstacle func(D) string
	Apply    func(D)
}

// NewDrift defines a drift.
func NewDrift[D any](kind string, obstacle func(D) string, apply func(D)) Drift[D] {
	return Drift[D]{kind, obstacle, apply}
}

// Always is the obstacle of a drift that can happen to every domain.
func Always[D any](D) string { return "" }

// Unless is the obstacle of a drift that needs ok.
func Unless(ok bool, obstacle string) string {
	if ok {
		return ""
	}
	return obstacle
}

// ApplyDrift makes the change of that kind to a domain of a service. A kind that cannot
// happen to the domain as it is, is an error.
func ApplyDrift[D any](service string, drifts []Drift[D], kind, name string, find func(name string) (D, error)) error {
	var kinds []string
	for _, drift := range drifts {
		kinds = append(kinds, drift.Kind)
		if drift.Kind != kind {
			continue
		}
		domain, err := find(name)
		if err != nil {
			return fmt.Errorf("drift %s of %s domain %s: %w", kind, service, name, err)
		}
		if obstacle := drift.Obstacle(domain); obstacle != "" {
			return fmt.Errorf("drift %s of %s domain %s: it %s", kind, service, name, obstacle)
		}
		drift.Apply(domain)
		return nil
	}
	return &unknownDriftError{service, name, kind, kinds}
}

type unknownDriftError struct {
	service, domain, kind string
	kinds                 []string
}

func (e *unknownDriftError) Error() string {
	return fmt.Sprintf("drift of %s domain %s: unknown kind %q, there are: %s", e.service, e.domain, e.kind, strings.Join(e.kinds, ", "))
}

// DriftKinds are the kinds that the Drift of a simulator knows.
func DriftKinds(drift func(kind, domain string) error) []string {
	if unknown, ok := errors.AsType[*unknownDriftError](drift("", "")); ok {
		return unknown.kinds
	}
	return nil
}
