import { useCallback, useEffect, useRef, useState } from 'react'
import { copySteps, type CopyRequest } from './clipboard-text.ts'
import { rowAt, type GridModel } from './grid-model.ts'
import { cellCount, HEADER_ROW, rangeOf, type Selection } from './selection.ts'

export type CopyState = { kind: 'idle' } | { kind: 'copying' | 'copied' | 'refused'; cells: number }

/** Cells up to which a copy is made within the key press; more are made in slices, so that the window stays alive. */
const AT_ONCE = 150_000
const SHOWN_FOR = 1_800

interface Copy {
  state: CopyState
  /** Copies the selection; into the event's clipboard where there is one (the system's own copy command). */
  copy(headers: boolean, clipboard?: DataTransfer): void
}

export function useGridCopy(model: GridModel, selection: Selection): Copy {
  const [state, setState] = useState<CopyState>({ kind: 'idle' })
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])

  const say = useCallback((next: CopyState) => {
    clearTimeout(timer.current)
    setState(next)
    if (next.kind !== 'copying') timer.current = setTimeout(() => setState({ kind: 'idle' }), SHOWN_FOR)
  }, [])

  const copy = useCallback(
    (headers: boolean, clipboard?: DataTransfer) => {
      const cells = cellCount(selection)
      const settle = (written: Promise<void>) =>
        written.then(
          () => say({ kind: 'copied', cells }),
          () => say({ kind: 'refused', cells }),
        )
      if (cells > AT_ONCE) {
        say({ kind: 'copying', cells })
        const text = inSlices(request(model, selection, headers)).then((tsv) => new Blob([tsv], { type: 'text/plain' }))
        void settle(navigator.clipboard.write([new ClipboardItem({ 'text/plain': text })]))
        return
      }
      const text = textNow(model, selection, headers)
      if (!clipboard) return void settle(navigator.clipboard.writeText(text))
      clipboard.setData('text/plain', text)
      say({ kind: 'copied', cells: Math.max(1, cells) })
    },
    [model, selection, say],
  )
  return { state, copy }
}

function request(model: GridModel, selection: Selection, headers: boolean): CopyRequest {
  return {
    result: model.result,
    range: rangeOf(selection),
    columnAt: (displayed) => model.columns[displayed]!.index,
    rowAt: (displayed) => rowAt(model, displayed),
    headers,
  }
}

function textNow(model: GridModel, selection: Selection, headers: boolean): string {
  const { active } = selection
  const column = model.columns[active.column]
  // An answer without columns, or with all of them hidden.
  if (!column) return ''
  if (active.row === HEADER_ROW) return model.result.columns[column.index]!.label
  const steps = copySteps(request(model, selection, headers))
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

async function inSlices(copyRequest: CopyRequest): Promise<string> {
  const steps = copySteps(copyRequest)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    await new Promise((resume) => setTimeout(resume, 0))
  }
}
