// SPDX-License-Identifier: MPL-2.0

package resources

import (
	"context"
	"encoding/json"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// additionKey is the key in private state of when a domain was added, at a service whose
// readings may not show that for a while (service.LaggingReader).
const additionKey = "added_at"

// keepAddition keeps that a domain was added just now.
func (c *configured) keepAddition(ctx context.Context, svc service.Service, private writablePrivateState) diag.Diagnostics {
	if _, lags := svc.(service.LaggingReader); !lags {
		return nil
	}
	value, err := json.Marshal(c.data.Clock.Now().UTC())
	if err != nil {
		return nil
	}
	return private.SetKey(ctx, additionKey, value)
}

// recallAddition tells the service when an earlier process has added a domain. A time to
// come is that of another clock, and tells nothing.
func (c *configured) recallAddition(ctx context.Context, id service.DomainID, private privateState) diag.Diagnostics {
	reader, lags := c.data.Services[id.Service].Service.(service.LaggingReader)
	if !lags || c.data.Deferred(id.Service) {
		return nil
	}
	var at time.Time
	value, diags := private.GetKey(ctx, additionKey)
	if value != nil && json.Unmarshal(value, &at) == nil && !at.After(c.data.Clock.Now()) {
		reader.RecallAddition(id, at)
	}
	return diags
}
