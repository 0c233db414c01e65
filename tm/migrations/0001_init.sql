-- The model is told in doc.go. Numbers are small integers on purpose: the
-- file is to stay near the size of the text it holds.

-- Numbers given out in order, and facts about the file: slot and term are the
-- last numbers given, index is the format of term and posting.
CREATE TABLE counter (
	name  TEXT PRIMARY KEY,
	value INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE language (
	id   INTEGER PRIMARY KEY,
	code TEXT NOT NULL UNIQUE
);

-- What was done, append-only. before holds what an operation took away, so
-- that it can be undone; undoes names the operation that this one took back.
CREATE TABLE operation (
	id      INTEGER PRIMARY KEY,
	time    TEXT NOT NULL,
	kind    TEXT NOT NULL,
	subject TEXT NOT NULL,
	detail  TEXT NOT NULL DEFAULT '',
	undoes  INTEGER REFERENCES operation (id),
	before  BLOB
);

CREATE TABLE document (
	id        INTEGER PRIMARY KEY,
	name      TEXT NOT NULL UNIQUE,
	date      TEXT NOT NULL DEFAULT '',
	body      TEXT NOT NULL DEFAULT '',
	print     TEXT NOT NULL DEFAULT '',
	operation INTEGER NOT NULL REFERENCES operation (id)
);
CREATE INDEX document_date ON document (date DESC, name);

-- One language version. ordinal is the column in the beads.
CREATE TABLE text (
	id       INTEGER PRIMARY KEY,
	document INTEGER NOT NULL REFERENCES document (id),
	ordinal  INTEGER NOT NULL,
	lang     INTEGER NOT NULL REFERENCES language (id),
	path     TEXT NOT NULL,
	hash     TEXT NOT NULL,
	encoding TEXT NOT NULL,
	UNIQUE (document, ordinal)
);

CREATE TABLE paragraph (
	text    INTEGER NOT NULL REFERENCES text (id),
	number  INTEGER NOT NULL,
	kind    TEXT NOT NULL,
	place   TEXT NOT NULL,
	start   INTEGER NOT NULL,
	content TEXT NOT NULL,
	PRIMARY KEY (text, number)
) WITHOUT ROWID;

-- The number of a unit is its first slot: see form.
CREATE TABLE unit (
	id         INTEGER PRIMARY KEY,
	document   INTEGER REFERENCES document (id),
	row        INTEGER NOT NULL,
	confidence REAL NOT NULL,
	status     TEXT NOT NULL,
	identity   INTEGER NOT NULL,
	operation  INTEGER NOT NULL REFERENCES operation (id),
	tuid       TEXT,
	srclang    TEXT,
	created    TEXT,
	createdby  TEXT,
	changed    TEXT,
	changedby  TEXT
);
CREATE INDEX unit_document ON unit (document, row);
CREATE INDEX unit_identity ON unit (identity);

-- tag is the language as it came, NULL when that is its code. The text, of
-- length characters, stands here, or it is a span of a text: segments
-- then holds paragraph, start and length of each segment, packed.
CREATE TABLE variant (
	unit     INTEGER NOT NULL REFERENCES unit (id),
	ordinal  INTEGER NOT NULL,
	lang     INTEGER NOT NULL REFERENCES language (id),
	length   INTEGER NOT NULL,
	tag      TEXT,
	content  TEXT,
	raw      TEXT,
	text     INTEGER REFERENCES text (id),
	segments BLOB,
	PRIMARY KEY (unit, ordinal)
) WITHOUT ROWID;

-- Properties, notes, attributes and reasons of a unit (variant -1) or of one
-- of its variants, in their order. kind is one letter: p, n, a, r.
CREATE TABLE property (
	unit     INTEGER NOT NULL REFERENCES unit (id),
	variant  INTEGER NOT NULL,
	ordinal  INTEGER NOT NULL,
	kind     TEXT NOT NULL,
	name     TEXT NOT NULL,
	value    TEXT NOT NULL,
	lang     TEXT,
	encoding TEXT,
	PRIMARY KEY (unit, variant, ordinal)
) WITHOUT ROWID;

-- Runs of slots that belong to one document.
CREATE TABLE extent (
	document INTEGER NOT NULL REFERENCES document (id),
	first    INTEGER NOT NULL,
	last     INTEGER NOT NULL,
	PRIMARY KEY (document, first)
) WITHOUT ROWID;

-- A unit with k variants of one language takes k slots; every slot but the
-- first is told here.
CREATE TABLE alias (
	slot INTEGER PRIMARY KEY,
	unit INTEGER NOT NULL REFERENCES unit (id)
);

-- What is matched: the tokens of a variant as term numbers, packed, and a hash
-- of its whole-text key.
CREATE TABLE form (
	lang   INTEGER NOT NULL REFERENCES language (id),
	slot   INTEGER NOT NULL,
	hash   INTEGER NOT NULL,
	tokens BLOB NOT NULL,
	PRIMARY KEY (lang, slot)
) WITHOUT ROWID;
CREATE INDEX form_hash ON form (lang, hash);

-- A feature: a token (kind 0) or a pair of neighbours (kind 1, a space between
-- them), nth time in its variant. df is the number of slots that have it, tail
-- the latest of them, packed; since is the slot from which the pairs of a
-- frequent word are kept.
CREATE TABLE term (
	lang  INTEGER NOT NULL REFERENCES language (id),
	kind  INTEGER NOT NULL,
	text  TEXT NOT NULL,
	nth   INTEGER NOT NULL,
	id    INTEGER NOT NULL,
	df    INTEGER NOT NULL,
	since INTEGER,
	tail  BLOB NOT NULL,
	PRIMARY KEY (lang, kind, text, nth)
) WITHOUT ROWID;

-- The earlier slots of a term, packed, one list for each class of lengths.
CREATE TABLE posting (
	term  INTEGER NOT NULL,
	shard INTEGER NOT NULL,
	first INTEGER NOT NULL,
	slots BLOB NOT NULL,
	PRIMARY KEY (term, shard, first)
) WITHOUT ROWID;
