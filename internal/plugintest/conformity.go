// SPDX-License-Identifier: MPL-2.0

package plugintest

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"
)

// keepsConfiguration holds a planned state to what the configuration says: an
// attribute that is configured is planned as it is, or as it was. Of what is unknown, Terraform
// does not compare what else is known of it.
func keepsConfiguration(attributes []*tfprotov6.SchemaAttribute, prior, config, planned cty.Value) error {
	for _, attribute := range attributes {
		configured, got := config.GetAttr(attribute.Name), planned.GetAttr(attribute.Name)
		if attribute.NestedType != nil || attribute.Computed && configured.IsNull() || got.RawEquals(configured) {
			continue
		}
		if !prior.IsNull() && got.RawEquals(prior.GetAttr(attribute.Name)) || !got.IsKnown() && !configured.IsKnown() {
			continue
		}
		return fmt.Errorf("provider produced invalid plan: %s is planned as %#v, the configuration says %#v", attribute.Name, got, configured)
	}
	return nil
}

// keepsPlan holds a new state to what was planned, and lets nothing be unknown any more.
func keepsPlan(planned, got cty.Value) error {
	if !got.IsWhollyKnown() {
		return fmt.Errorf("provider returned invalid result object after apply: something is unknown in %#v", got)
	}
	return keepsKnown(planned, got)
}

// keepsKnown wants what was planned as a known value to be that value still.
func keepsKnown(planned, got cty.Value) error {
	return cty.Walk(planned, func(path cty.Path, want cty.Value) (bool, error) {
		if !want.IsKnown() {
			return false, nil
		}
		if !want.IsWhollyKnown() {
			return true, nil
		}
		if at, err := path.Apply(got); err != nil || !at.RawEquals(want) {
			return false, fmt.Errorf("provider produced inconsistent result after apply at %#v: planned %#v, got %#v", path, want, at)
		}
		return false, nil
	})
}
