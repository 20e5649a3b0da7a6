/** Which methods MaxScale's paths have: what OPTIONS tells in its Accept header. */

const paths: [pattern: RegExp, methods: string][] = [
  [/^$/, 'GET'],
  [/^(servers|services|monitors|filters|listeners)$/, 'GET, POST'],
  [/^(servers|services|monitors|filters|listeners)\/[^/]+$/, 'GET, DELETE'],
  [/^(services|monitors|listeners)\/[^/]+\/(start|stop)$/, 'PUT'],
  [/^servers\/[^/]+\/(set|clear)$/, 'PUT'],
  [/^(servers|services|monitors|filters|listeners)\/[^/]+\/relationships\/\w+$/, 'GET'],
  [/^services\/[^/]+\/listeners(\/[^/]+)?$/, 'GET'],
  [/^services\/[^/]+\/reload$/, 'POST'],
  [/^sessions$/, 'GET'],
  [/^sessions\/\d+$/, 'GET, DELETE'],
  [/^users$/, 'GET'],
  [/^users\/inet$/, 'GET, POST'],
  [/^users\/inet\/[^/]+$/, 'GET, DELETE'],
  [/^maxscale(\/(query_classifier|query_classifier\/classify|threads|threads\/\d+|logs|logs\/data|modules))?$/, 'GET'],
  [/^maxscale\/logs\/flush$/, 'POST'],
  [/^sql$/, 'GET, POST'],
  [/^sql\/odbc\/drivers$/, 'GET'],
  [/^sql\/[^/]+$/, 'GET, DELETE'],
  [/^sql\/[^/]+\/queries$/, 'POST'],
  [/^sql\/[^/]+\/queries\/[^/]+$/, 'GET, DELETE'],
  [/^sql\/[^/]+\/(cancel|reconnect|clone|etl\/(prepare|start))$/, 'POST'],
]

/** Null for a path that there is not. */
export const methodsOf = (path: readonly string[]): string | null => paths.find(([pattern]) => pattern.test(path.join('/')))?.[1] ?? null
