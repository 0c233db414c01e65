-- Sentence embeddings of a server that the user runs, so that a sentence is
-- sent once. key says model, dimensions and text; value holds little-endian
-- 32-bit floats.
CREATE TABLE vector (
	key   BLOB PRIMARY KEY,
	value BLOB NOT NULL
) WITHOUT ROWID;
