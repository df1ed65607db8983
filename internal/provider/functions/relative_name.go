// SPDX-License-Identifier: MPL-2.0

package functions

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/function"

	"github.com/domainverify/terraform-provider-domainverify/internal/domainname"
)

var _ function.Function = relativeNameFunction{}

// NewRelativeName returns relative_name.
func NewRelativeName() function.Function { return relativeNameFunction{} }

type relativeNameFunction struct{}

func (relativeNameFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "relative_name"
}

func (relativeNameFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Make the name of a record relative to its zone",
		MarkdownDescription: "Returns `name` without the trailing `zone`, for DNS providers that expect relative names: `_x.eu.acme.com` in `acme.com` is `_x.eu`. " +
			"Case, a trailing dot, and U-labels or A-labels are not significant; the result is in lower-case A-labels.\n\n" +
			"For the zone itself, it returns `@`, which most providers accept (Azure, DigitalOcean, Gandi, GoDaddy, Hetzner, Namecheap, Spaceship). " +
			"For providers that expect an empty name (ClouDNS, deSEC, DNSimple, OVHcloud, Scaleway), pass a third argument, `\"\"`; for those that expect none (RFC 2136 by `hashicorp/dns`), pass `null`. " +
			"A name outside the zone is an error.",
		Parameters: []function.Parameter{
			function.StringParameter{Name: "name", MarkdownDescription: "Absolute name of the record, such as `domainverify_verification_token.acme.record.name`."},
			function.StringParameter{Name: "zone", MarkdownDescription: "Name of the zone that the record is published in."},
		},
		VariadicParameter: function.StringParameter{
			Name:                "apex",
			AllowNullValue:      true,
			MarkdownDescription: "Value to return for the zone itself; may be `null`. Defaults to `@`.",
		},
		Return: function.StringReturn{},
	}
}

func (relativeNameFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var name, zone string
	var apexes []*string

	// Read request
	if resp.Error = req.Arguments.Get(ctx, &name, &zone, &apexes); resp.Error != nil {
		return
	}
	apex := new("@") // RFC 1035 section 5.1
	switch {
	case len(apexes) == 1:
		apex = apexes[0]
	case len(apexes) > 1:
		resp.Error = argumentError(3, fmt.Sprintf("The apex can be given once, but there are %d values.", len(apexes)))
		return
	}
	owner, err := domainname.CanonicalRecordName(name)
	if err != nil {
		resp.Error = argumentError(0, err.Error())
		return
	}
	origin, err := domainname.CanonicalOwner(zone)
	if err != nil {
		resp.Error = argumentError(1, err.Error())
		return
	}

	// Write result
	relative, inside := strings.CutSuffix(owner, "."+origin)
	switch {
	case owner == origin:
		resp.Error = resp.Result.Set(ctx, apex)
	case !inside:
		resp.Error = argumentError(0, fmt.Sprintf("The name %q is not in the zone %q.", name, zone))
	default:
		resp.Error = resp.Result.Set(ctx, relative)
	}
}
