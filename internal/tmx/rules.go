package tmx

// Rule names a rule of the format or of its readers. The name is stable: it is
// what reports count by.
type Rule string

// Rules of XML and of encodings.
const (
	RuleInvalidBytes   Rule = "invalid-bytes"       // bytes that are no characters in this encoding
	RuleTruncated      Rule = "truncated"           // the file ends in the middle
	RuleBrokenTag      Rule = "broken-tag"          // a tag that cannot be read
	RuleUnclosed       Rule = "unclosed-element"    // text swallowed by a code or segment without an end
	RuleEntityBomb     Rule = "entity-bomb"         // entities that grow without measure
	RuleExternalEntity Rule = "external-entity"     // text that lies in another file
	RuleNotTMX         Rule = "not-tmx"             // not a TMX file at all
	RuleEncoding       Rule = "encoding"            // the declaration contradicts the bytes, or is unknown
	RuleLeadingSpace   Rule = "leading-space"       // an XML declaration that is not at the beginning
	RuleTrailingData   Rule = "trailing-data"       // something behind </tmx>
	RuleControl        Rule = "control-character"   // a character XML cannot hold
	RuleSurrogates     Rule = "surrogate-pair"      // one character written as two references
	RuleBareAmpersand  Rule = "bare-ampersand"      // & for &amp;
	RuleBareLess       Rule = "bare-markup"         // < for &lt;, or ]]> in text
	RuleHTMLEntity     Rule = "html-entity"         // &nbsp; and the like
	RuleUnknownEntity  Rule = "unknown-entity"      // a name nobody declared
	RuleBadComment     Rule = "bad-comment"         // two hyphens inside a comment
	RuleBadAttribute   Rule = "bad-attribute"       // no quotes, no value, given twice …
	RuleMissingEnd     Rule = "missing-end-tag"     // an element ended by the one around it
	RuleStrayEnd       Rule = "stray-end-tag"       // an end tag that ends nothing
	RuleUpperCase      Rule = "upper-case"          // names are in lower case
	RuleNamespace      Rule = "namespace"           // TMX has no namespace
	RuleTooDeep        Rule = "too-deep"            // codes nested beyond reason
	RuleSegmentSize    Rule = "segment-too-long"    // beyond Reader.MaxSegment
	RuleUnitSize       Rule = "unit-too-large"      // beyond Reader.MaxUnit
	RuleSecondDocument Rule = "second-document"     // one TMX document behind another
	RuleCompressed     Rule = "damaged-compression" // gzip or zip that cannot be unpacked
)

// Rules of TMX.
const (
	RuleVersion          Rule = "version"            // not 1.1 to 1.4
	RuleNoHeader         Rule = "no-header"          // no header element
	RuleNoBody           Rule = "no-body"            // no body element
	RuleHeader           Rule = "header-attribute"   // a required attribute of the header is absent or wrong
	RuleOrder            Rule = "order"              // note and prop stand before tuv and seg
	RuleUnknownElement   Rule = "unknown-element"    // an element TMX does not have here
	RuleUnknownAttribute Rule = "unknown-attribute"  // an attribute TMX does not have here
	RuleMissingAttribute Rule = "missing-attribute"  // a required attribute is absent
	RuleStrayText        Rule = "stray-text"         // text where only elements stand
	RuleMissingLang      Rule = "missing-language"   // a variant that names no language
	RuleLangConflict     Rule = "language-conflict"  // xml:lang and lang disagree
	RuleMissingSeg       Rule = "missing-segment"    // a variant without seg
	RuleSeveralSegs      Rule = "several-segments"   // a variant with two seg
	RuleNoVariant        Rule = "no-variant"         // a unit without variants; left out
	RuleMarkupInText     Rule = "markup-in-text"     // elements inside note or prop
	RuleForeignCode      Rule = "foreign-code"       // XLIFF or HTML elements in a segment
	RuleMisplacedCode    Rule = "misplaced-code"     // sub outside a code, or a code inside one without sub
	RuleLangAttribute    Rule = "lang-attribute"     // lang, which 1.4 deprecates
	RuleEmptySegment     Rule = "empty-segment"      // a variant without text; left out
	RuleEmptyUnit        Rule = "empty-unit"         // all variants are empty; left out
	RuleOneLanguage      Rule = "one-language"       // a unit with one variant
	RuleDate             Rule = "date"               // not YYYYMMDDThhmmssZ
	RuleSegType          Rule = "segtype"            // not block, paragraph, sentence or phrase
	RuleLangCode         Rule = "language-code"      // not a language XML knows
	RuleRaw              Rule = "raw-not-xml"        // Variant.Raw cannot be written
	RuleUDE              Rule = "user-defined-chars" // ude without a name or without maps
)

// Rules of the programs that read TMX, which only Validate looks at.
const (
	RuleNoUnits      Rule = "no-units"         // nothing to import
	RuleSourceLang   Rule = "source-language"  // no variant in exactly the srclang
	RuleSameLang     Rule = "same-language"    // two variants in one language
	RuleDuplicateID  Rule = "duplicate-tuid"   // a tuid given before
	RuleUsageCount   Rule = "usagecount"       // not a number
	RulePairs        Rule = "unbalanced-codes" // bpt without ept, or i given twice
	RuleCodeNumbers  Rule = "code-numbers"     // x is no number, or differs between the variants
	RuleHighlight    Rule = "highlight"        // text in hi, which OmegaT drops
	RuleSegmentChars Rule = "long-segment"     // more than Trados takes
	RuleSeveralNotes Rule = "several-notes"    // OmegaT shows the last one
	RuleReplacement  Rule = "replacement-char" // U+FFFD: text was lost before this file was written
	RuleHeaderValue  Rule = "header-value"     // a value that makes a program read the file another way
)

// level returns how grave it is to break the rule.
func (r Rule) level() Level {
	switch r {
	case RuleInvalidBytes, RuleTruncated, RuleBrokenTag, RuleUnclosed, RuleEntityBomb, RuleExternalEntity,
		RuleNotTMX, RuleTooDeep, RuleSegmentSize, RuleUnitSize, RuleCompressed:
		return Loss
	case RuleLangAttribute, RuleEmptySegment, RuleEmptyUnit, RuleOneLanguage, RuleDate, RuleLangCode,
		RuleNoUnits, RuleSourceLang, RuleSameLang, RuleDuplicateID, RuleUsageCount, RulePairs, RuleCodeNumbers,
		RuleHighlight, RuleSegmentChars, RuleSeveralNotes, RuleReplacement, RuleHeaderValue:
		return Remark
	}
	return Fault
}
