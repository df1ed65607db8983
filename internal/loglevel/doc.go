// SPDX-License-Identifier: MPL-2.0

// Package loglevel keeps the loggers of the plugin SDK from writing what Terraform drops.
// Unless a variable says otherwise they write every trace message to Terraform, which parses
// each one before it drops it. Look here for which variables of Terraform count.
package loglevel
