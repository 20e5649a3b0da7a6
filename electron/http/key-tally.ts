/** A key and how many rows it concerns. */
interface KeyRows {
  key: string
  rows: number
}

/** Where rows of maps differ from "every row has every key once". */
export interface KeyAnomalies {
  /** Keys that some rows lack: how many lack them. */
  missing: KeyRows[]
  /** Keys that the first row lacks: how many rows have them. */
  extra: KeyRows[]
  /** Keys that some rows hold more than once (the last value counts): how many rows do. */
  duplicated: KeyRows[]
}

/** Counts, for rows of maps, which keys a row lacks or repeats. A key is its number; a row its number from 1. */
export class KeyTally {
  /** How many keys the first row has. */
  firstRowKeys = 0
  /** Key → the last row that held it, and that held it twice. */
  private readonly seenIn: number[] = []
  private readonly doubledIn: number[] = []
  private readonly missing: number[] = []
  private readonly doubled: number[] = []

  addKey(): void {
    this.seenIn.push(0)
    this.doubledIn.push(0)
    this.missing.push(0)
    this.doubled.push(0)
  }

  /** Notes that the row holds the key; false when it did so already. */
  see(key: number, row: number): boolean {
    if (this.seenIn[key] !== row) {
      this.seenIn[key] = row
      return true
    }
    if (this.doubledIn[key] !== row) this.doubled[key]!++
    this.doubledIn[key] = row
    return false
  }

  saw(key: number, row: number): boolean {
    return this.seenIn[key] === row
  }

  miss(key: number): void {
    this.missing[key]!++
  }

  anomalies(keys: string[], rowCount: number): KeyAnomalies {
    const counted = (counts: number[]): KeyRows[] => keys.flatMap((key, i) => (counts[i]! > 0 ? [{ key, rows: counts[i]! }] : []))
    return {
      missing: counted(this.missing),
      extra: keys.slice(this.firstRowKeys).map((key, i) => ({ key, rows: rowCount - this.missing[this.firstRowKeys + i]! })),
      duplicated: counted(this.doubled),
    }
  }
}
