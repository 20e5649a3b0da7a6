/** The proxy's answers ("Response format"), settled: wire spellings end here. */
import { z } from 'zod'
import { checkColumns } from '../../http/cell-words.ts'
import type { DmsIndexedBody } from '../../http/index-json.ts'

/** Counts and sizes come as numbers, as digit text from some gateways, or as null; what cannot be read was not said. */
const Count = z.union([z.number(), z.bigint(), z.string().regex(/^-?\d+$/)]).optional().catch(undefined)
const Text = z.string().optional().catch(undefined)
/** 30 characters in the examples. */
const MOST_ID = 200
const Flag = z.boolean().optional().catch(undefined)

const ColumnMeta = z.object({
  columnName: Text,
  columnLabel: Text,
  columnTypeName: Text,
  precision: Count,
  scale: Count,
  nullable: Flag,
  autoIncrement: Flag,
  tableName: Text,
})

const Envelope = z.object({
  success: z.boolean(),
  requestId: z.string().max(MOST_ID).optional().catch(undefined),
  msg: Text,
  message: Text,
  rowCount: Count,
  updateCount: Count,
  columnMetas: z.array(ColumnMeta).optional().catch(undefined),
})

/** One column as the proxy describes it. */
export interface DmsColumn {
  label: string
  name: string
  table: string
  type: string
  precision?: number
  scale?: number
  nullable?: boolean
  autoIncrement?: boolean
}

/** What an answer says around its rows. */
export interface DmsAnswer {
  success: boolean
  requestId?: string
  /** `msg` of the field table or `message` of the example; empty when neither came. */
  text: string
  /** The rows that the proxy says it sent. */
  rowCount?: number
  /** Digits, whatever their number. */
  updateCount?: string
  columns: DmsColumn[]
  /** Whether the answer is a result set: it has rows, or describes columns. An update may answer empty arrays of both. */
  isResultSet: boolean
}

/** Reads the envelope; undefined when it is not one: no `success`. Throws response.tooManyColumns. */
export function answerOf(body: Pick<DmsIndexedBody, 'envelope' | 'rowCount'>): DmsAnswer | undefined {
  const parsed = Envelope.safeParse(body.envelope)
  if (!parsed.success) return undefined
  const { success, requestId, msg, message, rowCount, updateCount, columnMetas } = parsed.data
  checkColumns(columnMetas?.length ?? 0)
  const columns = (columnMetas ?? []).map(columnOf)
  return {
    success,
    ...(requestId && { requestId }),
    // The field table says `msg`, the example of a failed request shows `message`.
    text: msg || message || '',
    ...(rowCount !== undefined && { rowCount: Number(rowCount) }),
    // JDBC says -1 where there was nothing to count.
    ...(/^\d+$/.test(String(updateCount)) && { updateCount: String(updateCount) }),
    columns,
    isResultSet: body.rowCount > 0 || columns.length > 0,
  }
}

function columnOf(meta: z.infer<typeof ColumnMeta>): DmsColumn {
  const name = meta.columnName ?? ''
  return {
    // columnLabel "defaults to columnName if no alias is specified".
    label: meta.columnLabel || name,
    name,
    table: meta.tableName ?? '',
    type: (meta.columnTypeName ?? '').toUpperCase(),
    ...(meta.precision !== undefined && { precision: Number(meta.precision) }),
    ...(meta.scale !== undefined && { scale: Number(meta.scale) }),
    ...(meta.nullable !== undefined && { nullable: meta.nullable }),
    ...(meta.autoIncrement !== undefined && { autoIncrement: meta.autoIncrement }),
  }
}
