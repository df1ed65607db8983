// SPDX-License-Identifier: MPL-2.0

package githubsim_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/domainverify/terraform-provider-domainverify/internal/leakcheck"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/githubsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
)

func TestMain(m *testing.M) { leakcheck.Main(m) }

// world is the simulator, what it sees from outside, and a customer calling it.
type world struct {
	*simtest.Client
	*githubsim.Sim
}

const token = "ghp_own"

func newWorld(t *testing.T, change ...func(*githubsim.Config)) *world {
	t.Helper()
	outside, sim := simtest.Start(t, func(world simhttp.World) githubsim.Config {
		return githubsim.Config{World: world, Token: token}
	}, githubsim.New, change)
	w := &world{outside.Serve(sim), sim}
	w.authorize(token)
	return w
}

func (w *world) authorize(token string) { w.Authorization = "Bearer " + token }

// answer is one response of GraphQL.
type answer struct {
	simtest.Response
	data   map[string]any
	errors []graphError
}

type graphError struct {
	Type, Message string
	Path          []any
	Locations     []struct{ Line, Column int }
	Extensions    map[string]any
}

// first is the type and the text of the first error, or empty.
func (a answer) first() string {
	if len(a.errors) == 0 {
		return ""
	}
	return strings.TrimSpace(a.errors[0].Type + " " + a.errors[0].Message)
}

// at is a member of the data, by a path such as "organization.domains.nodes.0.id".
func (a answer) at(path string) any {
	var value any = a.data
	for _, step := range strings.Split(path, ".") {
		switch v := value.(type) {
		case map[string]any:
			value = v[step]
		case []any:
			var i int
			if _, err := fmt.Sscan(step, &i); err != nil || i >= len(v) {
				return nil
			}
			value = v[i]
		default:
			return nil
		}
	}
	return value
}

type variables map[string]any

// ask posts a query with the token of the world.
func (w *world) ask(query string, v variables) answer {
	w.T.Helper()
	return w.post(map[string]any{"query": query, "variables": v})
}

func (w *world) post(body any) answer {
	w.T.Helper()
	encoded, err := json.Marshal(body)
	if err != nil {
		w.T.Fatal(err)
	}
	req := httptest.NewRequestWithContext(w.T.Context(), http.MethodPost, "/api/graphql", bytes.NewReader(encoded))
	req.Header = http.Header{"User-Agent": {"test"}, "Authorization": {w.Authorization}}
	recorder := httptest.NewRecorder()
	w.ServeHTTP(recorder, req)
	a := answer{Response: simtest.Response{Status: recorder.Code, Header: recorder.Header(), Text: recorder.Body.String()}}
	var shape struct {
		Data   map[string]any
		Errors []graphError
	}
	if err := errors.Join(json.Unmarshal([]byte(a.Text), &shape), json.Unmarshal([]byte(a.Text), &a.Fields)); err != nil {
		w.T.Fatalf("answer %s: %v", a.Text, err)
	}
	a.data, a.errors = shape.Data, shape.Errors
	return a
}

const (
	domainFields = `id databaseId domain punycodeEncodedDomain dnsHostName verificationToken tokenExpirationTime isVerified isApproved
		hasFoundHostName hasFoundVerificationToken isRequiredForPolicyEnforcement createdAt updatedAt
		owner { __typename ... on Organization { login } ... on Enterprise { slug } }`
	organizationQuery = `query($login: String!) { organization(login: $login) { id login name viewerCanAdminister domains(first: 100) { totalCount nodes { ` + domainFields + ` } } } }`
	anyQuery          = `{ organization(login: "acme-corp") { id } }`
	enterpriseQuery   = `query($slug: String!) { enterprise(slug: $slug) { id slug viewerIsAdmin ownerInfo { domains(first: 100) { nodes { ` + domainFields + ` } } } } }`
)

func (w *world) list() answer {
	w.T.Helper()
	return w.ask(organizationQuery, variables{"login": "acme-corp"})
}

// read is a member of one domain in the list of the organization, whatever it is named.
func (w *world) read(id, member string) any {
	w.T.Helper()
	client, _ := w.Simulator().Client([]string{""}).(githubsim.Client)
	list, _ := w.ask(organizationQuery, variables{"login": client.Owner}).at("organization.domains.nodes").([]any)
	for _, node := range list {
		if shown := node.(map[string]any); shown["id"] == id {
			return shown[member]
		}
	}
	return nil
}

func (w *world) ownerID(kind string) any {
	w.T.Helper()
	a := w.ask(`{ organization(login: "Acme-Corp") { id } enterprise(slug: "acme-group") { id } }`, nil)
	return a.at(kind + ".id")
}

// mutate lets a second pass first.
func (w *world) mutate(field, members string, input variables) answer {
	w.T.Helper()
	w.Clock.Advance(time.Second)
	inputType := strings.ToUpper(field[:1]) + field[1:] + "Input!"
	return w.ask(fmt.Sprintf("mutation($input: %s) { it: %s(input: $input) { %s } }", inputType, field, members), variables{"input": input})
}

func (w *world) tryAdd(ownerID any, name string) answer {
	w.T.Helper()
	return w.mutate("addVerifiableDomain", "domain { "+domainFields+" }", variables{"ownerId": ownerID, "domain": name})
}

func (w *world) verify(id string) answer {
	w.T.Helper()
	return w.mutate("verifyVerifiableDomain", "domain { "+domainFields+" }", variables{"id": id})
}

func (w *world) regenerate(id string) answer {
	w.T.Helper()
	return w.mutate("regenerateVerifiableDomainToken", "verificationToken", variables{"id": id})
}

func (w *world) delete(id string) answer {
	w.T.Helper()
	return w.mutate("deleteVerifiableDomain", "owner { __typename }", variables{"id": id})
}

// The steps that stories are made of. Each fails the test when the step itself does.

// add makes a domain of the organization.
func (w *world) add(name string) githubsim.DomainSnapshot {
	w.T.Helper()
	if a := w.tryAdd(w.ownerID("organization"), name); len(a.errors) > 0 {
		w.T.Fatalf("adding %s: %s", name, a.Text)
	}
	return w.domain(name)
}

func (w *world) domain(name string) githubsim.DomainSnapshot {
	w.T.Helper()
	d, ok := w.Snapshot().Domain(githubsim.ForOrganization, name)
	if !ok {
		w.T.Fatalf("the organization does not have %s", name)
	}
	return d
}

func (w *world) publish(d githubsim.DomainSnapshot) {
	w.Publish(strings.TrimSuffix(d.HostName, "."), d.Token)
}

func (w *world) makeVerified(name string) githubsim.DomainSnapshot {
	w.T.Helper()
	w.Must(w.AddDomain(githubsim.DomainSpec{Domain: name, Verified: true}))
	return w.domain(name)
}

func (w *world) set(name, value string) {
	w.T.Helper()
	w.Must(w.Switches().Set(name, value))
}

func (w *world) issue(spec simhttp.TokenSpec) { w.authorize(w.IssueAccessToken(spec)) }

// asApp goes on with an installation token.
func (w *world) asApp() { w.issue(simhttp.TokenSpec{ServiceApp: true, Lifetime: time.Hour}) }

var yes = true

func (w *world) change(c githubsim.OwnerChange) {
	w.T.Helper()
	w.Must(w.ChangeOwner(c))
}

const week = 7 * 24 * time.Hour

// longName has 254 octets.
func longName() string {
	label := strings.Repeat("a", 49) + "."
	return strings.Repeat(label, 5) + "test"
}
