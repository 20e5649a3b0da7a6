/** How many saves were confirmed: what the file beside the database says too, so that lost ones are noticed. */
export const saves = {
  version: 7,
  sql: `
    CREATE TABLE saves (
      only INTEGER PRIMARY KEY CHECK (only = 1),
      count INTEGER NOT NULL
    ) STRICT;
    INSERT INTO saves VALUES (1, 0);
  `,
}
