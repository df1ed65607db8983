// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"

	"github.com/domainverify/terraform-provider-domainverify/internal/filecheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/poll"
	"github.com/domainverify/terraform-provider-domainverify/internal/service"
)

// fileLook looks whether the world can fetch the file of the method http_file.
type fileLook struct {
	client *filecheck.Client
	file   service.HTTPFile
}

// look is done when the file is served as expected.
func (l *fileLook) look(ctx context.Context) (poll.Progress, error) {
	report, err := l.client.Check(ctx, filecheck.Question{URL: l.file.URL, Expected: l.file.Content})
	switch {
	case ctx.Err() != nil:
		return poll.Progress{}, context.Cause(ctx)
	case err != nil:
		return poll.Progress{}, err
	}
	return poll.Progress{Done: report.Published(), Reason: report.Line(), RetryAfter: dnsPause}, nil
}
