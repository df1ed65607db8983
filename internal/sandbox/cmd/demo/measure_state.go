// SPDX-License-Identifier: MPL-2.0

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// modelDomain is the one whose state becomes the state of many.
const modelDomain = "d00000.test"

// fleetDomains are so many names, the model first.
func fleetDomains(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("d%05d.test", i)
	}
	return names
}

// multiply makes of the state of the model domain that of many domains, in whose modules or
// instances its name becomes theirs. To apply so many would take longer than all that is measured.
func multiply(model []byte, domains []string) ([]byte, error) {
	var state map[string]json.RawMessage
	if err := json.Unmarshal(model, &state); err != nil {
		return nil, fmt.Errorf("read the state: %w", err)
	}
	var resources, all []map[string]json.RawMessage
	if err := json.Unmarshal(state["resources"], &resources); err != nil {
		return nil, fmt.Errorf("read the resources of the state: %w", err)
	}
	for _, resource := range resources {
		if resource["module"] == nil {
			instances, err := copies(strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(string(resource["instances"])), "["), "]"), domains)
			if err != nil {
				return nil, err
			}
			if resource["instances"], err = json.Marshal(instances); err != nil {
				return nil, err
			}
			all = append(all, resource)
			continue
		}
		text, err := json.Marshal(resource)
		if err != nil {
			return nil, err
		}
		modules, err := copies(string(text), domains)
		if err != nil {
			return nil, err
		}
		all = append(all, modules...)
	}
	var err error
	if state["resources"], err = json.Marshal(all); err != nil {
		return nil, err
	}
	return json.Marshal(state)
}

func copies(text string, domains []string) (all []map[string]json.RawMessage, err error) {
	for _, domain := range domains {
		var one map[string]json.RawMessage
		if err := json.Unmarshal([]byte(strings.ReplaceAll(text, modelDomain, domain)), &one); err != nil {
			return nil, fmt.Errorf("read a copy of the state of %s: %w", modelDomain, err)
		}
		all = append(all, one)
	}
	return all, nil
}

// setDomains writes the state and the variables for so many domains.
func (st *stage) setDomains(model []byte, domains []string) error {
	state, err := multiply(model, domains)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(st.folder, "terraform.tfstate"), state, 0o600); err != nil {
		return err
	}
	return st.setVariables(map[string]any{"domains": domains})
}

func (st *stage) setVariables(variables map[string]any) error {
	text, err := json.Marshal(variables)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(st.folder, "terraform.tfvars.json"), text, 0o600)
}
