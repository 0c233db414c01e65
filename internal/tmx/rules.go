package tmx

// Rule names a rule of the format or of its readers. The name is stable: it is
// what reports count by.
type Rule string
