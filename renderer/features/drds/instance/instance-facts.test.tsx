// @vitest-environment jsdom
import { cleanup, screen } from '@testing-library/react'
import i18next from 'i18next'
import { afterEach, beforeAll, expect, test } from 'vitest'
import type { DrdsInstance } from '../../../../shared/model/drds.ts'
import { openPage, prepareJsdom } from '../fixtures/open-page.tsx'
import { InstanceFacts } from './instance-facts.tsx'

beforeAll(prepareJsdom)
afterEach(async () => {
  cleanup()
  await i18next.changeLanguage('en')
})

const instance: DrdsInstance = {
  id: 'drds1', description: '商城', regionId: 'cn-hangzhou', zoneId: 'cn-hangzhou-b', type: 'dedicated', status: 'running', rawStatus: '0', networkType: 'classic',
  vips: [{ ip: '10.0.0.1', port: '3306', type: 'intranet' }, { ip: '198.51.100.2', port: '3306', type: 'internet' }, { ip: '10.0.0.3', port: '3306', type: 'anytunnel' }],
}

test('networks stood in English in a Chinese window: they have words, but for one that nobody has heard of', async () => {
  await i18next.changeLanguage('zh-CN')
  openPage(<InstanceFacts instance={instance} />, {})
  expect(screen.getByText('专享 · 经典网络')).toBeTruthy()
  expect(screen.getAllByRole('listitem').map(({ firstChild }) => firstChild?.textContent)).toEqual(['内网', '公网', 'anytunnel'])
})
