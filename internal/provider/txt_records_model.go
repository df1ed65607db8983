// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/verification"
)

type txtRecordsModel struct {
	Name        types.String     `tfsdk:"name"`
	Expected    types.String     `tfsdk:"expected"`
	Mode        types.String     `tfsdk:"mode"`
	Nameservers []string         `tfsdk:"nameservers"`
	Wait        types.Bool       `tfsdk:"wait"`
	Timeouts    timeouts.Value   `tfsdk:"timeouts"`
	Records     []string         `tfsdk:"records"`
	Matches     types.Bool       `tfsdk:"matches"`
	Zone        types.String     `tfsdk:"zone"`
	NegativeTTL types.Int64      `tfsdk:"negative_ttl"`
	Diagnosis   []string         `tfsdk:"diagnosis"`
	Servers     []txtServerModel `tfsdk:"servers"`
}

type txtServerModel struct {
	Name          types.String `tfsdk:"name"`
	Address       types.String `tfsdk:"address"`
	Verdict       types.String `tfsdk:"verdict"`
	Rcode         types.String `tfsdk:"rcode"`
	Authoritative types.Bool   `tfsdk:"authoritative"`
	Values        []string     `tfsdk:"values"`
	TTL           types.Int64  `tfsdk:"ttl"`
}

func (m *txtRecordsModel) setReport(report dnscheck.Report) {
	m.Records = orNone(report.Values())
	m.Matches = types.BoolValue(report.Published())
	m.Zone = nullWhenEmpty(report.Zone.String())
	m.NegativeTTL = nullWhenZero(report.NegativeTTL)
	m.Diagnosis = []string{}
	m.Servers = make([]txtServerModel, 0, len(report.Servers))
	for _, server := range report.Servers {
		m.Servers = append(m.Servers, txtServerModel{
			Name:          types.StringValue(server.Name),
			Address:       types.StringValue(server.Address),
			Verdict:       types.StringValue(string(server.Verdict)),
			Rcode:         nullWhenEmpty(server.Rcode),
			Authoritative: types.BoolValue(server.Authoritative),
			Values:        orNone(server.Values),
			TTL:           nullWhenZero(server.TTL),
		})
	}
}

func (m *txtRecordsModel) setFindings(findings []dnscheck.Finding) {
	m.Diagnosis = []string{}
	for _, finding := range findings {
		m.Diagnosis = append(m.Diagnosis, verification.FindingText(finding))
	}
}

// setUnanswered is the answer when nobody could be asked.
func (m *txtRecordsModel) setUnanswered(err error) {
	m.Records, m.Servers = []string{}, []txtServerModel{}
	m.Matches = types.BoolValue(false)
	m.Zone, m.NegativeTTL = types.StringNull(), types.Int64Null()
	if m.setFindings(dnscheck.DiagnoseError(err)); len(m.Diagnosis) == 0 {
		m.Diagnosis = []string{displaytext.Sentence(err.Error())}
	}
}

func orNone(values []string) []string {
	if values == nil {
		return []string{}
	}
	return values
}

func nullWhenEmpty(text string) types.String {
	if text == "" {
		return types.StringNull()
	}
	return types.StringValue(text)
}

func nullWhenZero(d time.Duration) types.Int64 {
	if d == 0 {
		return types.Int64Null()
	}
	return types.Int64Value(int64(d / time.Second))
}
