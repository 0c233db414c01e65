CREATE TABLE abbreviation (
	body TEXT NOT NULL,
	text TEXT NOT NULL,
	PRIMARY KEY (body, text)
) WITHOUT ROWID;

CREATE TABLE alias (
	slot INTEGER PRIMARY KEY,
	unit INTEGER NOT NULL REFERENCES unit (id)
);

CREATE TABLE counter (
	name  TEXT PRIMARY KEY,
	value INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE document (
	id        INTEGER PRIMARY KEY,
	name      TEXT NOT NULL UNIQUE,
	date      TEXT NOT NULL DEFAULT '',
	body      TEXT NOT NULL DEFAULT '',
	print     TEXT NOT NULL DEFAULT '',
	operation INTEGER NOT NULL REFERENCES operation (id)
);

CREATE TABLE extent (
	document INTEGER NOT NULL REFERENCES document (id),
	first    INTEGER NOT NULL,
	last     INTEGER NOT NULL,
	PRIMARY KEY (document, first)
) WITHOUT ROWID;

CREATE TABLE form (
	lang   INTEGER NOT NULL REFERENCES language (id),
	slot   INTEGER NOT NULL,
	hash   INTEGER NOT NULL,
	tokens BLOB NOT NULL,
	PRIMARY KEY (lang, slot)
) WITHOUT ROWID;

CREATE TABLE language (
	id   INTEGER PRIMARY KEY,
	code TEXT NOT NULL UNIQUE
);

CREATE TABLE operation (
	id      INTEGER PRIMARY KEY,
	time    TEXT NOT NULL,
	kind    TEXT NOT NULL,
	subject TEXT NOT NULL,
	detail  TEXT NOT NULL DEFAULT '',
	undoes  INTEGER REFERENCES operation (id),
	before  BLOB
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

CREATE TABLE posting (
	term  INTEGER NOT NULL,
	shard INTEGER NOT NULL,
	first INTEGER NOT NULL,
	slots BLOB NOT NULL,
	PRIMARY KEY (term, shard, first)
) WITHOUT ROWID;

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

CREATE TABLE vector (
	key   BLOB PRIMARY KEY,
	value BLOB NOT NULL
) WITHOUT ROWID;

CREATE INDEX document_date ON document (date DESC, name);

CREATE INDEX form_hash ON form (lang, hash);

CREATE INDEX unit_document ON unit (document, row);

CREATE INDEX unit_identity ON unit (identity);

