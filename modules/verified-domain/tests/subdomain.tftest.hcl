# On the sandbox: `make sandbox` prints the environment.

provider "domainverify" {
  zoho   = {}
  github = {}
  entra  = {}
}

provider "sandbox" {}

run "only_what_needs_a_token_is_left_to_publish" {
  module {
    source = "./tests/subdomain"
  }

  assert {
    condition     = output.module.states == { entra = "verified", gh = "pending", mail = "pending" }
    error_message = "A subdomain of a verified domain needs no token at Entra, and what nobody has published is pending."
  }
  assert {
    condition     = keys(output.module.records) == ["gh", "mail"] && keys(output.module.record_sets) == ["gh", "mail"] && keys(output.module.instructions) == ["gh", "mail"]
    error_message = "There must be nothing to publish for Entra."
  }
  assert {
    condition     = endswith(output.module.records["mail"].relative_name, ".eu") && startswith(output.module.organization_domain_ids["gh"], "github/")
    error_message = "Names must be relative to the zone, and keys independent of the service."
  }
}
