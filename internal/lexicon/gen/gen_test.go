package main

import (
	"fmt"
	"strings"
	"testing"
)

func TestCedictGlosses(t *testing.T) {
	tests := []struct {
		defs []string
		want string
		refs string
	}{
		{[]string{"to relax (a rule)", "to ease (restrictions)"}, "relax|eas", ""},
		{[]string{"CL:個|个[ge4]", "surname Li", "plum"}, "plum", ""},
		{[]string{"Vienna, capital of Austria"}, "vienna|capit austria", ""},
		{[]string{"abbr. for 信報財經新聞|信报财经新闻, Hong Kong Economic Journal"}, "hong kong econom journal", "信报财经新闻"},
		{[]string{"variant of 賴|赖[lai4]"}, "", "赖"},
		{[]string{"see also 裁軍|裁军[cai2 jun1]"}, "", "裁军"},
		{[]string{"of"}, "of", ""},
	}
	for _, tt := range tests {
		gs, refs := cedictGlosses(tt.defs)
		var got []string
		for _, g := range gs {
			got = append(got, strings.Join(g, " "))
		}
		if s := strings.Join(got, "|"); s != tt.want || strings.Join(refs, " ") != tt.refs {
			t.Errorf("%q: got %q and %q, want %q and %q", tt.defs, s, refs, tt.want, tt.refs)
		}
	}
}

func TestMuellerEntry(t *testing.T) {
	const body = "stable\n   _I  [↗stɛɪbl] _a.\n      1) стойкий; устойчивый\n      2) прочный, крепкий; stable foundation крепкий\n      фундамент\n   _II _n. конюшня (лошади)\n"
	gs, ps, ref := muellerEntry("stable", body)
	if got, want := strings.TrimSpace(fmt.Sprint(gs, ps, ref)), "[[стойк] [устойчив] [прочн] [крепк] [конюшн]] [{[stabl foundat] [крепк фундамент]}]"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if _, _, ref := muellerEntry("stabilizator", "stabilizator\n   [x] = stabilizer\n"); ref != "stabilizer" {
		t.Errorf("reference %q", ref)
	}
}

// TestLearn teaches two words by elimination.
func TestLearn(t *testing.T) {
	pairs := []sentence{
		{[]string{"nuclear", "weapon"}, []string{"ядерн", "оруж"}},
		{[]string{"nuclear", "test"}, []string{"ядерн", "испытан"}},
		{[]string{"weapon"}, []string{"оруж"}},
	}
	l := learn(pairs, nil)
	for from, to := range map[string]string{"nuclear": "ядерн", "weapon": "оруж", "test": "испытан"} {
		for g, p := range l[from] {
			if g != to && p >= l[from][to] {
				t.Errorf("%s: %s %.2f, %s %.2f", from, g, p, to, l[from][to])
			}
		}
	}
}

func TestPivotDampsFanOut(t *testing.T) {
	zh := list{"甲": {"one": 0.5, "many": 0.5}}
	en := list{"one": {"один": 1}, "many": {}}
	for i := range 20 {
		en["many"][fmt.Sprint("слово", i)] = 0.05
	}
	got := pivot(zh, en, func(string) int { return 3 })["甲"]
	if len(got) != 1 || got["один"] == 0 {
		t.Errorf("got %v", got)
	}
}

func TestStems(t *testing.T) {
	for in, want := range map[string]string{"to be of use": "use", "the": "the", "state-run (of a firm) 2": "state run firm", "Да": "[]"} {
		if got := fmt.Sprint(stems("en", in)); strings.Trim(got, "[]") != strings.Trim(want, "[]") {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
	}
}
