// SPDX-License-Identifier: MPL-2.0

package resources

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/diagnostics"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

type verificationTokenModel struct {
	ID                   types.String `tfsdk:"id"`
	OrganizationDomainID types.String `tfsdk:"organization_domain_id"`
	Method               types.String `tfsdk:"method"`
	Token                types.String `tfsdk:"token"`
	Record               types.Object `tfsdk:"record"`
	HTTPFile             types.Object `tfsdk:"http_file"`
	Instructions         types.String `tfsdk:"instructions"`
	ExpiresAt            types.String `tfsdk:"expires_at"`
}

var (
	recordTypes = map[string]attr.Type{
		"name": types.StringType, "type": types.StringType, "value": types.StringType, "ttl": types.Int64Type,
	}
	httpFileTypes = map[string]attr.Type{"url": types.StringType, "content": types.StringType}
)

// hasNoToken reports whether the token in state is none, because its domain needs none.
func (m *verificationTokenModel) hasNoToken() bool { return m.Token.IsNull() }

// isOpen reports whether it is not known yet which token this is.
func (m *verificationTokenModel) isOpen() bool {
	return m.OrganizationDomainID.IsUnknown() || m.Method.IsUnknown()
}

// differs reports whether what is known is another token than that in state.
func (m *verificationTokenModel) differs(state verificationTokenModel) bool {
	return isAnother(m.OrganizationDomainID, state.OrganizationDomainID) || isAnother(m.Method, state.Method)
}

// isAnother reports whether a planned value is known and another one than the
// value in state: unknown is not different.
func isAnother(planned, state types.String) bool {
	return !planned.IsUnknown() && !planned.Equal(state)
}

// setUnknown is for a token that is to be requested.
func (m *verificationTokenModel) setUnknown() {
	m.Token, m.Instructions, m.ExpiresAt = types.StringUnknown(), types.StringUnknown(), types.StringUnknown()
}

// setPlanned fills what is known before the token is.
func (m *verificationTokenModel) setPlanned(ctx context.Context, svc service.Service, id service.DomainID) error {
	method := service.Method(m.Method.ValueString())
	publication, err := svc.Publication(ctx, id, method, "")
	if err != nil {
		return err
	}
	m.ID = types.StringValue(methodID(id, method))
	m.Record, m.HTTPFile = publicationValues(publication, unknownWhenEmpty)
	return nil
}

// setChallenge keeps the name and the expiry of the same token where the service no
// longer shows them. Without a token there is nothing to publish and no instruction.
func (m *verificationTokenModel) setChallenge(from issuer, id service.DomainID, challenge service.Challenge) {
	if isSame := challenge.Token == m.Token.ValueString(); isSame {
		challenge.Publication = m.completed(challenge.Publication)
	} else {
		m.ExpiresAt = types.StringNull()
	}
	m.Token = nullWhenEmpty(challenge.Token)
	m.Record, m.HTTPFile = publicationValues(challenge.Publication, nullWhenEmpty)
	m.Instructions = types.StringNull()
	if challenge.Token != "" {
		m.Instructions = types.StringValue(instructions(from, id, challenge))
	}
	if !challenge.ExpiresAt.IsZero() || m.ExpiresAt.IsUnknown() {
		m.ExpiresAt = formatTime(challenge.ExpiresAt)
	}
}

// publishes reports whether the state has what the service wants to see now, as far as
// the service shows it.
func (m *verificationTokenModel) publishes(publication service.Publication) bool {
	record, file := publicationValues(m.completed(publication), nullWhenEmpty)
	return record.Equal(m.Record) && file.Equal(m.HTTPFile)
}

// completed returns the publication of the token in state with the name in state where
// the service does not show one.
func (m *verificationTokenModel) completed(publication service.Publication) service.Publication {
	known := m.publication().Record
	if publication.Record == nil || publication.Record.Name != "" || known == nil {
		return publication
	}
	record := *publication.Record
	record.Name = known.Name
	publication.Record = &record
	return publication
}

// publication is what the state has to be published.
func (m *verificationTokenModel) publication() (publication service.Publication) {
	text := func(from types.Object, name string) string {
		value, _ := from.Attributes()[name].(types.String)
		return value.ValueString()
	}
	if !m.Record.IsNull() && !m.Record.IsUnknown() {
		ttl, _ := m.Record.Attributes()["ttl"].(types.Int64)
		publication.Record = &service.Record{
			Name: text(m.Record, "name"), Type: text(m.Record, "type"), Value: text(m.Record, "value"), TTL: ttl.ValueInt64(),
		}
	}
	if !m.HTTPFile.IsNull() && !m.HTTPFile.IsUnknown() {
		publication.HTTPFile = &service.HTTPFile{URL: text(m.HTTPFile, "url"), Content: text(m.HTTPFile, "content")}
	}
	return publication
}

// lacksName reports whether the record's name is not known.
func (m *verificationTokenModel) lacksName() bool {
	record := m.publication().Record
	return record != nil && record.Name == ""
}

func (m *verificationTokenModel) nameNotice(id service.DomainID) diag.Diagnostics {
	if !m.lacksName() || m.hasNoToken() {
		return nil
	}
	return diag.Diagnostics{diagnostics.RecordNameNotShown(id)}
}

func formatTime(at time.Time) types.String {
	if at.IsZero() {
		return types.StringNull()
	}
	return types.StringValue(at.UTC().Format(time.RFC3339))
}

func methodID(id service.DomainID, method service.Method) string {
	return id.String() + "/" + string(method)
}

func unknownWhenEmpty(text string) types.String {
	if text == "" {
		return types.StringUnknown()
	}
	return types.StringValue(text)
}

func nullWhenEmpty(text string) types.String {
	if text == "" {
		return types.StringNull()
	}
	return types.StringValue(text)
}

func publicationValues(publication service.Publication, text func(string) types.String) (record, file types.Object) {
	record, file = types.ObjectNull(recordTypes), types.ObjectNull(httpFileTypes)
	if r := publication.Record; r != nil {
		record = types.ObjectValueMust(recordTypes, map[string]attr.Value{
			"name": text(r.Name), "type": text(r.Type), "value": text(r.Value), "ttl": types.Int64Value(r.TTL),
		})
	}
	if f := publication.HTTPFile; f != nil {
		file = types.ObjectValueMust(httpFileTypes, map[string]attr.Value{"url": text(f.URL), "content": text(f.Content)})
	}
	return record, file
}

// planMethod settles the method at plan: the configured one, the one in state,
// or the service's first.
func planMethod(planned *types.String, state types.String, svc service.Service, id service.DomainID, diags *diag.Diagnostics) {
	capabilities := svc.Capabilities()
	if planned.IsUnknown() {
		*planned = types.StringValue(string(capabilities.Methods[0]))
		if !state.IsNull() {
			*planned = state
		}
	}
	if method := service.Method(planned.ValueString()); !capabilities.Supports(method) {
		diags.Append(diag.WithPath(methodPath, diagnostics.MethodUnsupported(id.Service, method, capabilities.Methods)))
	}
}
