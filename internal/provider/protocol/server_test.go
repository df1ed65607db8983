// SPDX-License-Identifier: MPL-2.0

package protocol

import (
	"context"
	"errors"
	"reflect"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"weak"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

// small is a provider with one resource, whose read is a function.
type small struct {
	read func(context.Context)
}

func (*small) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "small"
}
func (*small) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}
func (*small) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}
func (*small) DataSources(context.Context) []func() datasource.DataSource { return nil }
func (p *small) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return thing{read: p.read} }}
}

type thing struct {
	resource.Resource
	read func(context.Context)
}

func (thing) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "small_thing"
}

func (thing) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{"id": schema.StringAttribute{Computed: true}}}
}

func (t thing) Read(ctx context.Context, _ resource.ReadRequest, _ *resource.ReadResponse) {
	t.read(ctx)
}

func read(ctx context.Context, t *testing.T, s tfprotov6.ProviderServer) {
	t.Helper()
	object := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"id": tftypes.String}}
	state, err := tfprotov6.NewDynamicValue(object, tftypes.NewValue(object, map[string]tftypes.Value{"id": tftypes.NewValue(tftypes.String, "a")}))
	if err != nil {
		t.Fatal(err)
	}
	response, err := s.ReadResource(ctx, &tfprotov6.ReadResourceRequest{TypeName: "small_thing", CurrentState: &state})
	if err != nil || len(response.Diagnostics) > 0 {
		t.Fatalf("%v, %v", err, response)
	}
}

type key struct{}

func TestRequestThatWasServedIsForgotten(t *testing.T) {
	t.Parallel()
	var seen any
	s := newServer(&small{read: func(ctx context.Context) { seen = ctx.Value(key{}) }})
	kept := func() weak.Pointer[[1 << 20]byte] {
		ctx, cancel := context.WithCancel(context.WithValue(t.Context(), key{}, new([1 << 20]byte)))
		defer cancel()
		read(ctx, t, s)
		memory := seen.(*[1 << 20]byte) // the resource sees what hangs on the request
		seen = nil
		return weak.Make(memory)
	}()
	runtime.GC()
	if kept.Value() != nil {
		t.Error("a request that was served is still in memory")
	}
	runtime.KeepAlive(s)
}

// Invariant 13.
func TestRequestEndsWithItsCallerAndWithTheStopOfTheProvider(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(server, context.CancelFunc){
		"caller": func(_ server, cancel context.CancelFunc) { cancel() },
		"stop": func(s server, _ context.CancelFunc) {
			_, _ = s.StopProvider(context.Background(), &tfprotov6.StopProviderRequest{})
		},
	} {
		ctx, cancel := context.WithCancel(t.Context())
		var s server
		ended := false
		s = newServer(&small{read: func(ctx context.Context) {
			if ctx.Err() != nil {
				t.Errorf("%s: ended before: %v", name, ctx.Err())
			}
			end(s, cancel)
			<-ctx.Done()
			ended = errors.Is(ctx.Err(), context.Canceled)
		}})
		read(ctx, t, s)
		if !ended {
			t.Errorf("%s: the request goes on", name)
		}
		cancel()
	}
}

func TestContextOfARequestThatWasServedHasEnded(t *testing.T) {
	t.Parallel()
	r := newRequest(context.WithValue(t.Context(), key{}, 1))
	if r.Err() != nil || r.Value(key{}) != 1 {
		t.Errorf("%v, %v", r.Err(), r.Value(key{}))
	}
	r.served()
	<-r.Done()
	if _, limited := r.Deadline(); r.Err() == nil || r.Value(key{}) != nil || limited {
		t.Errorf("%v, %v, %v", r.Err(), r.Value(key{}), limited)
	}
}

func TestGarbageIsCollectedLessUnlessTheEnvironmentSaysHowOften(t *testing.T) {
	before := debug.SetGCPercent(100)
	defer debug.SetGCPercent(before)
	for variable, want := range map[string]int{"50": 100, "": garbagePercent} {
		debug.SetGCPercent(100)
		CollectLess(func(name string) string { return map[string]string{"GOGC": variable}[name] })
		if got := debug.SetGCPercent(100); got != want {
			t.Errorf("GOGC=%q: %d percent, want %d", variable, got, want)
		}
	}
}

// Every request that has the type of an object is one that many objects make.
func TestEveryRequestForAnObjectIsForgotten(t *testing.T) {
	t.Parallel()
	own := reflect.TypeFor[server]()
	for _, kind := range []reflect.Type{reflect.TypeFor[tfprotov6.ResourceServer](), reflect.TypeFor[tfprotov6.DataSourceServer]()} {
		for i := range kind.NumMethod() {
			name := kind.Method(i).Name
			method, _ := own.MethodByName(name)
			// A method that is only promoted has no file of its own.
			file, _ := runtime.FuncForPC(method.Func.Pointer()).FileLine(method.Func.Pointer())
			if !strings.HasSuffix(file, "/protocol/server.go") && name != "GenerateResourceConfig" {
				t.Errorf("%s goes to the framework directly (%s)", name, file)
			}
		}
	}
}
