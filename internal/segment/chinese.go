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
		return !c.reportedChinese(e, w) && !c.embedded(e)
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
	if e.first == '。' && strings.HasPrefix(rest, "，") || strings.HasPrefix(clause, "据") || strings.HasPrefix(clause, "據") {
		return false // it reports something else
	}
	if strings.HasPrefix(rest, "：") || strings.HasPrefix(rest, "，“") || strings.HasPrefix(rest, "，「") || strings.HasPrefix(rest, "，\"") {
		return false // it announces the next one
	}
	if c.says(clause) {
		return true
	}
	for _, o := range c.objects {
		if verb, ok := strings.CutSuffix(clause, o); ok && c.says(verb) {
			return true
		}
	}
	return false
}

// says reports whether s ends in a verb of reporting.
func (c *cutter) says(s string) bool {
	_, last := utf8.DecodeLastRuneInString(s)
	rest := s[:len(s)-last]
	_, size := utf8.DecodeLastRuneInString(rest)
	return c.say[s[len(rest):]] || c.say[s[len(rest)-size:]]
}

// embedded reports whether the quotation closed at e is a part of the sentence
// like any other: 面对“谁来养老？”这个问题. Speech is announced, by a colon or a verb.
func (c *cutter) embedded(e *end) bool {
	if e.first == '。' || e.open < c.start || e.to-e.open > nameReach || c.atStart(e.open) {
		return false
	}
	lead := c.text[c.start:e.open]
	return han(lastRune(lead)) && !c.says(lead)
}

// leastBefore is how much a segment must hold before …… ends it, in bytes:
// eight characters. Less is hesitation.
const leastBefore = 24

// chineseEllipsis decides on dots before a Chinese character. They end a
// sentence unless it hesitates, lists things, or goes on with a word that
// carries it on.
func (c *cutter) chineseEllipsis(e *end, w *follower) bool {
	if e.quote {
		return (c.atStart(e.open) || lastRune(c.text[c.start:max(c.start, e.open)]) == '：') && !c.reportedChinese(e, w)
	}
	if w.lead != 0 || e.at-c.start < leastBefore || e.first == '.' {
		return false
	}
	rest := c.text[w.word:]
	for _, s := range c.continued {
		if strings.HasPrefix(rest, s) {
			return false
		}
	}
	back := c.text[e.at-leastBefore : e.at]
	return !strings.Contains(back, "、") && han(lastRune(back)) && lastRune(back) != w.first
}
