// SPDX-License-Identifier: MPL-2.0

package githubsim_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/githubsim"
	"github.com/domainverify/terraform-provider-domainverify/internal/sandbox/simhttp/simtest"
)

func TestQueriesAreAnsweredAsGraphQLDemands(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.Must(w.AddDomain(githubsim.DomainSpec{Domain: "acme.test"}))
	for name, c := range map[string]struct {
		query     string
		variables variables
		want      string
	}{
		"alias, typename and two fields": {
			`{ a: organization(login: "ACME-CORP") { __typename l: login } enterprise(slug: "acme-group") { __typename } }`, nil,
			"map[a:map[__typename:Organization l:Acme-Corp] enterprise:map[__typename:Enterprise]]",
		},
		"fragment on an interface and on a union": {
			`query { organization(login: "acme-corp") { ...n domains(first: 1) { nodes { owner { ...n ... on Organization { login } ... on Enterprise { slug } } } } } }
			fragment n on Node { __typename }`, nil,
			"map[organization:map[__typename:Organization domains:map[nodes:[map[owner:map[__typename:Organization login:Acme-Corp]]]]]]",
		},
		"one key selected twice": {
			`{ organization(login: "acme-corp") { login } organization(login: "acme-corp") { viewerCanAdminister } }`, nil,
			"map[organization:map[login:Acme-Corp viewerCanAdminister:true]]",
		},
		"variables with defaults": {
			`query($login: String = "nobody", $unset: String = "acme-group") { organization(login: $login) { login } enterprise(slug: $unset) { slug } }`,
			variables{"login": "acme-corp"},
			"map[enterprise:map[slug:acme-group] organization:map[login:Acme-Corp]]",
		},
	} {
		a := w.ask(c.query, c.variables)
		if got := fmt.Sprint(a.data); a.Status != 200 || len(a.errors) > 0 || got != c.want {
			t.Errorf("%s: %s, want %s", name, a.Text, c.want)
		}
	}
}

func TestRequestsThatCannotBeExecutedHaveNoData(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const list = `query($n: Int) { organization(login: "acme-corp") { domains(first: $n) { totalCount } } }`
	const add = `mutation($input: AddVerifiableDomainInput!) { addVerifiableDomain(input: $input) { clientMutationId } }`
	for name, c := range map[string]struct {
		query     string
		variables variables
	}{
		"syntax":                       {"{", nil},
		"unknown field":                {`{ organization(login: "a") { domain } }`, nil},
		"unknown argument":             {`{ organization(name: "a") { id } }`, nil},
		"no selection of an object":    {`{ organization(login: "a") { domains(first: 1) { nodes { owner } } } }`, nil},
		"paging backwards":             {`{ organization(login: "a") { domains(last: 1) { totalCount } } }`, nil},
		"fragment that cannot apply":   {`{ organization(login: "a") { ... on Enterprise { slug } } }`, nil},
		"unused fragment":              {`{ organization(login: "a") { id } } fragment f on Node { id }`, nil},
		"subscription":                 {`subscription { organization(login: "a") { id } }`, nil},
		"variable of another type":     {`query($login: Int!) { organization(login: $login) { id } }`, variables{"login": 1}},
		"directive":                    {`{ organization(login: "a") { id @skip(if: true) } }`, nil},
		"fraction":                     {list, variables{"n": 1.5}},
		"missing member of the input":  {add, variables{"input": variables{"ownerId": "O"}}},
		"unknown member of the input":  {add, variables{"input": variables{"ownerId": "O", "domain": "acme.test", "x": 1}}},
		"null where none may be":       {add, variables{"input": nil}},
		"missing variable":             {add, nil},
		"query field under a mutation": {`mutation { organization(login: "a") { id } }`, nil},
	} {
		a := w.ask(c.query, c.variables)
		if _, hasData := a.Fields["data"]; a.Status != 200 || hasData || len(a.errors) == 0 || a.errors[0].Type != "" {
			t.Errorf("%s: %d %s, want errors without data and type", name, a.Status, a.Text)
		}
	}
	if calls := w.Snapshot().Limits.Calls; len(calls) != 0 {
		t.Errorf("executed all the same: %v", calls)
	}
}

func TestUnknownFieldIsNamed(t *testing.T) {
	t.Parallel()
	a := newWorld(t).ask("{\n  organization(login: \"a\") { domain }\n}", nil)
	if !strings.Contains(a.first(), `Cannot query field "domain" on type "Organization"`) || a.errors[0].Locations[0].Line != 2 {
		t.Errorf("%s", a.Text)
	}
}

func TestOperationIsChosenByItsName(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const two = `query A { organization(login: "acme-corp") { login } } query B { enterprise(slug: "acme-group") { slug } }`
	named := w.post(map[string]any{"query": two, "operationName": "A", "variables": nil})
	unnamed, unknown := w.post(map[string]any{"query": two}), w.post(map[string]any{"query": two, "operationName": "C"})
	if got := simtest.Line(named.data, unnamed.data, unknown.data); got != "map[organization:map[login:Acme-Corp]] map[] map[]" {
		t.Errorf("seen %s", got)
	}
}

func TestBodiesThatAreNoRequestAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, body := range []string{"", "{}", "[]", `{"query": 1}`, `{"query": "{organization(login:\"a\"){id}}", "variables": "{}"}`} {
		r := w.Post("/graphql", body)
		if r.Status != 400 || r.Fields["message"] != "Problems parsing JSON" {
			t.Errorf("%q: %d %s", body, r.Status, r.Text)
		}
	}
}

func TestPartOfAQueryIsAnsweredBesideItsErrors(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.ask(`{ enterprise(slug: "nothing") { id } organization(login: "nobody") { id } known: organization(login: "acme-corp") { login } }`, nil)
	want := map[string]any{"enterprise": nil, "organization": nil, "known": map[string]any{"login": "Acme-Corp"}}
	if diff := cmp.Diff(want, a.data); diff != "" {
		t.Errorf("data (-want +got):\n%s", diff)
	}
	if got := simtest.Line(len(a.errors), a.errors[0].Type, a.errors[0].Path, a.errors[1].Type, a.errors[1].Path); got != "2 NOT_FOUND [enterprise] NOT_FOUND [organization]" {
		t.Errorf("errors %s: %s", got, a.Text)
	}
}

func TestPagesFollowOneAnother(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, name := range []string{"c.test", "a.test", "b.test", "e.test", "d.test"} {
		w.Must(w.AddDomain(githubsim.DomainSpec{Domain: name}))
	}
	page := func(arguments string, v variables) answer {
		return w.ask(`query($cursor: String) { organization(login: "acme-corp") { domains(`+arguments+`) {
			totalCount nodes { domain } pageInfo { hasNextPage endCursor } } } }`, v)
	}
	names := func(a answer) (names string) {
		list, _ := a.at("organization.domains.nodes").([]any)
		for _, node := range list {
			names += strings.TrimSuffix(fmt.Sprint(node.(map[string]any)["domain"]), ".test")
		}
		return names
	}
	const cursor = "organization.domains.pageInfo.endCursor"
	first := page("first: 2, after: $cursor", nil)
	w.Must(w.Drift("remove", "b.test")) // the last of the page
	second := page("first: 2, after: $cursor", variables{"cursor": first.at(cursor)})
	third := page("first: 2, after: $cursor", variables{"cursor": second.at(cursor)})
	got := simtest.Line(
		names(first), first.at("organization.domains.pageInfo.hasNextPage"), names(second), second.at("organization.domains.pageInfo.hasNextPage"),
		names(third), third.at("organization.domains.pageInfo.hasNextPage"), second.at("organization.domains.totalCount"),
	)
	if got != "ab true cd true e false 4" {
		t.Errorf("seen %s", got)
	}
}

func TestPagesWithoutASizeAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for arguments, want := range map[string]string{
		"after: null":               "You must provide a `first` or `last` value",
		"first: 0":                  "exceeds the `first` limit of 100",
		"first: 101":                "Requesting 101 records",
		`first: 1, after: "nobody"`: "does not appear to be a valid cursor",
	} {
		a := w.ask(`{ organization(login: "acme-corp") { id domains(`+arguments+`) { totalCount } } }`, nil)
		if !strings.Contains(a.first(), want) || a.data != nil {
			t.Errorf("%s: %s, want %s", arguments, a.Text, want)
		}
	}
}

func TestMutationEchoesTheClientsID(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.mutate("addVerifiableDomain", "clientMutationId __typename", variables{"ownerId": w.ownerID("organization"), "domain": "acme.test", "clientMutationId": "7"})
	if got := fmt.Sprint(a.data); got != "map[it:map[__typename:AddVerifiableDomainPayload clientMutationId:7]]" {
		t.Errorf("answer %s", a.Text)
	}
}

func TestRefusedMutationKeepsANullMember(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := w.regenerate("VD_none")
	const want = `{"data":{"it":null},"errors":[{"type":"NOT_FOUND","message":"Could not resolve to a node with the global id of 'VD_none'.",` +
		`"path":["it"],"locations":[{"line":1,"column":59}]}]}`
	if a.Status != 200 || a.Text != want {
		t.Errorf("%d %s, want %s", a.Status, a.Text, want)
	}
}

func TestMutationsOfOneRequestRunInOrder(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	d := w.makeVerified("acme.test")
	a := w.ask(`mutation($id: ID!) { first: deleteVerifiableDomain(input: {id: $id}) { clientMutationId } second: deleteVerifiableDomain(input: {id: $id}) { clientMutationId } }`,
		variables{"id": d.ID})
	if a.at("first") == nil || a.at("second") != nil || len(a.errors) != 1 || len(w.Snapshot().Domains) != 0 {
		t.Errorf("answer %s", a.Text)
	}
}

func TestIntrospectionIsRefused(t *testing.T) {
	t.Parallel()
	if a := newWorld(t).ask(`{ organization(login: "acme-corp") { id } __schema { types { name } } }`, nil); a.data != nil || !strings.Contains(a.first(), "does not answer __schema") {
		t.Errorf("answer %s", a.Text)
	}
}
