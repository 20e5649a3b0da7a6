import type { Target } from './target.ts'
import { documentTargets } from './targets/documents.ts'
import { frameTargets } from './targets/frames.ts'
import { networkTargets } from './targets/network.ts'
import { ownFileTargets } from './targets/own-files.ts'
import { resultTargets } from './targets/results.ts'
import { scriptTargets } from './targets/scripts.ts'

const all = { ...resultTargets, ...documentTargets, ...scriptTargets, ...networkTargets, ...frameTargets, ...ownFileTargets }

export type TargetName = keyof typeof all

export const targets: Readonly<Record<TargetName, Target>> = all
