import {
  to = domainverify_organization_domain.acme
  id = "webex/4a5b6c7d-1234-4abc-9def-0123456789ab/acme.com"
}
