// SPDX-License-Identifier: MPL-2.0

package service

import (
	"iter"
	"slices"
)

// Option is an argument of a resource that belongs to this service, true or false,
// and off unless set. Schema, documentation, what a plan refuses and what a request
// carries follow from the declaration; common code names no option.
type Option struct {
	// Name is the attribute's. Two services may declare the same name for the same
	// operation: it is then one attribute, with both descriptions.
	Name OptionName
	// Operation is what the option is for, and so decides which resource has the
	// attribute and what a change of it does.
	Operation Operation
	// Description, Markdown, says what the option does at this service, and what
	// happens while it is off. It follows the service's title, so it begins in lower
	// case, and it ends in a full stop.
	Description string
	// Dangerous options can lock people out or take something from others. The
	// documentation says so.
	Dangerous bool
	// Unseen, of OperationVerify: a verified domain does not show whether the option
	// was applied, so that a verify call is made although the domain is verified.
	Unseen bool
	// Unsupported says why a service without the option has no use for it. It follows
	// "The service NAME"; empty: the service does not have the option.
	Unsupported string
}

// OptionName is the name of an Option. Adapters keep theirs as constants, by which
// they declare them and read them in requests.
type OptionName string

// AdviceApplyAlone is how a changed argument of a domain gets into the state, which is all
// that a destroy knows of, where that destroy may have released other domains.
const AdviceApplyAlone = "apply that (with -target for this one resource: a full apply adds again what a destroy has removed), and destroy again"

// Operation is what a request asks of a service.
type Operation string

// The operations with options, and what a change of an option does.
const (
	// OperationVerify has its options on domainverify_verification. A change verifies
	// anew.
	OperationVerify Operation = "verify"
	// OperationRelease has its options on domainverify_organization_domain. They are
	// read from the state when the domain is released.
	OperationRelease Operation = "release"
	// OperationClaim has its options on domainverify_claim. They are used when the
	// claim is made, and a later change does nothing.
	OperationClaim Operation = "claim"
)

// Options are the options of a request that are on. The others are off, which an
// adapter sends to its service where the service's own default differs.
type Options []Option

// Enabled reports whether the option is on.
func (o Options) Enabled(name OptionName) bool {
	return slices.ContainsFunc(o, func(option Option) bool { return option.Name == name })
}

// Unseen reports whether an option is on whose effect a verified domain does not show.
func (o Options) Unseen() bool {
	return slices.ContainsFunc(o, func(option Option) bool { return option.Unseen })
}

// Options are the options that services declare for an operation, in the order of
// documentation.
func (c Catalog) Options(operation Operation) iter.Seq2[Definition, Option] {
	return func(yield func(Definition, Option) bool) {
		for _, definition := range c {
			for _, option := range definition.Options {
				if option.Operation == operation && !yield(definition, option) {
					return
				}
			}
		}
	}
}
