/** What a simple statement of MySQL or MariaDB begins with, in a routine's body or by itself. */
export const simpleVerbs: ReadonlySet<string> = new Set(
  ('ALTER ANALYZE BACKUP BINLOG CACHE CALL CHANGE CHECK CHECKSUM CLONE CLOSE COMMIT CREATE DEALLOCATE DELETE DESC DESCRIBE DO DROP EXECUTE EXPLAIN ' +
    'FETCH FLUSH GET GRANT HANDLER HELP IMPORT INSERT INSTALL ITERATE KILL LEAVE LOAD LOCK OPEN OPTIMIZE PREPARE PURGE RELEASE RENAME REPAIR REPLACE ' +
    'RESET RESIGNAL RESTART REVOKE ROLLBACK SAVEPOINT SELECT SET SHOW SHUTDOWN SIGNAL START STOP TABLE TRUNCATE UNINSTALL UNLOCK UPDATE USE VALUES WITH XA').split(' '),
)
/** What holds statements. */
export const compoundVerbs: ReadonlySet<string> = new Set(['BEGIN', 'IF', 'CASE', 'LOOP', 'REPEAT', 'WHILE', 'FOR', 'DECLARE'])

export const statementVerbs: ReadonlySet<string> = new Set([...simpleVerbs, ...compoundVerbs])
