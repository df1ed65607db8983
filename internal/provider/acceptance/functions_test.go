// SPDX-License-Identifier: MPL-2.0

package acceptance_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
)

// The first plan does not know tokens, and for_each has to know its keys.
func TestRecordSetsAreKnownByKeyWhileTokensAreNot(t *testing.T) {
	w := newWorld(t)
	w.runTerraform(resource.TestStep{
		Config: `
				resource "terraform_data" "token" {
				  input = "cisco-ci-domain-verification=1"
				}
				locals {
				  sets = provider::domainverify::merge_record_sets([
				    {name = "acme.com", type = "TXT", value = terraform_data.token.output},
				    {name = "acme.com", type = "TXT", values = ["v=spf1 -all"], ttl = 60},
				    {name = "other.com", type = "TXT", value = "a"},
				  ])
				}
				output "keys" {
				  value = keys(local.sets)
				}
				output "names" {
				  value = [for set in local.sets : set.name]
				}
				output "apex" {
				  value = local.sets["acme.com TXT"].values
				}
				output "other" {
				  value = local.sets["other.com TXT"].values
				}`,
		ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
			plancheck.ExpectKnownOutputValue("keys", texts("acme.com TXT", "other.com TXT")),
			plancheck.ExpectKnownOutputValue("names", texts("acme.com", "other.com")),
			plancheck.ExpectUnknownOutputValue("apex"),
			plancheck.ExpectKnownOutputValue("other", texts("a")),
		}},
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownOutputValue("apex", texts("cisco-ci-domain-verification=1", "v=spf1 -all")),
		},
	})
}

// Without names, or without the list of what to drop, not even the keys can be known.
func TestRecordSetsAreUnknownWhileNamesAreNot(t *testing.T) {
	w := newWorld(t)
	w.runTerraform(resource.TestStep{
		Config: `
				resource "terraform_data" "later" {
				  input = "acme.com"
				}
				output "name" {
				  value = provider::domainverify::merge_record_sets([{name = terraform_data.later.output, type = "TXT", value = "a"}])
				}
				output "retired" {
				  value = provider::domainverify::merge_record_sets([{name = "acme.com", type = "TXT", value = "a"}], [terraform_data.later.output])
				}`,
		ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
			plancheck.ExpectUnknownOutputValue("name"), plancheck.ExpectUnknownOutputValue("retired"),
		}},
	})
}

// A key of for_each that the caller chooses is known, whatever of the records is.
func TestRecordSetIsAsKnownAsItsRecords(t *testing.T) {
	w := newWorld(t)
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
	w.runTerraform(resource.TestStep{
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
	}, resource.TestStep{Config: config, Destroy: true})
}

func texts(values ...string) knownvalue.Check {
	checks := []knownvalue.Check{}
	for _, value := range values {
		checks = append(checks, knownvalue.StringExact(value))
	}
	return knownvalue.ListExact(checks)
}
