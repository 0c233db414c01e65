-- The abbreviations of an issuing body: no sentence of its documents ends
-- after them.
CREATE TABLE abbreviation (
	body TEXT NOT NULL,
	text TEXT NOT NULL,
	PRIMARY KEY (body, text)
) WITHOUT ROWID;
