import { expect, test } from 'vitest'
import { readBasePath } from '../src/lib/api/base-path.ts'

test.each([
  ['/', ''],
  ['/a/b/', '/a/b'],
  ['./', ''],
  [undefined, ''],
])('of a page whose base is %s, the paths begin behind "%s"', (content, expected) => {
  expect(readBasePath(content)).toBe(expected)
})
