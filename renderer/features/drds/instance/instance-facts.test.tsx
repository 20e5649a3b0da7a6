// @vitest-environment jsdom
import { cleanup, fireEvent, screen } from '@testing-library/react'
import i18next from 'i18next'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
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

test('everything that is told of an instance stands there, and what one needs elsewhere is copied', async () => {
  const copied: string[] = []
  vi.stubGlobal('navigator', { clipboard: { writeText: (text: string) => Promise.resolve(void copied.push(text)) } })
  const vip = { ip: '192.168.0.2', port: '3306', type: 'vpc', vpcId: 'vpc-1', vswitchId: 'vsw-1' } as const
  const { settle } = openPage(
    <InstanceFacts instance={{ ...instance, createdAt: new Date(2024, 4, 3, 9, 5).getTime(), version: '5', specification: 'drds.large', networkType: 'vpc', vips: [vip] }} />,
    {},
  )
  const facts = screen.getAllByRole('term').map((term) => [term.textContent, term.nextElementSibling?.textContent])
  expect(facts).toEqual([
    ['Instance ID', 'drds1'],
    ['Description', '商城'],
    ['Region and zone', 'cn-hangzhou · cn-hangzhou-b'],
    ['Type, network', 'Dedicated · VPC'],
    ['Specification', 'drds.large · 16 cores, 16 GB'],
    ['Version', '5'],
    ['Created', '2024-05-03 09:05'],
    ['Addresses', 'VPC192.168.0.2:3306vpc-1 / vsw-1'],
  ])
  for (const button of screen.getAllByRole('button', { name: /^Copy/ })) fireEvent.click(button)
  await settle()
  expect(copied).toEqual(['drds1', '192.168.0.2:3306', 'vpc-1 / vsw-1'])
})

test('networks stood in English in a Chinese window: they have words, but for one that nobody has heard of', async () => {
  await i18next.changeLanguage('zh-CN')
  openPage(<InstanceFacts instance={instance} />, {})
  expect(screen.getByText('专享 · 经典网络')).toBeTruthy()
  expect(screen.getAllByRole('listitem').map(({ firstChild }) => firstChild?.textContent)).toEqual(['内网', '公网', 'anytunnel'])
})
