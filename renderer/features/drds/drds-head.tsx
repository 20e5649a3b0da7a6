import { ArrowLeft, ChevronRight } from 'lucide-react'
import type { RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { useStore } from 'zustand'
import { EnvironmentBadge } from '../../ui/environment-badge.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { useDrdsPage } from './drds-page.ts'
import { placeKey, type DrdsTab } from './drds-tabs.ts'
import { instanceOf } from './instances/instances-store.ts'
import type { DrdsPlace } from './place.ts'
import { ClockNote } from './requests/clock-note.tsx'
import styles from './drds-head.module.css'

export const BACK_KEYS = 'Alt+ArrowLeft'

const pages = ['instances', 'map', 'requests', 'audit'] as const
type Switched = (typeof pages)[number]

interface Crumb {
  label: string
  title?: string
  place?: DrdsPlace
}

/** Where one is (account › region › instance › database), and the pages of the account. */
export function DrdsHead({ heading, tab, onBack }: { heading: RefObject<HTMLHeadingElement | null>; tab: DrdsTab; onBack: () => void }) {
  const { t } = useTranslation()
  const { settings, go } = useDrdsPage()
  const { place, behind } = useStore(tab.places)
  const instanceName = useStore(tab.instances, (state) => ('instanceId' in place ? instanceOf(state, place)?.description : '') ?? '')
  const current: Switched = place.page === 'instance' || place.page === 'database' ? 'instances' : place.page
  const crumbs = crumbsOf(place, settings.name, instanceName, t(`drds.shell.page.${current}`))
  const last = crumbs.length - 1
  return (
    <header className={styles.head} data-region="drds-head">
      <IconButton label={t('drds.shell.back')} keys={BACK_KEYS} disabled={behind.length === 0} onClick={onBack}>
        <ArrowLeft size={14} />
      </IconButton>
      <nav className={styles.crumbs} aria-label={t('drds.shell.place')}>
        <ol>
          {crumbs.map((crumb, at) => (
            <li key={crumb.place ? placeKey(crumb.place) : crumb.label} className={styles.crumb}>
              {at > 0 && <ChevronRight size={12} aria-hidden="true" />}
              {at === last ? (
                <h2 ref={heading} tabIndex={-1} title={crumb.title ?? crumb.label} aria-current="page">
                  {crumb.label}
                </h2>
              ) : (
                <CrumbLink crumb={crumb} onGo={go} />
              )}
            </li>
          ))}
        </ol>
      </nav>
      <ClockNote />
      <EnvironmentBadge environment={settings.environment} />
      <nav className={styles.pages} aria-label={t('drds.shell.pages')}>
        {pages.map((page) => (
          <button key={page} type="button" aria-current={page === current ? 'page' : undefined} onClick={() => go({ page })}>
            {t(`drds.shell.page.${page}`)}
          </button>
        ))}
      </nav>
    </header>
  )
}

function CrumbLink({ crumb: { label, title, place }, onGo }: { crumb: Crumb; onGo: (place: DrdsPlace) => void }) {
  if (!place) return <span title={title ?? label}>{label}</span>
  return (
    <button type="button" title={title ?? label} onClick={() => onGo(place)}>
      {label}
    </button>
  )
}

function crumbsOf(place: DrdsPlace, account: string, instanceName: string, page: string): Crumb[] {
  const root: Crumb = { label: account, place: { page: 'instances' } }
  if (place.page !== 'instance' && place.page !== 'database') return [root, { label: page }]
  const { regionId, instanceId } = place
  const instance: Crumb = {
    label: instanceName || instanceId,
    title: instanceName ? `${instanceName} (${instanceId})` : instanceId,
    place: { page: 'instance', regionId, instanceId },
  }
  return [root, { label: regionId }, instance, ...(place.page === 'database' ? [{ label: place.database }] : [])]
}
