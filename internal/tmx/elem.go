package tmx

// elem is an element of the format.
type elem uint8

const (
	elemOther elem = iota
	elemTMX
	elemHeader
	elemBody
	elemTU
	elemTUV
	elemSeg
	elemNote
	elemProp
	elemUDE
	elemMap
	elemBpt
	elemEpt
	elemPh
	elemIt
	elemUt
	elemHi
	elemSub
)

// lookup returns the element of a name, which must be in lower case.
func lookup(name []byte) elem {
	switch string(name) {
	case "seg":
		return elemSeg
	case "tuv":
		return elemTUV
	case "tu":
		return elemTU
	case "prop":
		return elemProp
	case "note":
		return elemNote
	case "ph":
		return elemPh
	case "bpt":
		return elemBpt
	case "ept":
		return elemEpt
	case "it":
		return elemIt
	case "hi":
		return elemHi
	case "ut":
		return elemUt
	case "sub":
		return elemSub
	case "tmx":
		return elemTMX
	case "header":
		return elemHeader
	case "body":
		return elemBody
	case "ude":
		return elemUDE
	case "map":
		return elemMap
	}
	return elemOther
}

// code reports whether e holds codes of another format rather than text.
func (e elem) code() bool { return elemBpt <= e && e <= elemUt }

// inline reports whether e belongs inside a segment.
func (e elem) inline() bool { return elemBpt <= e && e <= elemSub }

// String returns the name of the element.
func (e elem) String() string {
	return [...]string{"", "tmx", "header", "body", "tu", "tuv", "seg", "note", "prop", "ude", "map",
		"bpt", "ept", "ph", "it", "ut", "hi", "sub"}[e]
}
