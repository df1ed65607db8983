// SPDX-License-Identifier: MPL-2.0

package protocol

import (
	"context"
	"runtime/debug"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
)

// garbagePercent is the garbage beside the few megabytes that stay, before it is collected:
// tens of megabytes more, for a fifth less of the CPU of a plan.
const garbagePercent = 300

// CollectLess has the garbage collector run less often, unless the environment sets how often.
func CollectLess(environment func(string) string) {
	if environment("GOGC") == "" {
		debug.SetGCPercent(garbagePercent)
	}
}

// Serve serves the provider to the Terraform that has started this process, or with forDebugger
// to one that TF_REATTACH_PROVIDERS names it to, until it is stopped.
func Serve(address string, p provider.Provider, forDebugger bool) error {
	var options []tf6server.ServeOpt
	if forDebugger {
		options = append(options, tf6server.WithManagedDebug())
	}
	return tf6server.Serve(address, func() tfprotov6.ProviderServer { return newServer(p) }, options...)
}

// NewServer gives servers of the provider in this process.
func NewServer(p provider.Provider) func() (tfprotov6.ProviderServer, error) {
	return func() (tfprotov6.ProviderServer, error) { return newServer(p), nil }
}

// framework is all that the server of the framework implements.
type framework interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
	tfprotov6.StateStoreServer
}

// server forgets the requests that Terraform makes for each object. The others are few.
type server struct{ framework }

func newServer(p provider.Provider) server {
	return server{providerserver.NewProtocol6(p)().(framework)}
}

func serve[Request, Response any](ctx context.Context, message Request, by func(context.Context, Request) (Response, error)) (Response, error) {
	r := newRequest(ctx)
	defer r.served()      //nolint:contextcheck // it has none
	return by(r, message) //nolint:contextcheck // it is ctx, until it is served
}

// ValidateResourceConfig implements tfprotov6.ProviderServer.
func (s server) ValidateResourceConfig(ctx context.Context, r *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return serve(ctx, r, s.framework.ValidateResourceConfig)
}

// UpgradeResourceState implements tfprotov6.ProviderServer.
func (s server) UpgradeResourceState(ctx context.Context, r *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	return serve(ctx, r, s.framework.UpgradeResourceState)
}

// UpgradeResourceIdentity implements tfprotov6.ProviderServer.
func (s server) UpgradeResourceIdentity(ctx context.Context, r *tfprotov6.UpgradeResourceIdentityRequest) (*tfprotov6.UpgradeResourceIdentityResponse, error) {
	return serve(ctx, r, s.framework.UpgradeResourceIdentity)
}

// ReadResource implements tfprotov6.ProviderServer.
func (s server) ReadResource(ctx context.Context, r *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return serve(ctx, r, s.framework.ReadResource)
}

// PlanResourceChange implements tfprotov6.ProviderServer.
func (s server) PlanResourceChange(ctx context.Context, r *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	return serve(ctx, r, s.framework.PlanResourceChange)
}

// ApplyResourceChange implements tfprotov6.ProviderServer.
func (s server) ApplyResourceChange(ctx context.Context, r *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return serve(ctx, r, s.framework.ApplyResourceChange)
}

// ImportResourceState implements tfprotov6.ProviderServer.
func (s server) ImportResourceState(ctx context.Context, r *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	return serve(ctx, r, s.framework.ImportResourceState)
}

// MoveResourceState implements tfprotov6.ProviderServer.
func (s server) MoveResourceState(ctx context.Context, r *tfprotov6.MoveResourceStateRequest) (*tfprotov6.MoveResourceStateResponse, error) {
	return serve(ctx, r, s.framework.MoveResourceState)
}

// ValidateDataResourceConfig implements tfprotov6.ProviderServer.
func (s server) ValidateDataResourceConfig(ctx context.Context, r *tfprotov6.ValidateDataResourceConfigRequest) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	return serve(ctx, r, s.framework.ValidateDataResourceConfig)
}

// ReadDataSource implements tfprotov6.ProviderServer.
func (s server) ReadDataSource(ctx context.Context, r *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	return serve(ctx, r, s.framework.ReadDataSource)
}

// CallFunction implements tfprotov6.ProviderServer.
func (s server) CallFunction(ctx context.Context, r *tfprotov6.CallFunctionRequest) (*tfprotov6.CallFunctionResponse, error) {
	return serve(ctx, r, s.framework.CallFunction)
}
