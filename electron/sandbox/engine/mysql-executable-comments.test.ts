import { expect, test } from 'vitest'
import { withoutExecutableComments } from './mysql-executable-comments.ts'

test.each([
  ['SELECT 1 /*!100100 + 1 */', 'SELECT 1  + 1 '],
  ['SELECT 1 /*!999999 + 1 */', 'SELECT 1 '],
  ['SELECT 1 /*!50701 + 1 */ + 2', 'SELECT 1  + 2'],
  ['SELECT 1 /*M!50701 + 1 */', 'SELECT 1  + 1 '],
  ['SELECT 1 /* /*! + 1 */', 'SELECT 1 /* /*! + 1 */'],
  ["SELECT '/*!1*/', `/*!1*/`, \"/*!1*/\"", "SELECT '/*!1*/', `/*!1*/`, \"/*!1*/\""],
  ['SELECT 1 -- /*! + 1 */', 'SELECT 1 -- /*! + 1 */'],
  ['SELECT 1 /*! + /* c */ 1 */', 'SELECT 1  + /* c */ 1 '],
  ["SELECT /*! '*/' */", "SELECT  '*/' "],
  ['SELECT 1 /*!999999 /* a */ b', 'SELECT 1 '],
])('%s is read as %s', (written, read) => {
  expect(withoutExecutableComments(written)).toBe(read)
})

test('one that is never closed stays open', () => {
  expect(withoutExecutableComments('SELECT 1 /*! + 1')).toBe('SELECT 1  + 1/*')
})
