-- What all packs are together, counted as they change: it is asked for at every scrape.

CREATE TABLE pack_totals (
  packs        BIGINT NOT NULL,
  objects      BIGINT NOT NULL,
  live_bytes   BIGINT NOT NULL,
  sealed_bytes BIGINT NOT NULL
);

INSERT INTO pack_totals (packs, objects, live_bytes, sealed_bytes)
  SELECT
    (SELECT count(*) FROM packs),
    (SELECT count(*) FROM packed),
    (SELECT coalesce(sum(live), 0) FROM packs),
    (SELECT coalesce(sum(sealed_length), 0) FROM packs);

CREATE TRIGGER totals_of_new_pack AFTER INSERT ON packs BEGIN
  UPDATE pack_totals SET packs = packs + 1, live_bytes = live_bytes + NEW.live,
    sealed_bytes = sealed_bytes + NEW.sealed_length;
END;

CREATE TRIGGER totals_of_changed_pack AFTER UPDATE OF live ON packs BEGIN
  UPDATE pack_totals SET live_bytes = live_bytes + NEW.live - OLD.live;
END;

CREATE TRIGGER totals_of_gone_pack AFTER DELETE ON packs BEGIN
  UPDATE pack_totals SET packs = packs - 1, live_bytes = live_bytes - OLD.live,
    sealed_bytes = sealed_bytes - OLD.sealed_length;
END;

CREATE TRIGGER totals_of_new_object AFTER INSERT ON packed BEGIN
  UPDATE pack_totals SET objects = objects + 1;
END;

CREATE TRIGGER totals_of_gone_object AFTER DELETE ON packed BEGIN
  UPDATE pack_totals SET objects = objects - 1;
END;
