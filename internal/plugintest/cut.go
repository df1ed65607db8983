// SPDX-License-Identifier: MPL-2.0

package plugintest

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Cut is how a command ends before it is done. What is in state then is what Terraform
// leaves there with the local backend, which writes the state after each operation.
type Cut string

const (
	// ProviderKilled loses the response to the call under way: what was to be created is
	// not in state, and the rest as it was before.
	ProviderKilled Cut = "provider killed"
	// TerraformKilled loses what was not written, which is the call under way and, before
	// the first one, what a refresh has found. The provider notices that it is alone.
	TerraformKilled Cut = "Terraform killed"
	// Interrupted lets the provider end its call, and writes what it returns.
	Interrupted Cut = "SIGINT"
	// InterruptedTwice asks the provider to end its call, and leaves at once.
	InterruptedTwice Cut = "SIGINT twice"
)

// command is what the calls of one command have in common.
type command struct {
	context context.Context
	cancel  context.CancelFunc
	servers map[string]tfprotov6.ProviderServer

	mu  sync.Mutex
	cut Cut
}

func newCommand(ctx context.Context) *command {
	c := &command{servers: map[string]tfprotov6.ProviderServer{}}
	c.context, c.cancel = context.WithCancel(ctx)
	return c
}

// Cut ends the command that is running. A call of the provider may be under way in
// another goroutine, but no more than one.
func (w *Workspace) Cut(cut Cut) {
	c := w.run.command
	c.mu.Lock()
	c.cut = cut
	c.mu.Unlock()
	if cut != Interrupted {
		c.cancel()
		return
	}
	for _, server := range c.servers {
		_, _ = server.StopProvider(c.context, &tfprotov6.StopProviderRequest{})
	}
}

func (c *command) wasCut() Cut {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.cut
}

// gone reports whether there is no Terraform any more that would write anything.
func (c *command) gone() bool {
	cut := c.wasCut()
	return cut == TerraformKilled || cut == InterruptedTwice
}

// halted is the error of a command that was cut off.
func (c *command) halted() error {
	if cut := c.wasCut(); cut != "" {
		return fmt.Errorf("execution halted: %s", cut)
	}
	return nil
}

// errLost is the error of a call whose response nobody has received.
var errLost = errors.New("plugin did not respond")

// process is a provider whose calls end with their command.
type process struct {
	tfprotov6.ProviderServer
	command *command
}

func call[Request, Response any](ctx context.Context, p *process, request Request, method func(context.Context, Request) (*Response, error)) (*Response, error) {
	if err := p.command.halted(); err != nil {
		return new(Response), err
	}
	response, err := method(ctx, request)
	if cut := p.command.wasCut(); cut != "" && cut != Interrupted {
		return new(Response), fmt.Errorf("%w: %s", errLost, cut)
	}
	return response, err
}

func (p *process) ReadResource(ctx context.Context, request *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return call(ctx, p, request, p.ProviderServer.ReadResource)
}

func (p *process) PlanResourceChange(ctx context.Context, request *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	return call(ctx, p, request, p.ProviderServer.PlanResourceChange)
}

func (p *process) ApplyResourceChange(ctx context.Context, request *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return call(ctx, p, request, p.ProviderServer.ApplyResourceChange)
}

func (p *process) ReadDataSource(ctx context.Context, request *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	return call(ctx, p, request, p.ProviderServer.ReadDataSource)
}
