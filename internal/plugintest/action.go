// SPDX-License-Identifier: MPL-2.0

package plugintest

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Invoke is terraform apply -invoke of one action: it is validated, planned and invoked.
// The body of its config block may refer to what is in state. It returns what the action
// reports on its way, its warnings as "summary: detail", and one error for all its errors.
func (w *Workspace) Invoke(kind, body string) (progress, warnings []string, err error) {
	s, err := w.run.start(w.config, kind)
	if err != nil {
		return nil, nil, err
	}
	if err := s.configure(); err != nil {
		return nil, nil, err
	}
	of, ok := s.schemas[providerOf(kind)].actions[kind]
	if !ok {
		return nil, nil, fmt.Errorf("the provider has no action %q", kind)
	}
	for _, o := range w.run.state {
		s.values[o.address] = o.value
	}
	config, err := s.evaluateText(of, body)
	if err != nil {
		return nil, nil, err
	}
	server := s.servers[providerOf(kind)].(*process).ProviderServer.(tfprotov6.ActionServer)
	valid, err := server.ValidateActionConfig(s.context, &tfprotov6.ValidateActionConfigRequest{ActionType: kind, Config: config})
	if err := failure(err, valid.Diagnostics); err != nil {
		return nil, nil, err
	}
	planned, err := server.PlanAction(s.context, &tfprotov6.PlanActionRequest{ActionType: kind, Config: config})
	if err := failure(err, planned.Diagnostics); err != nil {
		return nil, nil, fmt.Errorf("plan: %w", err)
	}
	stream, err := server.InvokeAction(s.context, &tfprotov6.InvokeActionRequest{ActionType: kind, Config: config})
	if err != nil {
		return nil, nil, err
	}
	for event := range stream.Events {
		switch event := event.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType:
			progress = append(progress, event.Message)
		case tfprotov6.CompletedInvokeActionEventType:
			return progress, warningsOf(event.Diagnostics), failure(nil, event.Diagnostics)
		}
	}
	return progress, nil, fmt.Errorf("the action %s has not completed", kind)
}
