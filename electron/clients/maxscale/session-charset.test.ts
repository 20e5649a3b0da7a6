import { describe, expect, it } from 'vitest'
import { SessionCharset } from './session-charset.ts'

const readings = { 'utf8mb4': [true, false], 'utf8mb3': [true, true], 'another one': [false, false] }
const after = (...statements: string[]) => {
  const charset = new SessionCharset()
  for (const sql of statements) charset.follow(sql)
  return [charset.utf8, charset.bmpOnly]
}

describe('a session answers in', () => {
  it.each<[keyof typeof readings, string]>([
    ['utf8mb3', 'SET NAMES utf8'], ['utf8mb3', "SET NAMES 'utf8mb3' COLLATE utf8mb3_bin"], ['utf8mb3', '/*!40101 SET NAMES utf8 */;'], ['utf8mb3', 'SET @@character_set_results = utf8mb3'],
    ['another one', 'SET NAMES latin1'], ['another one', "set\nnames\n\"latin1\""], ['another one', 'SET CHARACTER SET gbk'], ['another one', 'SET CHARSET gbk'], ['another one', 'SET autocommit = 0, character_set_results=latin1'],
    ['another one', '-- c\nSET @x = 1, NAMES latin1'], ['another one', "SET @@session.character_set_results := 'latin1'"], ['another one', 'SET LOCAL character_set_results = NULL'], ['another one', 'SET character_set_results = 8'],
    // It was taken for utf8mb4.
    ['another one', 'SET NAMES /* x */ latin1'], ['another one', 'SET NAMES `latin1`'], ['another one', 'SET `character_set_results` = latin1'], ['another one', 'SET character_set_results = @unknown'], ['another one', 'SET character_set_results = @@character_set_filesystem'],
    // It was taken for another one.
    ['utf8mb4', "SET @a = 'set names latin1'"], ['utf8mb4', 'SET GLOBAL character_set_results = latin1'], ['utf8mb4', 'SET @@global.character_set_results = latin1'], ['utf8mb4', 'SET NAMES utf8mb4 -- , names latin1'],
    ['utf8mb4', 'SET @character_set_results = 7'], ['utf8mb4', 'SET NAMES DEFAULT'], ['utf8mb4', 'SET character_set_results = utf8mb4;'], ['utf8mb4', "SELECT 'SET NAMES latin1'"], ['utf8mb4', 'SET character_set_client = latin1'],
  ])('%s after %s', (name, sql) => {
    expect(after(sql)).toEqual(readings[name])
  })

  it('what it did before a dump that was run in it', () => {
    const [kept, back] = ['/*!40101 SET @OLD_CHARACTER_SET_RESULTS=@@CHARACTER_SET_RESULTS */', '/*!40101 SET CHARACTER_SET_RESULTS=@OLD_CHARACTER_SET_RESULTS */']
    expect(after(kept, 'SET NAMES latin1')).toEqual(readings['another one'])
    expect(after(kept, 'SET NAMES latin1', back)).toEqual(readings.utf8mb4)
    expect(after('SET NAMES utf8', kept, 'SET NAMES utf8mb4', back)).toEqual(readings.utf8mb3)
  })
})
