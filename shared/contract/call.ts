import type { z } from 'zod'

/** One action of the contract: a schema that main checks its input with, and the type of its answer. */
export interface Call<Input extends z.ZodType = z.ZodType, Output = unknown> {
  readonly input: Input
  /** Carries the answer's type; never present at run time. */
  readonly output?: Output
}

/** `call(RunQuery).returns<StatementResult[]>()`: plain data and typed arrays only, both ways. */
export const call = <Input extends z.ZodType>(input: Input) => ({
  returns: <Output>(): Call<Input, Output> => ({ input }),
})

export type InputOf<C> = C extends Call<infer Input, unknown> ? z.input<Input> : never
export type ParsedInputOf<C> = C extends Call<infer Input, unknown> ? z.output<Input> : never
export type OutputOf<C> = C extends Call<z.ZodType, infer Output> ? Output : never
