/**
 * The proxy's own "no", before the database has been asked. It goes out as `message`, as in the page's example of a
 * failed request; what the database says goes out as `msg`, as in the page's table of fields. A client needs both.
 */
export class Refusal extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.name = 'Refusal'
    this.status = status
  }
}
