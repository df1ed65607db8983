// SPDX-License-Identifier: MPL-2.0

package datasources

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/watch"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
	"github.com/domainverify/terraform-provider-domainverify/internal/domainname"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider/diagnostics"
)

var _ datasource.DataSourceWithConfigure = (*txtRecordsDataSource)(nil)

const txtRecordsTimeout = 10 * time.Minute

// NewTXTRecords returns domainverify_txt_records.
func NewTXTRecords() datasource.DataSource { return &txtRecordsDataSource{} }

type txtRecordsDataSource struct{ configured }

func (d *txtRecordsDataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_txt_records"
}

func (d *txtRecordsDataSource) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = txtRecordsSchema(ctx)
}

func (d *txtRecordsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config txtRecordsModel

	// Read request
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	limit, diags := config.Timeouts.Read(ctx, txtRecordsTimeout)
	if resp.Diagnostics.Append(diags...); resp.Diagnostics.HasError() {
		return
	}
	client, err := d.data.DNS.ClientFor(config.Mode.ValueString(), config.Nameservers)
	if err != nil {
		resp.Diagnostics.Append(diagnostics.LookupFailed(err))
		return
	}
	name, err := domainname.CanonicalOwner(config.Name.ValueString())
	if err != nil {
		resp.Diagnostics.Append(diagnostics.LookupFailed(err))
		return
	}

	// Query the DNS
	if err := config.query(ctx, client, name, d.data.Clock, limit); err != nil {
		resp.Diagnostics.Append(diagnostics.LookupInterrupted("look up the TXT records of " + name))
		return
	}

	// Write state
	resp.Diagnostics.Append(resp.State.Set(ctx, &config)...)
}

// query fills the model, once or until the record is published. That no server
// responds is a result, too; only the context's end is an error.
func (m *txtRecordsModel) query(ctx context.Context, client *dnscheck.Client, name string, clock poll.Clock, limit time.Duration) error {
	question := dnscheck.Question{Name: name, Type: dnscheck.TXT, Expected: m.Expected.ValueString()}
	if !m.Wait.ValueBool() {
		limit = 0
	}
	var report dnscheck.Report
	var asked error
	looks := watch.New(client, question, watch.Config{Now: clock.Now})
	defer looks.End()
	policy := poll.Policy{Interval: watch.Interval, MaxInterval: watch.Interval, Timeout: limit}
	err := poll.Until(ctx, policy, clock, func(ctx context.Context) (poll.Progress, error) {
		report, asked = looks.Look(ctx)
		switch {
		case ctx.Err() != nil:
			return poll.Progress{}, context.Cause(ctx)
		case asked != nil:
			return poll.Progress{Done: isUnanswerable(asked), Reason: asked.Error(), RetryAfter: looks.Pause()}, nil //nolint:nilerr // broken DNS may be fixed meanwhile
		}
		return poll.Progress{Done: report.Published(), Reason: strings.Join(report.Lines(), "\n"), RetryAfter: looks.Pause()}, nil
	})
	switch {
	case err != nil && (ctx.Err() != nil || !errors.Is(err, context.DeadlineExceeded)):
		return err
	case asked != nil:
		m.setUnanswered(asked)
		return nil // no response is a result of this data source
	}
	m.setReport(report)
	if report.Published() {
		return nil
	}
	findings, err := client.Diagnose(ctx, report, dnscheck.Hints{})
	m.setFindings(findings)
	m.Diagnosis = append(m.Diagnosis, report.Unasked.Lines()...)
	return err
}

// isUnanswerable reports whether no DNS can have this name or value, so that
// waiting for it is useless.
func isUnanswerable(err error) bool {
	var name *dnsquery.NameError
	var value *dnscheck.ValueError
	return errors.As(err, &name) || errors.As(err, &value)
}
