/** Recorded names that the sandbox does not answer as MaxScale did, each with its reason. */
const noOdbc = 'the sandbox has no ODBC driver'
const noEtl = 'ETL copies through ODBC, which the sandbox does not have'
const neverAnswered = 'MaxScale never answered and grew without bound; the sandbox answers with the lost connection'

export const unsupported: Record<string, string> = {
  'p03-odbc-open': noOdbc,
  'p04-odbc-select': noOdbc,
  'p05-odbc-types': noOdbc,
  'p06-odbc-ok': noOdbc,
  'p07-odbc-error': noOdbc,
  'p08-odbc-multi': noOdbc,
  'p09-odbc-max-rows': noOdbc,
  'p09b-odbc-multi-error': noOdbc,
  'p17-odbc-close': noOdbc,
  'p11-etl-prepare': noEtl,
  'p12-etl-prepare-result': noEtl,
  'p13-etl-start': noEtl,
  'p14-etl-start-result': noEtl,
  'p15-etl-bad-type': noEtl,
  'p16-etl-no-tables': noEtl,
  'r07-multi-killed-in-2nd': neverAnswered,
  'r08-call-read-timeout-after-first-resultset': neverAnswered,
}

/** Recorded as something else than a request and its answer: each has a test of its own. */
export const observed = ['n08-tls-to-plain-port', 'q02-server-side-after-read-timeout', 'q12-keep-alive']
