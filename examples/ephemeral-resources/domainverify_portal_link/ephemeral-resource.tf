# If someone else administers the DNS, send them a link to the portal, where they can
# verify the domain themselves. Every plan and every apply creates a new link, which is
# valid for five minutes.
ephemeral "domainverify_portal_link" "customer" {
  service         = "workos"
  organization_id = "org_01HXYZ6VJ2M4Q8T0R3N5B7C9DF"
  return_url      = "https://app.acme.com/settings"
  success_url     = "https://app.acme.com/settings?domain=verified"
}

# Ephemeral values can be used in provisioners, provider configurations and write-only
# arguments, but not in ordinary resource arguments.
resource "terraform_data" "invitation" {
  triggers_replace = ["2026-01-15"] # change the date to send a new link

  provisioner "local-exec" {
    command     = "printf '%s\\n' \"$LINK\" | mail -s 'Please verify acme.com' dns@acme.com"
    environment = { LINK = ephemeral.domainverify_portal_link.customer.link }
  }
}
