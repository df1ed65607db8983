// SPDX-License-Identifier: MPL-2.0

// Package outcome words what is known of a request whose answer did not come:
// the end of the context cut it off, or the connection broke and no look has
// settled since whether it had its effect.
//
// Look here when an interrupted run says too little or too much. It serves all
// services, knows none, and makes no request.
package outcome
