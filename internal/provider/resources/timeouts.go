// SPDX-License-Identifier: MPL-2.0

package resources

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/validators"
)

// The defaults of timeouts, as the documentation gives them.
const (
	callTimeout    = "Defaults to `5m`; to `7m` at GitHub, Google and Zoho Mail, which want pauses between requests (at Zoho Mail longer if `requests_per_minute` is lower)."
	releaseTimeout = "Defaults to `5m` at Cisco Webex and WorkOS, `7m` at GitHub and Zoho Mail, `17m` at Google and `30m` at Microsoft Entra ID."
	readTimeout    = "How long a refresh may take, including pauses that a rate limit demands. " + callTimeout
)

// replaces ends the description of an argument whose change replaces the resource.
func replaces(change string) string {
	return "Changing this to " + change + " forces a new resource to be created."
}

// timeoutsAttribute is the attribute timeouts of a resource. The library's own
// validator accepts zero and negative durations, with which an operation has
// failed before it begins.
func timeoutsAttribute(ctx context.Context, operations timeouts.Opts) schema.Attribute {
	attribute, ok := timeouts.Attributes(ctx, operations).(schema.SingleNestedAttribute)
	if !ok {
		panic("the timeouts attribute of a resource is no nested attribute")
	}
	attribute.MarkdownDescription = "How long operations may take, such as `90s`, `30m` or `1h30m`: numbers with the units `s`, `m` and `h`, greater than zero."
	for name, nested := range attribute.Attributes {
		if operation, ok := nested.(schema.StringAttribute); ok {
			operation.Validators = []validator.String{validators.Timeout()}
			attribute.Attributes[name] = operation
		}
	}
	return attribute
}
