// Package lang names languages and tells the language of a text. It is the
// only place that knows that zh-CN, zh-Hans, ZH, cmn and "Chinese" are one.
package lang
