// SPDX-License-Identifier: MPL-2.0

package txtrecord

import (
	"regexp"
	"slices"
	"strings"
)

// Verification is what a TXT value proves to whom.
type Verification struct {
	// Service is a short key; for the services of this provider it is the name
	// that their configuration block has.
	Service string
	// Company is the name that people know.
	Company string
	// Prefix is what stands before the token, in the value's own spelling.
	Prefix string
	// Token is what the service issued, without what its values add behind it.
	Token string
}

// Prefix is one row of what is known: values that begin with Text belong to
// Service.
type Prefix struct {
	Text string
	// Varies says that after Text, before the equals sign, comes a part that
	// differs from domain to domain ("anthropic-domain-verification-1tycht=").
	Varies bool
	// After, if not nil, is what the service adds behind the token.
	After *regexp.Regexp
	// Products, if not nil, matches the values of products that are built on the
	// service. Its groups are the product and the token.
	Products *regexp.Regexp
	Service  string
	Company  string
	// Source is the vendor's page, or where the value was seen.
	Source string
}

// Prefixes are rows of which no two have the same Text.
type Prefixes []Prefix

// Known returns own, the rows of the services that the caller knows better, and
// those of all other services.
func Known(own ...Prefix) Prefixes {
	return slices.Concat(own, documentedPrefixes(), publishedPrefixes())
}

// Recognize finds the service that a value is a verification for. Letter case
// does not matter in the prefix (both MS= and ms= are in use); the token is kept
// as it is. Of several rows that fit, the longest wins.
func (p Prefixes) Recognize(value string) (Verification, bool) {
	value = strings.TrimSpace(value)
	var best Verification
	longest := 0
	for _, row := range p {
		if len(row.Text) <= longest {
			continue
		}
		if end, ok := row.end(value); ok && strings.TrimSpace(value[end:]) != "" {
			longest = len(row.Text)
			best = Verification{Service: row.Service, Company: row.Company, Prefix: value[:end], Token: row.token(value[end:])}
		}
	}
	if longest > 0 {
		return best, true
	}
	return p.recognizeProduct(value)
}

// end is where the token begins, when the value begins with the row's prefix.
func (p Prefix) end(value string) (int, bool) {
	if len(value) < len(p.Text) || !strings.EqualFold(value[:len(p.Text)], p.Text) {
		return 0, false
	}
	if !p.Varies {
		return len(p.Text), true
	}
	varying := strings.IndexByte(value[len(p.Text):], '=')
	if varying < 1 || strings.ContainsAny(value[len(p.Text):len(p.Text)+varying], " \"'/") {
		return 0, false
	}
	return len(p.Text) + varying + 1, true
}

// token is the token in what follows the prefix.
func (p Prefix) token(rest string) string {
	rest = strings.TrimSpace(rest)
	if p.After == nil {
		return rest
	}
	if at := p.After.FindStringIndex(rest); at != nil && at[0] > 0 {
		return rest[:at[0]]
	}
	return rest
}

// recognizeProduct is Recognize for products that are built on a service.
func (p Prefixes) recognizeProduct(value string) (Verification, bool) {
	for _, row := range p {
		if row.Products == nil {
			continue
		}
		if found := row.Products.FindStringSubmatch(value); found != nil {
			product, token := found[1], found[2]
			return Verification{Service: row.Service, Company: row.Company + ", for " + product, Prefix: strings.TrimSuffix(value, token), Token: token}, true
		}
	}
	return Verification{}, false
}
