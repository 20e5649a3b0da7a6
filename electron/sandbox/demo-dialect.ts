/** The few expressions that the two engines spell differently, so that the demo data is written once. */
export interface DemoDialect {
  /** Whole numbers from 1 as column n, in FROM. */
  numbers(count: number): string
  concat(...parts: string[]): string
  div(a: string, b: number): string
  /** Seconds after 2025-01-01 00:00:00 as DATETIME. */
  moment(seconds: string): string
  /** Hundredths as DECIMAL(20,6), with all six digits. */
  money(cents: string): string
  /** A number as four bytes. */
  bytes(number: string): string
  /** A string literal. */
  text(value: string): string
  /** A table of database shop. */
  table(name: string): string
}

export const sqliteDialect: DemoDialect = {
  numbers: (count) => `(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < ${count}) SELECT n FROM s)`,
  concat: (...parts) => parts.map((part) => `(${part})`).join(' || '),
  div: (a, b) => `(${a}) / ${b}`,
  moment: (seconds) => `datetime(1735689600 + (${seconds}), 'unixepoch')`,
  money: (cents) => `printf('%d.%02d0000', (${cents}) / 100, (${cents}) % 100)`,
  bytes: (number) => `unhex(printf('%08X', ${number}))`,
  text: (value) => `'${value.replaceAll("'", "''")}'`,
  table: (name) => `\`shop.${name}\``,
}

export const mariadbDialect: DemoDialect = {
  numbers: (count) => `(SELECT seq AS n FROM shop.seq_1_to_${count}) s`,
  concat: (...parts) => `CONCAT(${parts.join(', ')})`,
  div: (a, b) => `(${a}) DIV ${b}`,
  moment: (seconds) => `TIMESTAMP'2025-01-01 00:00:00' + INTERVAL (${seconds}) SECOND`,
  money: (cents) => `(${cents}) / 100`,
  bytes: (number) => `UNHEX(LPAD(HEX(${number}), 8, '0'))`,
  text: (value) => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`,
  table: (name) => `shop.${name}`,
}
