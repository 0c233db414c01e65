package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// chineseEnd decides on full-width terminators.
func (c *cutter) chineseEnd(e *end, w *follower) bool {
	t := c.text
	if e.first == '．' && (unicode.IsDigit(lastRune(t[c.start:e.at])) || w.digit()) {
		return false
	}
	switch r, _ := utf8.DecodeRuneInString(t[w.at:]); r {
	case '，', '、', '；', '：', ',', ';', ':', '。', '）', '」', '』', '’', '》', '—', '…':
		return false
	case '”': // what is glued on and not taken for a closing mark opens
		return !w.spaced
	}
	if e.quote {
		return !c.reportedChinese(e, w)
	}
	if e.first == '。' || e.first == '｡' || e.first == '．' {
		return true
	}
	return !e.paren && !c.inName(e)
}

// clauseReach is how far behind a quotation its reporting clause may reach, in
// bytes: forty characters.
const clauseReach = 120

// reportedChinese reports whether the sentence goes on behind the quotation
// closed at e: “……？”秘书长问道。
func (c *cutter) reportedChinese(e *end, w *follower) bool {
	if w.lead != 0 {
		return false
	}
	rest := c.text[w.at:min(len(c.text), w.at+clauseReach)]
	if e.first != '。' {
		for _, s := range c.attached {
			if strings.HasPrefix(rest, s) {
				return true
			}
		}
	}
	n := strings.IndexAny(rest, "，。；！？：“「\"")
	if n <= 0 {
		return false
	}
	clause, rest := rest[:n], rest[n:]
	if strings.HasPrefix(rest, "：") || strings.HasPrefix(rest, "，“") || strings.HasPrefix(rest, "，「") || strings.HasPrefix(rest, "，\"") {
		return false // it announces the next one
	}
	_, last := utf8.DecodeLastRuneInString(clause)
	_, size := utf8.DecodeLastRuneInString(clause[:n-last])
	return c.say[clause[n-last:]] || c.say[clause[n-last-size:]]
}
