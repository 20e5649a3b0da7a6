import { failureOf, type Failure } from '../../shared/model/failure.ts'

/** What is wrong with an answer's status; a redirect is said and not followed: it leads to somebody whom the person did not name. */
export function answerProblem(url: URL, status: number, location: string | undefined): Failure | null {
  if (status === 200) return null
  const redirected = status >= 300 && status < 400 && location !== undefined && URL.canParse(location, url.href)
  if (redirected) {
    const to = new URL(location, url).origin
    return failureOf('server', 'updates.redirected', { params: { host: url.host, to }, retrySafe: true })
  }
  return failureOf('server', 'updates.notThere', { params: { url: `${url.origin}${url.pathname}`, status }, retrySafe: true })
}
