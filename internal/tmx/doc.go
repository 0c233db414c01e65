// Package tmx reads and writes TMX, the exchange format of translation
// memories, streaming both ways.
package tmx
