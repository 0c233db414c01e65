package main

import (
	"encoding/json"
	"fmt"
	"strings"
)

// row is a name in the three languages, with its other spellings.
type row struct{ zh, en, ru []string }

// readCLDR gathers the names of territories, languages, scripts, currencies and
// cities that exist in all three languages, by their code.
func readCLDR(packages map[string]map[string][]byte) ([]row, error) {
	kinds := []struct{ pkg, file, key string }{
		{"cldr-localenames-full@48.2.0", "territories.json", "territories"},
		{"cldr-localenames-full@48.2.0", "languages.json", "languages"},
		{"cldr-localenames-full@48.2.0", "scripts.json", "scripts"},
		{"cldr-numbers-full@48.2.0", "currencies.json", "currencies"},
		{"cldr-dates-full@48.2.0", "timeZoneNames.json", "zone"},
	}
	var rows []row
	for _, k := range kinds {
		var names [3]map[string][]string
		for i, l := range []string{"zh", "en", "ru"} {
			var doc any
			if err := json.Unmarshal(packages[k.pkg][l+"/"+k.file], &doc); err != nil {
				return nil, fmt.Errorf("%s/%s: %w", l, k.file, err)
			}
			names[i] = make(map[string][]string)
			collect(names[i], find(doc, k.key), "")
		}
		for _, code := range sortedKeys(names[0]) {
			r := row{names[0][code], names[1][code], names[2][code]}
			if len(r.en) > 0 && len(r.ru) > 0 {
				rows = append(rows, r)
			}
		}
	}
	return rows, nil
}

// find is the value of a key at any depth.
func find(doc any, key string) any {
	m, _ := doc.(map[string]any)
	if v, ok := m[key]; ok {
		return v
	}
	for _, k := range sortedKeys(m) {
		if v := find(m[k], key); v != nil {
			return v
		}
	}
	return nil
}

// collect gathers display names: "CN": "China", "CN-alt-short": …, "USD":
// {"displayName": …}, "Europe": {"Vienna": {"exemplarCity": …}}.
func collect(names map[string][]string, doc any, path string) {
	m, _ := doc.(map[string]any)
	for _, k := range sortedKeys(m) {
		switch v := m[k].(type) {
		case string:
			code := path
			switch {
			case path == "" || strings.HasPrefix(k, "displayName-count"):
				code, _, _ = strings.Cut(path+k, "-alt-")
				if path != "" {
					code = path
				}
			case k != "displayName" && k != "exemplarCity":
				continue
			}
			if v != "" && v != code {
				names[code] = append(names[code], v)
			}
		default:
			collect(names, v, path+k)
		}
	}
}
