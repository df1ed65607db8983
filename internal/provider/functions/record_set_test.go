// SPDX-License-Identifier: MPL-2.0

package functions_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/domainverify/terraform-provider-domainverify/internal/provider/functions"
)

func TestRecordsOfOneNameBecomeOneSet(t *testing.T) {
	t.Parallel()
	const webex = `{name = "acme.com", type = "TXT", value = "cisco-ci-domain-verification=1", ttl = 300}`
	const spf = `{name = "Acme.COM.", type = "txt", values = ["v=spf1 -all", "\"MS=ms1\""], ttl = 3600}`
	wantResults(t, map[string]any{
		`f::record_set([[` + webex + `, null], ` + spf + `])`:                                   recordSet{Name: "acme.com", Type: "TXT", TTL: 300, Values: []string{"MS=ms1", "cisco-ci-domain-verification=1", "v=spf1 -all"}},
		`f::record_set(` + spf + `, ["MS=ms1"])`:                                                recordSet{Name: "acme.com", Type: "TXT", TTL: 3600, Values: []string{"v=spf1 -all"}},
		`f::record_set({name = "x.acme.com", type = "CNAME", value = "y.example", ttl = null})`: recordSet{Name: "x.acme.com", Type: "CNAME", Values: []string{"y.example"}},
		`f::record_set(` + webex + `, ["cisco-ci-domain-verification=1"])`:                      nil,
		`f::record_set([])`:     nil,
		`f::record_set([null])`: nil,
		`f::record_set(null)`:   nil,
	})
}

// A key of for_each that the caller chooses is known, whatever of the records is.
func TestRecordSetIsAsKnownAsItsRecords(t *testing.T) {
	t.Parallel()
	const config = `
resource "terraform_data" "later" {
  input = "token"
}
resource "terraform_data" "list" {
  input = ["token"]
}
locals {
  later_list = terraform_data.list.output
  later = terraform_data.later.output
  sets = {
    token   = provider::domainverify::record_set([{name = "acme.com", type = "TXT", value = local.later, ttl = 300}, {name = "acme.com", type = "TXT", value = "a"}])
    name    = provider::domainverify::record_set({name = "${local.later}.acme.com", type = "CNAME", value = "verify.example"})
    all     = provider::domainverify::record_set([for record in local.later_list : {name = "acme.com", type = "TXT", value = record}])
    some    = provider::domainverify::record_set([[for record in local.later_list : {name = "acme.com", type = "TXT", value = record}], {name = "acme.com", type = "TXT", value = "a", ttl = 60}], ["x"])
    retired = provider::domainverify::record_set({name = "acme.com", type = "TXT", values = ["token", "a"]}, [local.later])
  }
}
resource "terraform_data" "set" {
  for_each = local.sets
  input    = each.value
}
output "keys" { value = keys(local.sets) }
output "token_name" { value = local.sets["token"].name }
output "token_ttl" { value = local.sets["token"].ttl }
output "token_values" { value = local.sets["token"].values }
output "name_name" { value = local.sets["name"].name }
output "name_type" { value = local.sets["name"].type }
output "name_values" { value = local.sets["name"].values }
output "all_name" { value = local.sets["all"].name }
output "some_name" { value = local.sets["some"].name }
output "some_ttl" { value = local.sets["some"].ttl }
output "some_values" { value = local.sets["some"].values }
output "retired_name" { value = local.sets["retired"].name }
output "retired_values" { value = local.sets["retired"].values }`
	resource.UnitTest(t, resource.TestCase{
		TerraformVersionChecks:   withFunctions(),
		ProtoV6ProviderFactories: factories(),
		Steps: []resource.TestStep{{
			Config: config,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectKnownOutputValue("keys", texts("all", "name", "retired", "some", "token")),
				plancheck.ExpectKnownOutputValue("token_name", knownvalue.StringExact("acme.com")),
				plancheck.ExpectKnownOutputValue("token_ttl", knownvalue.Int64Exact(300)),
				plancheck.ExpectUnknownOutputValue("token_values"),
				plancheck.ExpectUnknownOutputValue("name_name"),
				plancheck.ExpectKnownOutputValue("name_type", knownvalue.StringExact("CNAME")),
				plancheck.ExpectKnownOutputValue("name_values", texts("verify.example")),
				plancheck.ExpectUnknownOutputValue("all_name"),
				plancheck.ExpectKnownOutputValue("some_name", knownvalue.StringExact("acme.com")),
				plancheck.ExpectUnknownOutputValue("some_ttl"),
				plancheck.ExpectUnknownOutputValue("some_values"),
				plancheck.ExpectKnownOutputValue("retired_name", knownvalue.StringExact("acme.com")),
				plancheck.ExpectUnknownOutputValue("retired_values"),
				plancheck.ExpectResourceAction(`terraform_data.set["all"]`, plancheck.ResourceActionCreate),
			}},
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownOutputValue("token_values", texts("a", "token")),
				statecheck.ExpectKnownOutputValue("name_name", knownvalue.StringExact("token.acme.com")),
				statecheck.ExpectKnownOutputValue("all_name", knownvalue.StringExact("acme.com")),
				statecheck.ExpectKnownOutputValue("retired_values", texts("a")),
			},
		}, {Config: config, Destroy: true}},
	})
}

func TestRecordsOfDifferentNamesAreNoRecordSet(t *testing.T) {
	t.Parallel()
	record := func(name string) map[string]attr.Value {
		return map[string]attr.Value{"name": types.StringValue(name), "type": types.StringValue("TXT"), "value": types.StringValue("a")}
	}
	wantRefused(t, functions.NewRecordSet(),
		refusal(0, "The records have different names, acme.com and acme.shop, and a record set has one: make a record set of each"),
		records(record("acme.com"), record("acme.shop")), variadic[types.List](types.ListType{ElemType: types.StringType}))
}
