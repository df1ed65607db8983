# Two spellings of one domain become one resource.
resource "domainverify_organization_domain" "all" {
  for_each = toset([for domain in ["Bücher.example", "ACME.com.", "acme.com"] : provider::domainverify::domain_to_ascii(domain)])

  domain = each.key # "acme.com", "xn--bcher-kva.example"
}
