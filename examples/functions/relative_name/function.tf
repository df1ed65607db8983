# The name relative to its zone, such as "_x.eu", or "@" for the zone itself.
resource "azurerm_dns_txt_record" "acme" {
  name                = provider::domainverify::relative_name(domainverify_verification_token.acme.record.name, azurerm_dns_zone.acme.name)
  zone_name           = azurerm_dns_zone.acme.name
  resource_group_name = azurerm_dns_zone.acme.resource_group_name
  ttl                 = 300

  record {
    value = domainverify_verification_token.acme.record.value
  }
}

# Scaleway expects an empty name for the zone itself.
resource "scaleway_domain_record" "acme" {
  dns_zone = "acme.com"
  name     = provider::domainverify::relative_name(domainverify_verification_token.acme.record.name, "acme.com", "")
  type     = "TXT"
  data     = domainverify_verification_token.acme.record.value
  ttl      = 300
}
