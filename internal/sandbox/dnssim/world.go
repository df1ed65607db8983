// SPDX-License-Identifier: MPL-2.0

package dnssim

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

// World is a running DNS world. All methods are safe for concurrent use.
type World struct {
	config        Config
	zones         *store // what the authoritative servers serve
	delegations   *store // what the parent serves
	log           *queryLog
	signatures    *signatures
	tsig          TSIG
	authoritative []*node
	parent        *node
	recursive     *node
	stop          context.CancelFunc
	closed        sync.Once
	closeErr      error
}

// Start listens on all ports and serves until Close.
func Start(config Config) (*World, error) {
	config, err := config.withDefaults()
	if err != nil {
		return nil, err
	}
	key, err := newTSIG(config.TSIGAlgorithm, config.Random)
	if err != nil {
		return nil, err
	}
	w := &World{config: config, tsig: key, log: &queryLog{now: config.Now}, signatures: &signatures{zones: map[string]Signed{}}}
	w.zones, w.delegations = bootstrap(config)
	ctx, stop := context.WithCancel(context.Background())
	w.stop = stop
	if err := w.startNodes(ctx); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	return w, nil
}

func (w *World) startNodes(ctx context.Context) error {
	for i := range w.config.Servers {
		name := authoritativeName(i)
		handler := &authoritative{zones: w.zones, server: name, key: w.tsig, acceptsUpdates: i == 0}
		server, err := startNode(ctx, w, name, w.port(i), handler.answer)
		if err != nil {
			return err
		}
		w.authoritative = append(w.authoritative, server)
	}
	handler := &authoritative{zones: w.delegations, server: parentName}
	var err error
	if w.parent, err = startNode(ctx, w, parentName, 0, handler.answer); err != nil {
		return err
	}
	resolver := &resolver{
		timeout: w.config.UpstreamTimeout,
		hints:   []string{port53(ipv4(parentAddress))},
		routes:  w.AddressMap(),
		cache:   newCache(w.config.Now),
	}
	w.recursive, err = startNode(ctx, w, recursiveName, w.port(w.config.Servers), w.signatures.validated(resolver.answer))
	return err
}

// The names by which SetFault, SetLag and the query log know the servers.
const (
	parentName    = "parent"
	recursiveName = "recursive"
)

func authoritativeName(i int) string { return fmt.Sprintf("authoritative-%d", i+1) }

func (w *World) port(i int) int {
	if len(w.config.Ports) == 0 {
		return 0
	}
	return w.config.Ports[i]
}

// Authoritative lists the authoritative servers as host:port (UDP and TCP), the primary first.
func (w *World) Authoritative() []string {
	addrs := make([]string, len(w.authoritative))
	for i, server := range w.authoritative {
		addrs[i] = server.addr
	}
	return addrs
}

// Parent is the host:port of the server for the root and the public suffixes.
func (w *World) Parent() string { return w.parent.addr }

// Recursive is the host:port of the recursive resolver.
func (w *World) Recursive() string { return w.recursive.addr }

// TSIG is the key that the primary accepts updates with.
func (w *World) TSIG() TSIG { return w.tsig }

// Close stops every server and ends every wait. It may be called more than once.
func (w *World) Close() error {
	w.closed.Do(func() {
		w.stop()
		var errs []error
		for _, server := range w.nodes() {
			errs = append(errs, server.close())
		}
		w.closeErr = errors.Join(errs...)
	})
	return w.closeErr
}

// nodes lists the servers that run; fewer than usual while Start is failing.
func (w *World) nodes() []*node {
	nodes := append([]*node{}, w.authoritative...)
	for _, server := range []*node{w.parent, w.recursive} {
		if server != nil {
			nodes = append(nodes, server)
		}
	}
	return nodes
}

func (w *World) node(name string) (*node, error) {
	var known []string
	for _, server := range w.nodes() {
		if server.name == name {
			return server, nil
		}
		known = append(known, server.name)
	}
	return nil, fmt.Errorf("no DNS server is called %q, known are %q", name, known)
}
