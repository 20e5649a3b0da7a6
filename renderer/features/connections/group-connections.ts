import { Environment, secretsNeeded, type Connection, type ConnectionKind } from '../../../shared/model/connection.ts'

export type GroupBy = 'kind' | 'environment'

interface Group {
  key: string
  /** The group's name as a key of the catalogue. */
  title: `kind.${ConnectionKind}` | `environment.${Environment}`
  connections: Connection[]
}

const kinds = ['dms', 'drds', 'maxscale'] as const satisfies readonly ConnectionKind[]

/** Groups that have members, in a fixed order; production first inside a kind, then by name as people sort. */
export function groupConnections(connections: Connection[], by: GroupBy, filter: string, locale: string): Group[] {
  const needle = filter.trim().toLowerCase()
  const { compare } = new Intl.Collator(locale, { numeric: true })
  const rank = (connection: Connection) => Environment.options.indexOf(connection.settings.environment)
  const sorted = connections
    .filter(({ settings }) => settings.name.toLowerCase().includes(needle))
    .sort((a, b) => rank(a) - rank(b) || compare(a.settings.name, b.settings.name))
  const groups: Group[] =
    by === 'kind'
      ? kinds.map((kind) => ({ key: kind, title: `kind.${kind}`, connections: sorted.filter(({ settings }) => settings.kind === kind) }))
      : Environment.options.map((environment) => ({
          key: environment,
          title: `environment.${environment}`,
          connections: sorted.filter(({ settings }) => settings.environment === environment),
        }))
  return groups.filter((group) => group.connections.length > 0)
}

/** True where a secret that the kind needs is nowhere: the connection cannot be used until it is typed again. */
export const lacksSecret = ({ settings, secrets, sandbox }: Connection): boolean =>
  !sandbox && secretsNeeded(settings).some((name) => (secrets[name] ?? 'missing') === 'missing')
