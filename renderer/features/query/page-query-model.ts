import i18next from 'i18next'
import type { Rpc } from '../../../shared/contract/contract.ts'
import { createQueryModel, type QueryModel } from './query-model.ts'

/** The model of this page: its clock, its words, and whether anybody sees it. Call `load()` once. */
export const createPageQueryModel = (rpc: Rpc, rowLimit: () => number): QueryModel =>
  createQueryModel({
    rpc,
    rowLimit,
    untitled: (number) => i18next.t('query.untitled', { number }),
    newId: () => crypto.randomUUID(),
    now: () => Date.now(),
    isHidden: () => document.hidden,
    announcement: (tabTitle, script, ok) => ({
      title: tabTitle.slice(0, 200),
      body: ok ? i18next.t('query.notify.done', { count: script.entries.length }) : i18next.t('query.notify.failed'),
    }),
  })
