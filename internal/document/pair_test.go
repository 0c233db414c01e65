package document

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestPair(t *testing.T) {
	tests := []struct {
		name  string
		files string // space-separated, in a directory
		want  string
	}{
		{"suffixes", "report_zh.docx report_en.docx report_ru.docx", "report: zh=report_zh.docx en=report_en.docx ru=report_ru.docx"},
		{"habits", "a.zh-CN.txt a.en.txt b-zh_Hans.txt b-EN.txt c_cn.md c_eng.md c_rus.md", "a: zh=a.zh-CN.txt en=a.en.txt\nb: zh=b-zh_Hans.txt en=b-EN.txt\nc: zh=c_cn.md en=c_eng.md ru=c_rus.md"},
		{"the language alone", "zh.txt en.txt ru.txt en.statement-only.txt ru.statement-only.txt", "DIR: zh=zh.txt en=en.txt ru=ru.txt\nstatement-only: en=en.statement-only.txt ru=ru.statement-only.txt"},
		{"folders", "zh/report.txt en/report.txt ru/report.txt zh/other.txt", "report: zh=zh/report.txt en=en/report.txt ru=ru/report.txt\nrest: zh/other.txt"},
		{"folders within", "2025/zh-CN/a.txt 2025/en-US/a.txt 2026/zh-CN/a.txt 2026/en-US/a.txt", "a: zh=2025/zh-CN/a.txt en=2025/en-US/a.txt\na: zh=2026/zh-CN/a.txt en=2026/en-US/a.txt"},
		{"folder and name", "zh/report_zh.txt en/report_en.txt", "report: zh=zh/report_zh.txt en=en/report_en.txt"},
		{"formats mixed", "r_zh.pdf r_en.docx", "r: zh=r_zh.pdf en=r_en.docx"},
		{"formats twice", "r_zh.txt r_en.txt r_zh.docx r_en.docx r_ru.docx", "r: zh=r_zh.docx en=r_en.docx ru=r_ru.docx\nr: zh=r_zh.txt en=r_en.txt"},
		{"one letter", "A_80_1_C.pdf A_80_1_E.pdf A_80_1_R.pdf appendix_b.txt", "A_80_1: zh=A_80_1_C.pdf en=A_80_1_E.pdf ru=A_80_1_R.pdf\nrest: appendix_b.txt"},
		{"Chinese names", "联合声明（中文）.docx 联合声明（英文）.docx 联合声明_俄文.docx", "联合声明: zh=联合声明（中文）.docx en=联合声明（英文）.docx ru=联合声明_俄文.docx"},
		{"words that look like codes", "sign_in.txt what_it_is.txt read_me.txt", "rest: read_me.txt sign_in.txt what_it_is.txt"},
		{"names that are codes", "st_zh.txt st_en.txt gb_zh.txt gb_ru.txt de_zh-CN.txt de_en-GB.txt", "de: zh=de_zh-CN.txt en=de_en-GB.txt\ngb: zh=gb_zh.txt ru=gb_ru.txt\nst: zh=st_zh.txt en=st_en.txt"},
		{"other languages", "r_de.txt r_fr.txt r_en.txt", "r: en=r_en.txt de=r_de.txt fr=r_fr.txt"},
		{"not documents", "r_zh.png r_en.png .r_zh.txt ~$r_en.docx .git/zh.txt .git/en.txt", ""},
	}
	for _, tt := range tests {
		dir := t.TempDir()
		for f := range strings.FieldsSeq(tt.files) {
			path := filepath.Join(dir, f)
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, nil, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		groups, rest, err := Pair(dir)
		if err != nil {
			t.Fatal(err)
		}
		rel := func(p string) string { r, _ := filepath.Rel(dir, p); return filepath.ToSlash(r) }
		var lines []string
		for _, g := range groups {
			s := strings.Replace(g.Name, filepath.Base(dir), "DIR", 1) + ":"
			for _, f := range g.Files {
				s += fmt.Sprintf(" %s=%s", f.Lang, rel(f.Path))
			}
			lines = append(lines, s)
		}
		if len(rest) > 0 {
			s := "rest:"
			for _, p := range rest {
				s += " " + rel(p)
			}
			lines = append(lines, s)
		}
		if got := strings.Join(lines, "\n"); got != tt.want {
			t.Errorf("%s:\ngot\n%s\nwant\n%s", tt.name, got, tt.want)
		}
	}
}

func TestPairFiles(t *testing.T) {
	if _, _, err := Pair("testdata/absent"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("absent: %v", err)
	}
	groups, rest, err := Pair("../../data/statement/ru.txt", "../../data/statement/zh.txt", "../../data/statement/en.txt", "../../data/statement/zh.txt")
	if err != nil || len(rest) > 0 || len(groups) != 1 || groups[0].Name != "statement" || len(groups[0].Files) != 3 || groups[0].Files[0].Lang != "zh" {
		t.Errorf("%v, rest %v, %v", groups, rest, err)
	}
}
