# For a DNS that others administer: they open the portal and verify the domain there.
# Every plan and every apply makes a link of its own, which lasts five minutes.
ephemeral "domainverify_portal_link" "customer" {
  service         = "workos"
  organization_id = "org_01HXYZ6VJ2M4Q8T0R3N5B7C9DF"
  return_url      = "https://app.acme.com/settings"
  success_url     = "https://app.acme.com/settings?domain=verified"
}

# Ephemeral values go to provisioners, to the settings of providers and to write-only
# arguments, and nowhere else.
resource "terraform_data" "invitation" {
  triggers_replace = ["2026-01-15"] # a new date sends a new link

  provisioner "local-exec" {
    command     = "printf '%s\\n' \"$LINK\" | mail -s 'Please verify acme.com' dns@acme.com"
    environment = { LINK = ephemeral.domainverify_portal_link.customer.link }
  }
}
