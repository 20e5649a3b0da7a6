import { z } from 'zod'

/** An id on the wire: short, printable, and branded for TypeScript. */
export const Id = <T extends string>() =>
  z.string().regex(/^[A-Za-z0-9_-]{1,64}$/) as unknown as z.ZodType<T, T>
