import { readFileSync } from 'node:fs'

/** A script as people keep them. */
export const shop = readFileSync(new URL('../../../electron/clients/fixtures/shop.sql', import.meta.url), 'utf8').slice(0, 8_000)

export const statements = [
  'SELECT 1;\nSELECT 2', "SELECT 'it''s', \"a\\\"b\", `c``d` -- remark\n;# other\nSHOW TABLES", "DELIMITER //\nCREATE PROCEDURE p()\nBEGIN\n  IF 1 THEN SELECT ';'; END IF;\nEND//\nDELIMITER ;\nCALL p();",
  'CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN DECLARE x INT; SET x = (SELECT CASE WHEN 1 THEN 2 END); WHILE x DO SET x = 0; END WHILE; END;', '/*!50001 SELECT 1 */; /*M!100100 SELECT 2 */; /*+ hint */ SELECT 3',
  'SELECT * FROM t LIMIT 5 OFFSET 2; (SELECT 1) UNION (SELECT 2) ORDER BY 1', "WITH RECURSIVE a AS (SELECT 1 UNION SELECT n+1 FROM a) SELECT * FROM a; SET SESSION sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'; USE `we``ird`",
  'START TRANSACTION; SAVEPOINT a; SELECT * FROM t FOR UPDATE; ROLLBACK TO a; COMMIT AND CHAIN; XA START \'x\'; LOCK TABLES t WRITE', 'SELECT a INTO OUTFILE \'/x\' FROM t; SELECT @a := 1; -- maxscale route to slave\nSELECT GET_LOCK(\'a\', 1)',
]
