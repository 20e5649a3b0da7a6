/** Sends a recording in order to sandboxes as it was sent to the real servers. */
import { exchange } from './exchange.ts'
import { scenes } from './scenes.ts'
import { admin, basic, Stage } from './stage.ts'
import { comparable, ends, token, uuid, type Comparable, type RecordedResponse, type Transcript } from './transcript.ts'

/** The three servers of the recording. */
interface Urls {
  /** :8989 */
  plain: string
  /** :8990, with TLS. */
  tls: string
  /** :8991, with MaxScale's own defaults. */
  defaults: string
}

/** What the recording has where an answer repeats a very long statement. */
const echoCut = '(echo of 70 MB cut)'
const noConnection = '00000000-0000-0000-0000-000000000000'

export class Replay {
  readonly stage: Stage
  private readonly urls: Urls
  /** When a connection is named last, by recorded id: then it is closed, as the recorder did. */
  private readonly lastNamed = new Map<string, string>()
  /** Recorded number of a connection's newest query, and ours. */
  private readonly queries = new Map<string, { recorded: number; live: number }>()
  private readonly tags = new Map<string, string>()
  private restToken = ''

  constructor(transcripts: readonly Transcript[], urls: Urls, root: (sql: string) => Promise<unknown>) {
    this.urls = urls
    this.stage = new Stage(root)
    for (const transcript of transcripts) for (const id of namedIn(transcript)) this.lastNamed.set(id, transcript.name)
  }

  async send(transcript: Transcript): Promise<{ actual: Comparable; expected: Comparable }> {
    const { name, request, response } = transcript
    const url = request.tls ? this.urls.tls : /^[or]\d/.test(name) ? this.urls.defaults : this.urls.plain
    await this.prepare(transcript, url)
    const id = request.path.match(uuid)?.[0] ?? ''
    await scenes[name]?.before?.(this.stage, id)
    const asking = exchange(`${url}${this.live(request.path)}`, { method: request.method, headers: this.headers(transcript), body: this.body(request), chunked: request.chunked })
    const [whole] = await Promise.all([asking, scenes[name]?.beside?.(this.stage, id)])
    const answer = response.body.includes(echoCut) ? { ...whole, body: whole.body.replace(/("sql": ")[^"]*/, `$1${echoCut}`) } : whole
    this.remember(id, url, transcript, answer)
    const expected = comparable(name, response)
    const actual = comparable(name, response.body_truncated_here ? { ...answer, body_truncated_here: true } : answer, this.recorded)
    if (response.body_truncated_here) {
      expected.body = ends(response.body, response.body)
      actual.body = ends(answer.body, response.body)
    }
    for (const [named, last] of this.lastNamed) if (last === name) await this.stage.close(named)
    return { actual, expected }
  }

  /** Opens what the request or a listing names and the recording opened before. */
  private async prepare({ name, request, response }: Transcript, url: string): Promise<void> {
    if (this.restToken === '') this.restToken = (JSON.parse((await exchange(`${url}/v1/auth`, { method: 'GET', headers: { Authorization: admin }, body: null, chunked: false })).body) as { meta: { token: string } }).meta.token
    const known = name.startsWith('n09') ? this.urls.plain : url
    for (const id of inRequest(request)) await this.stage.open(id, known)
    for (const { id, attributes } of listedIn(response.body)) {
      await this.stage.open(id, known, attributes.target)
      if (attributes.sql !== null) await this.stage.show(id, attributes.sql)
    }
  }

  private headers({ name, request: { auth, path, headers } }: Transcript): Record<string, string> {
    const translated = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, this.tags.get(value) ?? this.live(value)]))
    if (auth === 'none' || headers['Authorization']) return translated
    const connection = this.stage.live.get(path.match(uuid)?.[0] ?? '')
    const bearer = `Bearer ${connection?.token ?? 'garbage'}`
    return { ...translated, Authorization: auth === 'bearer' ? bearer : auth === 'basic' ? admin : basic(name.includes('basic-user') ? 'viewer:viewerpw' : 'admin:wrong') }
  }

  private body({ body }: Transcript['request']): Buffer | null {
    if (body === null) return null
    const repeated = body.replace(/x\*(\d+)/, (_, times: string) => 'x'.repeat(Number(times)))
    // The recording is text: a byte that is no UTF-8 became a replacement character in it.
    const [first = '', ...rest] = this.live(repeated).split('\uFFFD')
    return Buffer.concat([Buffer.from(first), ...rest.flatMap((part) => [Buffer.from([0xff]), Buffer.from(part)])])
  }

  /** Recorded ids and tokens become ours; tokens of nobody stay as they are, and are worthless. */
  private live(text: string): string {
    const withTokens = text.replace(token, (found) => {
      const subject = subjectOf(found)
      return subject === 'admin' ? this.restToken : (this.stage.live.get(subject)?.token ?? found)
    })
    const withQueries = withTokens.replace(new RegExp(`(${uuid.source})\\.(\\d+)`, 'g'), (whole, id: string, number: string) => {
      const known = this.queries.get(id)
      return known ? `${id}.${Number(number) - known.recorded + known.live}` : whole
    })
    return withQueries.replace(uuid, (id) => this.stage.live.get(id)?.id ?? id)
  }

  private recorded = (text: string): string => {
    const back = new Map([...this.stage.live].map(([recordedId, { id }]) => [id, recordedId]))
    return text.replace(uuid, (id) => back.get(id) ?? id)
  }

  private remember(id: string, url: string, { request, response }: Transcript, answer: RecordedResponse): void {
    const opens = response.status === 201 && /\/(sql|clone)$/.test(request.path.replace(/\?.*/, ''))
    if (opens && answer.status === 201) {
      const cookie = answer.headers.find(([name]) => name.toLowerCase() === 'set-cookie')?.[1] ?? ''
      const [found = ''] = answer.body.match(token) ?? cookie.match(token) ?? []
      this.stage.live.set(idOf(response.body), { url, id: idOf(answer.body), token: found })
    }
    const [number, recordedNumber] = [/\.(\d+)"/.exec(answer.body), /\.(\d+)"/.exec(response.body)]
    if (id && number && recordedNumber) this.queries.set(id, { recorded: Number(recordedNumber[1]), live: Number(number[1]) })
    const [tag, recordedTag] = [tagOf(answer), tagOf(response)]
    if (tag && recordedTag) this.tags.set(recordedTag, tag)
  }
}

const subjectOf = (found: string): string => (JSON.parse(Buffer.from(found.split('.')[1] ?? '', 'base64url').toString('utf8')) as { sub: string }).sub
const idOf = (body: string): string => (JSON.parse(body) as { data: { id: string } }).data.id
const tagOf = ({ headers }: RecordedResponse): string | undefined => headers.find(([name]) => name.toLowerCase() === 'etag')?.[1]

/** Connections that a request names by path, token, cookie or body. */
function inRequest({ path, headers, body }: Transcript['request']): string[] {
  const text = [path, ...Object.values(headers), body ?? ''].join(' ')
  return [...(text.match(uuid) ?? []), ...(text.match(token) ?? []).map(subjectOf).filter((subject) => subject.length === noConnection.length)].filter((id) => id !== noConnection)
}

interface Listed {
  id: string
  type: string
  attributes: { target: string; sql: string | null }
}

/** Connections that an answer lists. */
function listedIn(body: string): Listed[] {
  if (!body.includes('"sql"')) return []
  try {
    const { data } = JSON.parse(body) as { data?: Listed | Listed[] }
    return Array.isArray(data) ? data.filter(({ type }) => type === 'sql') : []
  } catch {
    return []
  }
}

function namedIn({ request, response }: Transcript): string[] {
  const opened = response.status === 201 && /\/(sql|clone)$/.test(request.path.replace(/\?.*/, '')) ? [idOf(response.body)] : []
  return [...inRequest(request), ...listedIn(response.body).map(({ id }) => id), ...opened]
}
