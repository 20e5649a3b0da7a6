/**
 * What belongs to DRDS: the audit log of changes, tasks that are followed over a restart, scans to be switched off
 * again, and how databases are queried. Entries and tasks are kept as they are shown; no secret is in either.
 */
export const drds = {
  version: 5,
  sql: `
    CREATE TABLE drds_audit (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      connection_id TEXT NOT NULL,
      entry TEXT NOT NULL CHECK (json_valid(entry))
    ) STRICT;
    CREATE INDEX drds_audit_of_connection ON drds_audit (connection_id, id);
    CREATE TABLE drds_tasks (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      connection_id TEXT NOT NULL,
      task TEXT NOT NULL CHECK (json_valid(task))
    ) STRICT;
    CREATE TABLE drds_reminders (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      connection_id TEXT NOT NULL,
      reminder TEXT NOT NULL CHECK (json_valid(reminder))
    ) STRICT;
    CREATE TABLE drds_links (
      connection_id TEXT NOT NULL,
      region_id TEXT NOT NULL,
      instance_id TEXT NOT NULL,
      database TEXT NOT NULL,
      target_connection_id TEXT NOT NULL,
      target_schema TEXT NOT NULL,
      PRIMARY KEY (connection_id, region_id, instance_id, database)
    ) STRICT;
  `,
}
