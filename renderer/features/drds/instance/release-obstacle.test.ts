import { expect, test } from 'vitest'
import type { DrdsDatabase } from '../../../../shared/model/drds-database.ts'
import { statuses } from '../arrange-instances.ts'
import { releaseObstacle } from './release-obstacle.ts'

const database: DrdsDatabase = { name: 'crm', status: 'normal', rawStatus: '1', message: '', mode: 'HORIZONTAL' }

test('an instance is released only without databases, and only once they are known', () => {
  expect(releaseObstacle({ status: 'running' }, [database])).toBe('databases')
  expect(releaseObstacle({ status: 'running' }, null)).toBe('unread')
  expect(releaseObstacle({ status: 'running' }, [])).toBeNull()
})

test('states that forbid a release come first', () => {
  expect(statuses.filter((status) => releaseObstacle({ status }, [database]) === 'state')).toEqual(['creating', 'expired', 'releasing', 'released'])
  expect(statuses.filter((status) => releaseObstacle({ status }, []) === null)).toEqual(['running', 'abnormal', 'locked', 'unknown'])
})
