// SPDX-License-Identifier: MPL-2.0

package documentation_test

import (
	"context"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/domainverify/terraform-provider-domainverify/internal/plugintest"
	"github.com/domainverify/terraform-provider-domainverify/internal/provider"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/dnsprovider"
)

// arguments are the attributes and nested blocks of one schema. The end of a name says
// what it is: "!" required, "?" optional, nothing computed; then "{}" an object with
// attributes of its own, "[]" a list of such objects, and "[]" alone nested blocks.
type arguments map[string]json.RawMessage

// described is a provider as testdata/providers.json has it.
type described struct {
	Provider  arguments            `json:"provider"`
	Resources map[string]arguments `json:"resources"`
	Data      map[string]arguments `json:"data"`
}

// described serves its schemas and accepts every configuration that conforms to them.
type describedServer struct {
	tfprotov6.ProviderServer
	schemas *tfprotov6.GetProviderSchemaResponse
}

func (s *describedServer) GetProviderSchema(context.Context, *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	return s.schemas, nil
}

func (s *describedServer) GetMetadata(context.Context, *tfprotov6.GetMetadataRequest) (*tfprotov6.GetMetadataResponse, error) {
	return &tfprotov6.GetMetadataResponse{ServerCapabilities: s.schemas.ServerCapabilities}, nil
}

func (s *describedServer) GetResourceIdentitySchemas(context.Context, *tfprotov6.GetResourceIdentitySchemasRequest) (*tfprotov6.GetResourceIdentitySchemasResponse, error) {
	return &tfprotov6.GetResourceIdentitySchemasResponse{}, nil
}

func (s *describedServer) ValidateProviderConfig(_ context.Context, request *tfprotov6.ValidateProviderConfigRequest) (*tfprotov6.ValidateProviderConfigResponse, error) {
	return &tfprotov6.ValidateProviderConfigResponse{PreparedConfig: request.Config}, nil
}

func (s *describedServer) ValidateResourceConfig(context.Context, *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return &tfprotov6.ValidateResourceConfigResponse{}, nil
}

func (s *describedServer) ValidateDataResourceConfig(context.Context, *tfprotov6.ValidateDataResourceConfigRequest) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	return &tfprotov6.ValidateDataResourceConfigResponse{}, nil
}

// schema makes a schema of what is described.
func (a arguments) schema(t *testing.T) *tfprotov6.Schema {
	t.Helper()
	attributes, blocks := a.split(t)
	return &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{Attributes: attributes, BlockTypes: blocks}}
}

func (a arguments) split(t *testing.T) (attributes []*tfprotov6.SchemaAttribute, blocks []*tfprotov6.SchemaNestedBlock) {
	t.Helper()
	for text, description := range a {
		name := strings.TrimRight(text, "!?[]{}")
		kind := strings.TrimPrefix(text, name)
		attribute := &tfprotov6.SchemaAttribute{
			Name: name, Required: strings.HasPrefix(kind, "!"), Optional: strings.HasPrefix(kind, "?"), Computed: !strings.HasPrefix(kind, "!"),
		}
		nesting := tfprotov6.SchemaObjectNestingModeInvalid
		switch {
		case kind == "[]":
			blocks = append(blocks, &tfprotov6.SchemaNestedBlock{TypeName: name, Nesting: tfprotov6.SchemaNestedBlockNestingModeList, Block: nested(t, description).schema(t).Block})
			continue
		case strings.HasSuffix(kind, "[]"):
			nesting = tfprotov6.SchemaObjectNestingModeList
		case strings.HasSuffix(kind, "{}"):
			nesting = tfprotov6.SchemaObjectNestingModeSingle
		default:
			var err error
			if attribute.Type, err = tftypes.ParseJSONType(description); err != nil { //nolint:staticcheck // the form of "terraform providers schema -json"
				t.Fatalf("%s: %v", text, err)
			}
		}
		if attribute.Type == nil {
			inner, _ := nested(t, description).split(t)
			attribute.NestedType = &tfprotov6.SchemaObject{Attributes: inner, Nesting: nesting}
		}
		attributes = append(attributes, attribute)
	}
	slices.SortFunc(attributes, func(a, b *tfprotov6.SchemaAttribute) int { return strings.Compare(a.Name, b.Name) })
	return attributes, blocks
}

func nested(t *testing.T, description json.RawMessage) (inner arguments) {
	t.Helper()
	if err := json.Unmarshal(description, &inner); err != nil {
		t.Fatal(err)
	}
	return inner
}

// known are all providers of the blocks, with their schemas, by local name.
type known struct {
	servers plugintest.Providers
	sources map[string]string
	schemas map[string]*tfprotov6.GetProviderSchemaResponse
}

func knownProviders(t *testing.T) known {
	t.Helper()
	text, err := os.ReadFile("testdata/providers.json")
	if err != nil {
		t.Fatal(err)
	}
	var others map[string]described
	if err := json.Unmarshal(text, &others); err != nil {
		t.Fatal(err)
	}
	none := func(string) string { return "" }
	all := known{plugintest.Providers{
		"domainverify/domainverify": providerserver.NewProtocol6WithError(provider.New("test", provider.Dependencies{})()),
		"domainverify/sandbox":      providerserver.NewProtocol6WithError(dnsprovider.New("test", none)()),
	}, map[string]string{}, map[string]*tfprotov6.GetProviderSchemaResponse{}}
	for source, other := range others {
		schemas := &tfprotov6.GetProviderSchemaResponse{
			ServerCapabilities: &tfprotov6.ServerCapabilities{GetProviderSchemaOptional: true},
			Provider:           other.Provider.schema(t), ResourceSchemas: map[string]*tfprotov6.Schema{}, DataSourceSchemas: map[string]*tfprotov6.Schema{},
		}
		for name, of := range other.Resources {
			schemas.ResourceSchemas[name] = of.schema(t)
		}
		for name, of := range other.Data {
			schemas.DataSourceSchemas[name] = of.schema(t)
		}
		all.servers[source] = func() (tfprotov6.ProviderServer, error) { return &describedServer{schemas: schemas}, nil }
	}
	for source, factory := range all.servers {
		server, err := factory()
		if err != nil {
			t.Fatal(err)
		}
		_, local, _ := strings.Cut(source, "/")
		all.sources[local] = source
		if all.schemas[local], err = server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{}); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// resource is the schema of a resource or data source.
func (k known) resource(kind string, isData bool) *tfprotov6.Schema {
	local, _, _ := strings.Cut(kind, "_")
	schemas, ok := k.schemas[local]
	switch {
	case !ok:
		return nil
	case isData:
		return schemas.DataSourceSchemas[kind]
	default:
		return schemas.ResourceSchemas[kind]
	}
}
