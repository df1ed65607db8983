// SPDX-License-Identifier: MPL-2.0

package hardening

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/domainverify/terraform-provider-domainverify/internal/displaytext"
)

// longestShown bounds one diagnostic, and one line of the log.
const longestShown = 6_000

// watcher sees all that a provider shows: diagnostics, warnings among them, and the log.
type watcher struct {
	mu       sync.Mutex
	problems []string
	// shown counts the diagnostics and the lines of the log.
	shown int
}

// watched is a provider whose answers a watcher sees.
type watched struct {
	tfprotov6.ProviderServer
	watcher *watcher
}

func (w *watcher) watch(factory func() (tfprotov6.ProviderServer, error)) func() (tfprotov6.ProviderServer, error) {
	return func() (tfprotov6.ProviderServer, error) {
		server, err := factory()
		return watched{server, w}, err
	}
}

func (w watched) ConfigureProvider(ctx context.Context, request *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	response, err := w.ProviderServer.ConfigureProvider(w.watcher.logged(ctx), request)
	w.watcher.diagnostics(response.Diagnostics)
	return response, err
}

func (w watched) ReadResource(ctx context.Context, request *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	response, err := w.ProviderServer.ReadResource(w.watcher.logged(ctx), request)
	w.watcher.diagnostics(response.Diagnostics)
	return response, err
}

func (w watched) PlanResourceChange(ctx context.Context, request *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	response, err := w.ProviderServer.PlanResourceChange(w.watcher.logged(ctx), request)
	w.watcher.diagnostics(response.Diagnostics)
	return response, err
}

func (w watched) ApplyResourceChange(ctx context.Context, request *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	response, err := w.ProviderServer.ApplyResourceChange(w.watcher.logged(ctx), request)
	w.watcher.diagnostics(response.Diagnostics)
	return response, err
}

func (w *watcher) logged(ctx context.Context) context.Context { return tflogtest.RootLogger(ctx, w) }

// Write takes lines of the log, which Terraform prints decoded.
func (w *watcher) Write(line []byte) (int, error) {
	var fields map[string]any
	if err := json.NewDecoder(bytes.NewReader(line)).Decode(&fields); err != nil {
		return 0, err
	}
	for name, value := range fields {
		w.check("the log's "+name, fmt.Sprint(value))
	}
	return len(line), nil
}

func (w *watcher) diagnostics(all []*tfprotov6.Diagnostic) {
	for _, diagnostic := range all {
		w.check("a diagnostic's summary", diagnostic.Summary)
		// Its line ends are the provider's own.
		w.check("a diagnostic's detail", strings.ReplaceAll(diagnostic.Detail, "\n", ""))
	}
}

func (w *watcher) check(what, text string) {
	problem := ""
	if strings.ContainsFunc(text, displaytext.Invisible) {
		problem = "has control characters"
	} else if len(text) > longestShown {
		problem = fmt.Sprintf("has %d bytes", len(text))
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.shown++
	if problem != "" {
		w.problems = append(w.problems, fmt.Sprintf("%s %s: %.300q", what, problem, text))
	}
}

// err is what was shown and should not have been.
func (w *watcher) err() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.problems) == 0 {
		return nil
	}
	return fmt.Errorf("%d texts are shown as they came, such as: %s", len(w.problems), w.problems[0])
}
