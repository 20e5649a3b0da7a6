import type { Failure } from '../../shared/model/failure.ts'

/** A failure as text for a ticket: sentences, code, and the server's words verbatim. Failures never carry secrets. */
export function failureDetails(failure: Failure, message: string, next: string): string {
  const { server } = failure
  return [
    message,
    next,
    `${failure.kind}: ${failure.code}`,
    server?.code && `Code: ${server.code}`,
    server?.status && `HTTP: ${server.status}`,
    server?.requestId && `RequestId: ${server.requestId}`,
    server?.hostId && `HostId: ${server.hostId}`,
    server?.text && `\n${server.text}`,
  ]
    .filter(Boolean)
    .join('\n')
}
