import { Component, type ReactNode } from 'react'
import { failureOf } from '../../shared/model/failure.ts'
import { FailureView } from '../ui/failure-view.tsx'

type State = { state: 'fine' } | { state: 'broken'; detail: string }

/** Where a component of ours breaks, says so in its place instead of leaving an empty window; trying again draws it anew. */
export class DefectBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { state: 'fine' }

  static getDerivedStateFromError(error: unknown): State {
    return { state: 'broken', detail: error instanceof Error ? error.message : String(error) }
  }

  override render() {
    if (this.state.state === 'fine') return this.props.children
    const failure = failureOf('internal', 'internal.defect', { params: { detail: this.state.detail } })
    return <FailureView failure={failure} onRetry={() => this.setState({ state: 'fine' })} />
  }
}
