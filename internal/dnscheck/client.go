// SPDX-License-Identifier: MPL-2.0

package dnscheck

import (
	"context"
	"fmt"
	"time"

	"github.com/miekg/dns"

	"github.com/domainverify/terraform-provider-domainverify/internal/dnscheck/delegation"
	"github.com/domainverify/terraform-provider-domainverify/internal/dnsquery"
)

// Client asks DNS servers. It is safe for concurrent use, shares what it learns
// about zones and name servers between checks, and keeps the number of queries
// in flight bounded across all of them.
type Client struct {
	mode      Mode
	quorum    Quorum
	exchanger *dnsquery.Exchanger
	resolvers *dnsquery.Resolvers
	finder    *delegation.Finder
	absences  *absences
	limiter   *limiter
	now       func() time.Time
	// nameservers are those of Config.
	nameservers []delegation.Target
}

// New validates the configuration. It opens no connection and reads no file.
func New(config Config) (*Client, error) {
	config = config.withDefaults()
	if err := config.validate(); err != nil {
		return nil, err
	}
	c := &Client{mode: config.Mode, quorum: config.Quorum, absences: newAbsences(), now: config.Now}
	if err := c.connect(config); err != nil {
		return nil, err
	}
	for _, entry := range config.Nameservers {
		target, err := delegation.Configured(entry)
		if err != nil {
			return nil, err
		}
		c.nameservers = append(c.nameservers, target)
	}
	return c, nil
}

// connect makes, or shares, what a run has once.
func (c *Client) connect(config Config) (err error) {
	if share := config.Share; share != nil {
		c.exchanger, c.resolvers, c.finder, c.limiter = share.exchanger, share.resolvers, share.finder, share.limiter
		return nil
	}
	if c.exchanger, err = dnsquery.NewExchanger(config.Config); err != nil {
		return err
	}
	if c.resolvers, err = dnsquery.NewResolvers(config.Config, c.exchanger); err != nil {
		return err
	}
	c.finder = delegation.NewFinder(c.exchanger, dnsquery.NewLookups(c.resolvers, config.Now), config.Now, config.AllowPrivate)
	c.limiter = newLimiter(config.Now)
	return nil
}

// Check asks once and reports the answer of every server. A missing record is an
// answer. The error is a *dnsquery.NameError, *ValueError, *dnsquery.ResolverError,
// *delegation.NotDelegatedError or *delegation.UnreachableError when nothing could
// be asked about the name, or the context's; the report then has Packets alone.
func (c *Client) Check(ctx context.Context, q Question) (Report, error) {
	owner, err := q.owner()
	if err != nil {
		return Report{}, err
	}
	counted, sent := dnsquery.WithBudget(ctx, maxPackets)
	report, err := c.check(counted, q, owner)
	packets := int(sent.Sent())
	c.limiter.add(limiterKey(q, owner), packets)
	if ctx.Err() != nil {
		// Without the answers of all servers there is no verdict.
		return Report{}, fmt.Errorf("looking up the %s record at %s: %w", q.Type, owner, ctx.Err())
	}
	if err != nil {
		return Report{Packets: packets}, fmt.Errorf("looking up the %s record at %s: %w", q.Type, owner, err)
	}
	report.Packets = packets
	report.Absence = c.absences.note(report, c.now())
	return report, nil
}

func (c *Client) check(ctx context.Context, q Question, owner dnsquery.FQDN) (Report, error) {
	if c.mode == Recursive {
		return c.checkRecursive(ctx, q, owner)
	}
	return c.newZoneCheck(q, owner).check(ctx, owner)
}

// Mode is which servers a Client asks for the record.
type Mode string

const (
	// Authoritative asks every authoritative server of the record's zone.
	Authoritative Mode = "authoritative"
	// Recursive asks the configured resolvers for the record itself. It is for
	// networks that let no DNS out but to their resolver. The resolver may
	// remember an absence it was asked about (RFC 2308), so a check before the
	// record is published can delay its verification.
	Recursive Mode = "recursive"
)

// Config is what New needs; the zero value asks authoritative servers that are
// discovered through the resolvers of the system.
type Config struct {
	// Config is how queries are sent, and which resolvers answer them.
	dnsquery.Config
	// Mode is Authoritative when empty.
	Mode Mode
	// Quorum is how many servers must have the record; QuorumMajority when empty.
	// Mode Recursive has no servers to count.
	Quorum Quorum
	// Nameservers are authoritative servers, host[:port], asked instead of the
	// discovered ones. With them a resolver is asked only where a CNAME, DNAME or
	// delegation leads into a zone that they do not serve: for that zone's servers.
	Nameservers []string
	// AllowPrivate asks name servers at addresses that are not public although the DNS
	// alone names them: a split horizon. Resolvers and Nameservers may always be
	// private.
	AllowPrivate bool
	// Share is a client of the same run with the same dnsquery.Config and AllowPrivate: what it
	// knows of zones, and the packets and queries of the run, are those of both.
	Share *Client
}

func (c Config) withDefaults() Config {
	if c.Mode == "" {
		c.Mode = Authoritative
	}
	if c.Quorum == "" {
		c.Quorum = QuorumMajority
	}
	c.Config = c.Config.WithDefaults()
	return c
}

func (c Config) validate() error {
	if c.Mode != Authoritative && c.Mode != Recursive {
		return fmt.Errorf("the DNS mode %q is not known: use %q or %q", c.Mode, Authoritative, Recursive)
	}
	if !c.Quorum.known() {
		return fmt.Errorf("the DNS quorum %q is not known: use %q, %q or %q", c.Quorum, QuorumAll, QuorumMajority, QuorumAny)
	}
	if c.Mode == Recursive && len(c.Nameservers) > 0 {
		return fmt.Errorf("the DNS mode %q asks resolvers, so the nameservers %q would never be asked: remove them, or use the mode %q",
			Recursive, c.Nameservers, Authoritative)
	}
	return nil
}

// Type is the type of a record.
type Type string

const (
	// TXT values are compared octet for octet after their character-strings are
	// joined; a CNAME at the owner name is followed.
	TXT Type = "TXT"
	// CNAME values are host names, compared without regard to case or a final dot;
	// they are not followed.
	CNAME Type = "CNAME"
)

func (t Type) wire() uint16 {
	if t == CNAME {
		return dns.TypeCNAME
	}
	return dns.TypeTXT
}

// maxValue is what one TXT record holds: 65,535 octets of data, of which each
// character-string of at most 255 takes one for its length (RFC 1035 §3.3.14).
const maxValue = 65535 - 256

// Question is the record to check. Name is an A-label name, with or without the
// final dot. With Expected empty, any record of the type counts as present. A TXT
// value over 255 octets is one record of several character-strings, which are
// compared as one; up to 65,279 octets fit.
type Question struct {
	Name     string
	Type     Type
	Expected string
}

func (q Question) owner() (dnsquery.FQDN, error) {
	if q.Type != TXT && q.Type != CNAME {
		return "", fmt.Errorf("record type %q of %q cannot be checked: use %q or %q", q.Type, q.Name, TXT, CNAME)
	}
	if err := q.publishable(); err != nil {
		return "", err
	}
	return dnsquery.ParseFQDN(q.Name)
}

// publishable is the reason why no record can have the expected value, or nil.
// Waiting for such a value would never end.
func (q Question) publishable() error {
	if q.Type == TXT && len(q.Expected) > maxValue {
		return &ValueError{Name: q.Name, Reason: fmt.Sprintf("it has %d octets, a TXT record holds at most %d (RFC 1035 §3.3.14)", len(q.Expected), maxValue)}
	}
	if q.Type == CNAME && q.Expected != "" {
		if _, err := dnsquery.ParseFQDN(q.Expected); err != nil {
			return &ValueError{Name: q.Name, Reason: err.Error()}
		}
	}
	return nil
}

// ValueError means that no record can have the expected value.
type ValueError struct {
	Name   string
	Reason string
}

func (e *ValueError) Error() string {
	return fmt.Sprintf("the value expected at %q cannot be published: %s", e.Name, e.Reason)
}
