PRAGMA user_version = 4;

-- Notion's object of a page shows 25 references of each property. `cut` is 1 where there are
-- more; `whole` is the page's edit for which all of them were asked for and are stored here.
ALTER TABLE texts ADD COLUMN cut INTEGER NOT NULL DEFAULT 0;
ALTER TABLE texts ADD COLUMN whole INTEGER;

-- Pages and people that values of properties name by their id alone. Their names are filled in
-- when texts are read, so that a page is found by what the others are called now.
CREATE TABLE relations (
    page     INTEGER NOT NULL REFERENCES pages (key) ON DELETE CASCADE,
    property TEXT NOT NULL,
    place    INTEGER NOT NULL,
    id       BLOB NOT NULL,
    PRIMARY KEY (page, property, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX relations_by_id ON relations (id);

CREATE TRIGGER relation_added AFTER INSERT ON relations BEGIN
    DELETE FROM changes WHERE page = new.page;
    INSERT INTO changes (page) VALUES (new.page);
END;
CREATE TRIGGER relation_removed AFTER DELETE ON relations BEGIN
    DELETE FROM changes WHERE page = old.page;
    INSERT INTO changes (page) VALUES (old.page);
END;
CREATE TRIGGER related_page_added AFTER INSERT ON pages BEGIN
    DELETE FROM changes WHERE page IN (SELECT page FROM relations WHERE id = new.id);
    INSERT INTO changes (page) SELECT DISTINCT page FROM relations WHERE id = new.id;
END;
CREATE TRIGGER related_page_renamed AFTER UPDATE OF title ON pages WHEN old.title <> new.title BEGIN
    DELETE FROM changes WHERE page IN (SELECT page FROM relations WHERE id = new.id);
    INSERT INTO changes (page) SELECT DISTINCT page FROM relations WHERE id = new.id;
END;
CREATE TRIGGER related_page_removed AFTER DELETE ON pages BEGIN
    DELETE FROM changes WHERE page IN (SELECT page FROM relations WHERE id = old.id);
    INSERT INTO changes (page) SELECT DISTINCT page FROM relations WHERE id = old.id;
END;
CREATE TRIGGER related_person_added AFTER INSERT ON people BEGIN
    DELETE FROM changes WHERE page IN (SELECT page FROM relations WHERE id = new.id);
    INSERT INTO changes (page) SELECT DISTINCT page FROM relations WHERE id = new.id;
END;
CREATE TRIGGER related_person_renamed AFTER UPDATE OF name ON people WHEN old.name <> new.name BEGIN
    DELETE FROM changes WHERE page IN (SELECT page FROM relations WHERE id = new.id);
    INSERT INTO changes (page) SELECT DISTINCT page FROM relations WHERE id = new.id;
END;

-- A database's address, and whether it is to be asked for again: a data source of it was
-- edited since.
ALTER TABLE parents ADD COLUMN url TEXT;
ALTER TABLE parents ADD COLUMN stale INTEGER NOT NULL DEFAULT 0;
UPDATE parents SET stale = 1 WHERE title IS NOT NULL;

-- A data source is found by its database's name, too.
CREATE INDEX sources_of_database ON pages (parent_id) WHERE kind = 'data_source';
CREATE TRIGGER container_added AFTER INSERT ON parents WHEN new.title IS NOT NULL BEGIN
    DELETE FROM changes WHERE page IN (SELECT key FROM pages WHERE kind = 'data_source' AND parent_id = new.id);
    INSERT INTO changes (page) SELECT key FROM pages WHERE kind = 'data_source' AND parent_id = new.id;
END;
CREATE TRIGGER container_renamed AFTER UPDATE OF title ON parents WHEN old.title IS NOT new.title BEGIN
    DELETE FROM changes WHERE page IN (SELECT key FROM pages WHERE kind = 'data_source' AND parent_id = new.id);
    INSERT INTO changes (page) SELECT key FROM pages WHERE kind = 'data_source' AND parent_id = new.id;
END;

-- Transcripts were not asked for so far.
UPDATE bodies SET settled = 0
WHERE page IN (SELECT page FROM markdown WHERE text LIKE '%<meeting-notes%');
