variable "domain" {
  description = "The domain to verify, such as `acme.com`."
  type        = string
  nullable    = false
}

variable "services" {
  description = <<-EOT
    The services that verify the domain, by name. The keys are those of all resources in the module and of its outputs, except that the TXT records at the domain have the key `domain` in `record_sets`.

    * `service`: name of the service's block in the provider configuration. Defaults to the key. Set it to verify the domain in two organizations of one service.
    * `organization_id`: defaults to that of the provider configuration.
    * `method`: `dns_txt`, `dns_cname` or `http_file`. Defaults to `dns_txt`.
    * `claim`: claim the domain after the verification, at services that have claims. Defaults to `false`.
    * `needs_token`: set to `false` for a subdomain that the service verifies together with its parent. There is nothing to publish for it. Defaults to `true`.
  EOT
  type = map(object({
    service         = optional(string)
    organization_id = optional(string)
    method          = optional(string, "dns_txt")
    claim           = optional(bool, false)
    needs_token     = optional(bool, true)
  }))
  nullable = false

  validation {
    condition     = !contains(keys(var.services), "domain")
    error_message = "The key \"domain\" is that of the TXT record set at the domain. Use another key, and set service."
  }

  validation {
    condition     = alltrue([for service in values(var.services) : service != null])
    error_message = "A service must not be null. Use {} for one with the defaults, or leave its key out."
  }
}

variable "published" {
  description = "What publishes `records`, `record_sets` and `files`, such as `[aws_route53_record.acme]`. The domain is verified after all of it was created, and released after all of it was destroyed. `[]` if others administer the DNS."
  type        = any
  nullable    = false
}

variable "zone" {
  description = "The zone that the records are published in, for relative names. Defaults to `domain`."
  type        = string
  default     = null
}

variable "other_txt_values" {
  description = "All other TXT values at the domain, such as its SPF record. They become part of the record set of the key `domain` in `record_sets`."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "wait_for_verification" {
  description = "Wait until the domain is verified. Set it to `false` if others administer the DNS: each apply then checks once. A claim needs a verified domain, so set `claim` only when `states` shows `verified`, and wait then."
  type        = bool
  default     = true
  nullable    = false

  validation {
    condition     = var.wait_for_verification || !anytrue([for service in values(var.services) : try(service.claim, false)])
    error_message = "A claim needs a verified domain. Set claim when the domain is verified, together with wait_for_verification = true."
  }
}

variable "adopt_existing" {
  description = "Adopt a domain that the organization already has instead of failing."
  type        = bool
  default     = false
}

variable "deletion_policy" {
  description = "What happens to the domain at the services on destroy: `release`, `abandon` or `prevent`."
  type        = string
  default     = "release"
}
